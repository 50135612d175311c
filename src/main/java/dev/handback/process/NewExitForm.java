package dev.handback.process;

import dev.handback.exits.NewExit;
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
                text(form, "trigger"));
    }

    private static @Nullable String text(VariableScope form, String key) {
        var value = form.getVariable(key);
        return value == null ? null : value.toString();
    }
}
