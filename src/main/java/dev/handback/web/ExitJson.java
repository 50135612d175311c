package dev.handback.web;

import dev.handback.exits.Exit;
import dev.handback.exits.NewExit;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An exit as REST has it; outsiders rely on these names. */
record ExitJson(
        @Nullable String title,
        @Nullable String kind,
        @Nullable String profile,
        @Nullable Party vendor,
        @Nullable Party client,
        @Nullable Contract contract,
        @Nullable String trigger,
        @Nullable String place,
        @Nullable Boolean emergency,
        @Nullable List<Authority> authority) {

    record Party(
            @Nullable String name,
            @Nullable String lei,
            @Nullable Contact contact) {
        static final Party NONE = new Party(null, null, null);
    }

    record Contact(@Nullable String name, @Nullable String email) {
        static final Contact NONE = new Contact(null, null);
    }

    /** Days as text: what is no day is refused with the others, by name. */
    record Contract(
            @Nullable String reference,
            @Nullable String governingLaw,
            @Nullable String start,
            @Nullable String notice,
            @Nullable String end,
            @Nullable String assistanceEnd,
            @Nullable String vendorErasesAt) {
        static final Contract NONE = new Contract(null, null, null, null, null, null, null);
    }

    record Authority(
            @Nullable String connection,
            @Nullable String basis,
            @Nullable LocalDate until) {}

    record Shown(
            String exit,
            String state,
            String title,
            String kind,
            String profile,
            Party vendor,
            Party client,
            Contract contract,
            String trigger,
            String place,
            boolean emergency,
            String openedBy,
            boolean registerAgreed,
            Map<String, Long> assets,
            List<ExitsApi.AskedGate> gates) {}

    List<Authority> authorities() {
        return authority == null ? List.of() : authority;
    }

    NewExit facts() {
        var from = vendor == null ? Party.NONE : vendor;
        var to = client == null ? Party.NONE : client;
        var reach = from.contact() == null ? Contact.NONE : from.contact();
        var terms = contract == null ? Contract.NONE : contract;
        return new NewExit(
                title,
                kind,
                profile,
                from.name(),
                from.lei(),
                reach.name(),
                reach.email(),
                to.name(),
                to.lei(),
                terms.reference(),
                terms.governingLaw(),
                terms.start(),
                terms.notice(),
                terms.end(),
                terms.assistanceEnd(),
                terms.vendorErasesAt(),
                place,
                trigger,
                Boolean.TRUE.equals(emergency));
    }

    static Shown shown(Exit exit, boolean agreed, Map<String, Long> assets, List<ExitsApi.AskedGate> gates) {
        return new Shown(
                exit.exitId(),
                exit.state(),
                exit.title(),
                exit.kind(),
                exit.profile(),
                new Party(
                        exit.vendorName(),
                        exit.vendorLei(),
                        new Contact(exit.vendorContactName(), exit.vendorContactEmail())),
                new Party(exit.clientName(), exit.clientLei(), null),
                new Contract(
                        exit.contractReference(),
                        exit.governingLaw(),
                        text(exit.contractStart()),
                        text(exit.notice()),
                        text(exit.contractEnd()),
                        text(exit.assistanceEnd()),
                        text(exit.vendorErasesAt())),
                exit.trigger(),
                exit.place(),
                exit.emergency(),
                exit.actor(),
                agreed,
                assets,
                gates);
    }

    private static @Nullable String text(@Nullable LocalDate day) {
        return day == null ? null : day.toString();
    }
}
