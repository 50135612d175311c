package dev.handback;

import org.springframework.jdbc.core.simple.JdbcClient;

/** What somebody with the superuser's password puts in place of something of ours, for a while: then it is as it was. */
public final class Forgery {
    private final Runnable forge;
    private final Runnable undo;

    private Forgery(Runnable forge, Runnable undo) {
        this.forge = forge;
        this.undo = undo;
    }

    public void during(Runnable work) {
        forge.run();
        try {
            work.run();
        } finally {
            undo.run();
        }
    }

    /** A view that tells something else: this part of its definition is another one. */
    public static Forgery view(TestDatabase database, String view, String from, String to) {
        var superuser = JdbcClient.create(database.superuser());
        var shipped = superuser
                .sql("select pg_get_viewdef(?::regclass)")
                .param("handback." + view)
                .query(String.class)
                .single();
        return replaced(superuser, "create or replace view handback." + view + " as ", shipped, from, to);
    }

    /** A function that answers something else. */
    public static Forgery function(TestDatabase database, String signature, String from, String to) {
        var superuser = JdbcClient.create(database.superuser());
        var shipped = superuser
                .sql("select pg_get_functiondef(?::regprocedure)")
                .param("handback." + signature)
                .query(String.class)
                .single();
        return replaced(superuser, "", shipped, from, to);
    }

    private static Forgery replaced(JdbcClient superuser, String create, String shipped, String from, String to) {
        if (!shipped.contains(from)) {
            throw new IllegalArgumentException("there is no " + from + " in " + shipped);
        }
        return new Forgery(
                () -> superuser.sql(create + shipped.replace(from, to)).update(),
                () -> superuser.sql(create + shipped).update());
    }

    /** Rows of a table that say something else, while nothing watches it. */
    public static Forgery rows(TestDatabase database, String table, String change) {
        var superuser = JdbcClient.create(database.superuser());
        var tampering = new Tampering(database);
        return new Forgery(
                () -> {
                    superuser
                            .sql("create table public.was as select * from handback." + table)
                            .update();
                    tampering.silently(table, change);
                },
                () -> {
                    tampering.silently(
                            table,
                            "delete from handback.%1$s; insert into handback.%1$s select * from public.was"
                                    .formatted(table));
                    superuser.sql("drop table public.was").update();
                });
    }
}
