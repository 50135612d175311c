package dev.handback.process;

import dev.handback.assets.AssetRegister;
import dev.handback.assets.Disputes;
import dev.handback.assets.Exceptions;
import dev.handback.exits.Authorities;
import dev.handback.exits.Dates;
import dev.handback.exits.NewExit;
import dev.handback.exits.Refused;
import dev.handback.retrieval.Passes;
import dev.handback.retrieval.Placings;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What pages and REST do to an exit: the command and the step of its process, in one transaction. */
@Component
public class ExitCommands {
    private final AssetRegister register;
    private final Authorities authorities;
    private final Exceptions exceptions;
    private final Disputes disputes;
    private final Passes passes;
    private final Placings placings;
    private final InstrumentCommands instruments;
    private final Instances instances;
    private final Dates dates;
    private final Deadlines deadlines;
    private final Returns returns;
    private final Tasks tasks;
    private final FormValues forms;

    ExitCommands(
            AssetRegister register,
            Authorities authorities,
            Exceptions exceptions,
            Disputes disputes,
            Passes passes,
            Placings placings,
            InstrumentCommands instruments,
            Instances instances,
            Dates dates,
            Deadlines deadlines,
            Returns returns,
            Tasks tasks,
            FormValues forms) {
        this.register = register;
        this.authorities = authorities;
        this.exceptions = exceptions;
        this.disputes = disputes;
        this.passes = passes;
        this.placings = placings;
        this.instruments = instruments;
        this.instances = instances;
        this.dates = dates;
        this.deadlines = deadlines;
        this.returns = returns;
        this.tasks = tasks;
        this.forms = forms;
    }

    /** Opens an exit as the start form does; returns its id. */
    @Transactional
    public String open(NewExit exit) {
        return forms.startByPage("ContractExit", NewExitForm.write(exit));
    }

    /**
     * Agrees the register. The first time that completes the task {@code AgreeRegister}; later it has the returns of what
     * was added since started.
     */
    @Transactional
    public void agreeRegister(String exit) {
        var first = !register.agreed(exit);
        var added = register.notAgreed(exit);
        register.agree(exit);
        if (first) {
            tasks.completeByPage(exit, "AgreeRegister", Map.of(), Map.of());
        } else {
            returns.file(
                    exit,
                    register.toRetrieve(exit).stream().filter(added::contains).toList());
            instruments.ask(exit);
        }
    }

    /** Corrects a row of the register; a return that waits for its gate asks the one of the new place. */
    @Transactional
    public void correct(String exit, String asset, Map<String, String> cells, @Nullable String reason) {
        returns.beforeCorrecting(exit, asset);
        register.correct(exit, asset, cells, reason);
        returns.corrected(exit, asset);
    }

    /**
     * Legal says on what basis we go on over a stopped connection, also when that was decided otherwise before; completes
     * {@code DecideStoppedConnection} where that is open for them.
     */
    @Transactional
    public void resume(String exit, String connection, @Nullable String basis) {
        if (authorities.stops(connection).isEmpty()) {
            throw new Refused("connection " + connection + " is not stopped");
        }
        Decision.needsReason(basis);
        var task = tasks.id(exit, "DecideStoppedConnection", Map.of("connection", connection));
        if (task.isPresent()) {
            forms.completeByPage(task.get(), Map.of("decision", "RESUME", "reason", or(basis)));
        } else {
            authorities.resume(exit, connection, or(basis).strip());
            returns.connectionDecided(exit, connection);
        }
    }

    /** Moves the days of the contract by a dated decision; every open task of the exit is due by the new ones. */
    @Transactional
    public void moveDates(
            String exit,
            @Nullable LocalDate contractEnd,
            @Nullable LocalDate assistanceEnd,
            @Nullable LocalDate vendorErasesAt,
            @Nullable String document,
            @Nullable String reason) {
        dates.move(exit, contractEnd, assistanceEnd, vendorErasesAt, document, reason);
        deadlines.replan(exit);
    }

