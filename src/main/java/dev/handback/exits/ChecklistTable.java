package dev.handback.exits;

import java.sql.Types;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class ChecklistTable {
    private final JdbcClient db;

    ChecklistTable(JdbcClient db) {
        this.db = db;
    }

    List<ChecklistItem> list(String exit) {
        return db.sql("select * from handback.checklist where exit_id = :exit order by n, item")
                .param("exit", exit)
                .query(ChecklistItem.class)
                .list();
    }

    Optional<ChecklistItem> find(String exit, String item) {
        return db.sql("select * from handback.checklist where exit_id = :exit and item = :item")
                .param("exit", exit)
                .param("item", item)
                .query(ChecklistItem.class)
                .optional();
    }

    String add(String exit, String topic, @Nullable String asset, String what) {
        return Refusals.told(() -> db.sql("""
                insert into handback.checklist_item (exit_id, topic, asset, what)
                values (:exit, :topic, :asset, :what) returning item""")
                .param("exit", exit)
                .param("topic", topic)
                .param("asset", asset, Types.VARCHAR)
                .param("what", what)
                .query(String.class)
                .single());
    }

    void settle(
            String exit,
            String item,
            String result,
            @Nullable LocalDate doneOn,
            @Nullable String doneBy,
            String evidence) {
        Refusals.told(() -> db.sql("""
                insert into handback.checklist_settled (exit_id, item, result, done_on, done_by, evidence)
                values (:exit, :item, :result, :doneOn, :doneBy, :evidence)""")
                .param("exit", exit)
                .param("item", item)
                .param("result", result)
                .param("doneOn", doneOn, Types.DATE)
                .param("doneBy", doneBy, Types.VARCHAR)
                .param("evidence", evidence)
                .update());
    }
}
