package dev.handback.notices;

import dev.handback.notices.MailSettings.Encryption;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Date;
import java.util.Properties;
import org.springframework.stereotype.Component;

/** The SMTP server of the settings, and no other. */
@Component
class Smtp {
    private static final String CONNECT = "10000";
    private static final String SILENCE = "30000";

    private final MailSettings settings;

    Smtp(MailSettings settings) {
        this.settings = settings;
    }

    /**
     * Connects and logs in.
     *
     * @throws MessagingException the server is not there, not who it should be, or does not know us
     */
    Post open() throws MessagingException {
        var session = Session.getInstance(properties());
        var transport = session.getTransport("smtp");
        var login = !settings.username().isEmpty();
        transport.connect(
                settings.host(), settings.port(), login ? settings.username() : null, login ? password() : null);
        return new Post(transport, session, this);
    }

    /** The mail as it travels; the same mail gives the same message, down to its Message-ID. */
    MimeMessage message(Session session, Mail mail, String address) throws MessagingException {
        var message = new Numbered(session, "<" + mail.id() + "@" + settings.domain() + ">");
        message.setFrom(new InternetAddress(settings.from(), true));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(address, true));
        message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
        message.setText(mail.body(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(mail.filedAt()));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.saveChanges();
        return message;
    }

    private Properties properties() {
        var properties = new Properties();
        properties.setProperty(
                "mail.smtp.auth", String.valueOf(!settings.username().isEmpty()));
        properties.setProperty("mail.smtp.connectiontimeout", CONNECT);
        properties.setProperty("mail.smtp.timeout", SILENCE);
        properties.setProperty("mail.smtp.writetimeout", SILENCE);
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.ssl.protocols", "TLSv1.2 TLSv1.3");
        properties.setProperty("mail.smtp.starttls.enable", is(Encryption.STARTTLS));
        properties.setProperty("mail.smtp.starttls.required", is(Encryption.STARTTLS));
        properties.setProperty("mail.smtp.ssl.enable", is(Encryption.TLS));
        // the machine's name is nobody's business
        properties.setProperty("mail.smtp.localhost", settings.domain());
        return properties;
    }

    private String is(Encryption encryption) {
        return String.valueOf(settings.encryption() == encryption);
    }

    private String password() throws MessagingException {
        var file = settings.passwordFile();
        if (file == null) {
            return "";
        }
        try {
            return Files.readString(file).lines().findFirst().orElse("").strip();
        } catch (IOException e) {
            throw new MessagingException("handback.mail.password-file " + file + " cannot be read", e);
        }
    }

    /** Keeps its number: the library would give each sending another. */
    private static final class Numbered extends MimeMessage {
        private final String number;

        Numbered(Session session, String number) {
            super(session);
            this.number = number;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", number);
        }
    }
}
