package dev.handback.demo;

import java.util.List;

/** Somebody you can be in the demo. */
record DemoPerson(String id, String name, String group, String tries) {
    static final List<DemoPerson> ALL = List.of(
            new DemoPerson("olga", "Olga Berg", "operations", "opens exits, chooses certificates, orders destruction"),
            new DemoPerson("otto", "Otto Lind", "operations", "approves an exception that olga asked"),
            new DemoPerson(
                    "erin",
                    "Erin Walsh",
                    "engineering",
                    "checks billing-api and documents, decides about what did not come whole"),
            new DemoPerson("emil", "Emil Novak", "engineering", "checked website and the reports"),
            new DemoPerson("lea", "Lea Moreau", "legal", "signs the interim certificate, judges the vendor's letter"),
            new DemoPerson("leo", "Leo Haas", "legal", "decides about the connection that was refused"),
            new DemoPerson("ada", "Ada Kern", "auditors", "reads everything, changes nothing"),
            new DemoPerson("adam", "Adam Reis", "administrators", "looks after people; opens Cockpit"));

    String email() {
        return id + "@client.example";
    }
}
