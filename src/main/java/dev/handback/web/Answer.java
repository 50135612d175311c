package dev.handback.web;

import dev.handback.exits.Day;
import dev.handback.exits.InvalidInput;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How a form is answered: done is a redirect with one sentence; refused is the same page with every reason and all that was entered. */
final class Answer {
    private Answer() {}

    /** A day as a form sends it; null when it is left empty. */
    static @Nullable LocalDate day(String field, String value) {
        try {
            return value.isBlank() ? null : Day.of(value);
        } catch (DateTimeParseException e) {
            throw new InvalidInput(
                    List.of(new InvalidInput.Problem(field, "expected a day as 2026-12-31, found \"" + value + "\"")));
        }
    }

    /**
     * @param again fills the model and names the page, as it was before the command
     * @param done the address to go to, of our own making: each part of it names something that was found
     */
    static ModelAndView of(
            Runnable command, Supplier<String> again, Model model, RedirectAttributes flash, String done, String said) {
        try {
            command.run();
        } catch (RuntimeException e) {
            var refusal = Refusal.of(e).orElseThrow(() -> e);
            var view = again.get();
            model.addAttribute("refusal", refusal);
            return new ModelAndView(view, model.asMap(), refusal.status());
        }
        flash.addFlashAttribute("said", said);
        return new ModelAndView("redirect:" + done);
    }
}
