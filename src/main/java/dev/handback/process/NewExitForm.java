package dev.handback.process;

import dev.handback.exits.NewExit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.jspecify.annotations.Nullable;

/** The fields of {@code OpenExit.form} as the room {@code exits} takes them; it checks every one. */
final class NewExitForm {
    private NewExitForm() {}

    static NewExit read(VariableScope form) {
        return new NewExit(
                text(form, "title"),
                text(form, "kind"),
                text(form, "profile"),
                text(form, "vendorName"),
                text(form, "vendorLei"),
                text(form, "vendorContactName"),
                text(form, "vendorContactEmail"),
                text(form, "clientName"),
                text(form, "clientLei"),
                text(form, "contractReference"),
                text(form, "governingLaw"),
                text(form, "contractStart"),
                text(form, "noticeDate"),
                text(form, "contractEnd"),
                text(form, "assistanceEnd"),
                text(form, "vendorErasesAt"),
                text(form, "place"),
                text(form, "trigger"),
                Boolean.parseBoolean(text(form, "emergency")));
    }

    /** The same fields, filled in by REST or a page instead of a person in Tasklist. */
    static Map<String, @Nullable String> write(NewExit exit) {
        var form = new LinkedHashMap<String, @Nullable String>();
        form.put("title", exit.title());
        form.put("kind", exit.kind());
        form.put("profile", exit.profile());
        form.put("vendorName", exit.vendorName());
        form.put("vendorLei", exit.vendorLei());
        form.put("vendorContactName", exit.vendorContactName());
        form.put("vendorContactEmail", exit.vendorContactEmail());
        form.put("clientName", exit.clientName());
        form.put("clientLei", exit.clientLei());
        form.put("contractReference", exit.contractReference());
        form.put("governingLaw", exit.governingLaw());
        form.put("contractStart", exit.contractStart());
        form.put("noticeDate", exit.notice());
        form.put("contractEnd", exit.contractEnd());
        form.put("assistanceEnd", exit.assistanceEnd());
        form.put("vendorErasesAt", exit.vendorErasesAt());
        form.put("place", exit.place());
        form.put("trigger", exit.trigger());
        form.put("emergency", String.valueOf(exit.emergency()));
        return form;
    }

    private static @Nullable String text(VariableScope form, String key) {
        var value = form.getVariable(key);
        return value == null ? null : value.toString();
    }
}