    /** Has an asset that is home, or whose attempt is sealed, retrieved once more, such as the final pass after a freeze. */
    @Transactional
    public void retrieveAgain(String exit, String asset, @Nullable String reason) {
        register.find(exit, asset);
        passes.ask(exit, asset, reason);
        returns.startOrWake(exit, asset);
    }

    /** The same for everything of the exit that is home over a connection; returns how many. */
    @Transactional
    public int retrieveAgainOver(String exit, String connection, @Nullable String reason) {
        var home = passes.home(exit, connection);
        if (home.isEmpty()) {
            throw new Refused(
                    "connection " + connection + ": expected assets that are CHECKED or CERTIFIED, found none");
        }
        home.forEach(asset -> passes.ask(exit, asset, reason));
        returns.file(exit, home);
        return home.size();
    }

    /** Has an asset that is checked placed at the client's own destination, which its row names. */
    @Transactional
    public void place(String exit, String asset) {
        // the exit's row before the lock of the connection, as everywhere: the other way round two commands wait for
        // each other
        placings.ask(exit, asset);
        returns.beforeCorrecting(exit, asset);
        returns.start(exit, List.of(asset));
        // one that waits at its gate, such as of a pass never begun, places it too; one about to end sees what is asked
        // for
        returns.corrected(exit, asset);
    }

    /** Withdraws an asset of which nothing was retrieved; its return ends. */
    @Transactional
    public void withdraw(String exit, String asset, @Nullable String reason) {
        register.withdraw(exit, asset, reason);
        returns.settled(exit, asset);
    }

    /** Proposes the authority of a connection; completes {@code ProposeAuthority} where that is open. */
    @Transactional
    public void proposeAuthority(String exit, String connection, @Nullable String basis, @Nullable LocalDate until) {
        var task = tasks.id(exit, "ProposeAuthority", Map.of("connection", connection));
        if (task.isEmpty()) {
            authorities.propose(exit, connection, basis, until);
            // legal is asked at once, also before the register is agreed
            instances.startOnce("ConnectionAuthority", exit, Map.of("connection", connection), Map.of());
        } else {
            forms.completeByPage(
                    task.get(), Map.of("basis", or(basis), "until", until == null ? "" : until.toString()));
        }
    }

    /** Legal's word on the authority of a connection; completes {@code ConfirmAuthority} where that is open. */
    @Transactional
    public void decideAuthority(String exit, String connection, boolean confirm, @Nullable String reason) {
        var task = tasks.id(exit, "ConfirmAuthority", Map.of("connection", connection));
        if (task.isPresent()) {
            var decision = confirm ? "CONFIRM" : "REFUSE";
            forms.completeByPage(task.get(), Map.of("decision", decision, "reason", or(reason)));
        } else {
            authorities.decide(exit, connection, confirm, reason);
            returns.release(exit, connection);
        }
    }

    /**
     * One person's word on an exception or its revocation; completes {@code ApproveException} where that is open for them.
     * Once in force, the asset's return ends, or begins anew.
     */
    @Transactional
    public void decideException(String exit, String asset, boolean approve, @Nullable String reason) {
        var task = tasks.id(exit, "ApproveException", Map.of("asset", asset));
        if (task.isPresent()) {
            var decision = approve ? "APPROVE" : "REFUSE";
            forms.completeByPage(task.get(), Map.of("decision", decision, "reason", or(reason)));
        } else if (exceptions.decide(exit, asset, approve, reason).equals("APPROVED")
                && exceptions.newest(exit, asset).orElseThrow().ofReturn()) {
            returns.exceptionDecided(exit, asset);
        }
    }

    /** Legal's word that a dispute is settled; completes {@code SettleDispute} where that is open for them. */
    @Transactional
    public void settleDispute(String exit, String asset, @Nullable String reason) {
        var task = tasks.id(exit, "SettleDispute", Map.of("asset", asset));
        if (task.isPresent()) {
            forms.completeByPage(task.get(), Map.of("decision", "SETTLED", "reason", or(reason)));
        } else {
            disputes.settle(exit, asset, reason);
        }
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }
}
