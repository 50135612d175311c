package dev.handback.notices;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One open connection to the mail server. */
final class Post implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Post.class);

    private final Transport transport;
    private final Session session;
    private final Smtp smtp;

    Post(Transport transport, Session session, Smtp smtp) {
        this.transport = transport;
        this.session = session;
        this.smtp = smtp;
    }

    /**
     * Hands over one mail.
     *
     * @throws MessagingException the connection broke: nobody knows whether the server took it
     */
    Delivery hand(Mail mail, String address) throws MessagingException {
        if (!MailSettings.isAddress(address)) {
            return new Delivery.Refused("'" + Plain.line(address) + "' is no e-mail address");
        }
        var message = smtp.message(session, mail, address);
        try {
            transport.sendMessage(message, message.getAllRecipients());
            return new Delivery.Taken();
        } catch (SendFailedException refused) {
            return delivery(refused);
        }
    }

    /** What the server answered; an answer of 5xx is for good, by RFC 5321. */
    private static Delivery delivery(SendFailedException refused) throws MessagingException {
        for (Exception e = refused; e instanceof MessagingException known; e = known.getNextException()) {
            int code = code(e);
            if (code >= 400) {
                var why = Plain.line("the mail server answered " + e.getMessage());
                return code >= 500 ? new Delivery.Refused(why) : new Delivery.Later(why);
            }
        }
        throw refused;
    }

    private static int code(Exception e) {
        if (e instanceof SMTPAddressFailedException address) {
            return address.getReturnCode();
        }
        return e instanceof SMTPSendFailedException send ? send.getReturnCode() : 0;
    }

    /** What was handed over is handed over, however the server says good-bye. */
    @Override
    public void close() {
        try {
            transport.close();
        } catch (MessagingException e) {
            log.debug("mail server hung up first: {}", e.getMessage());
        }
    }
}
