package dev.handback.process;

import dev.handback.exits.Checklist;
import dev.handback.exits.ChecklistItem;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What pages and REST do with the checklist: the fact and the task of its item, in one transaction. */
@Component
public class ChecklistCommands {
    private static final String PROCESS = "ExitChecklist";

    private final Checklist checklist;
    private final Instances instances;
    private final Tasks tasks;
    private final FormValues forms;

    ChecklistCommands(Checklist checklist, Instances instances, Tasks tasks, FormValues forms) {
        this.checklist = checklist;
        this.instances = instances;
        this.tasks = tasks;
        this.forms = forms;
    }

    /** Somebody is asked for every item that is open and that nobody is asked for yet. */
    void startOpen(String exit) {
        checklist.list(exit).stream().filter(ChecklistItem::open).forEach(item -> start(exit, item.item()));
    }

    /** Adds an item and asks for it; returns its id. */
    @Transactional
    public String add(String exit, Checklist.@Nullable Topic topic, @Nullable String asset, @Nullable String what) {
        var item = checklist.add(exit, topic, asset, what);
        start(exit, item);
        return item;
    }

    /** Settles an item or corrects what was said of it; completes its task where that is open for this person. */
    @Transactional
    public void settle(String exit, String item, Checklist.Word word) {
        var task = task(exit, item);
        if (task.isPresent()) {
            forms.completeByPage(task.get(), values(word));
        } else {
            checklist.settle(exit, item, word);
            instances.end(PROCESS, exit, Map.of("item", item), "settled on its page");
        }
    }

    /** The same of an access, by the connection over which it was ours; without one it is the vendor's. */
    @Transactional
    public void accessEnded(String exit, @Nullable String connection, Checklist.Word word) {
        var item = connection == null || connection.isBlank() ? "vendor-access" : "our-access-" + connection.strip();
        settle(exit, item, word);
    }

    /** Takes back what was said of an item, and asks for it again. */
    @Transactional
    public void takeBack(String exit, String item, @Nullable String reason) {
        checklist.takeBack(exit, item, reason);
        start(exit, item);
    }

    private void start(String exit, String item) {
        instances.startOnce(PROCESS, exit, Map.of("item", item), Map.of());
    }

    private Optional<String> task(String exit, String item) {
        var itsOwn = Map.of("item", item);
        return tasks.id(exit, "EndAccess", itsOwn).or(() -> tasks.id(exit, "SettleItem", itsOwn));
    }

    private static Map<String, String> values(Checklist.Word word) {
        var values = new HashMap<String, String>();
        values.put("result", Objects.toString(word.result(), ""));
        values.put("doneOn", text(word.doneOn()));
        values.put("doneBy", Objects.requireNonNullElse(word.doneBy(), ""));
        values.put("evidence", Objects.requireNonNullElse(word.evidence(), ""));
        return values;
    }

    private static String text(@Nullable LocalDate day) {
        return day == null ? "" : day.toString();
    }
}
