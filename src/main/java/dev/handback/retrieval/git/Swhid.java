package dev.handback.retrieval.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.handback.retrieval.RetrievalOutcome.TakenRef;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/** The snapshot identifier of ISO/IEC 18670: one id over all refs, the same whoever computes it. */
final class Swhid {

    private Swhid() {}

    /** @param refs in the order of their names' bytes, HEAD among them; an unborn HEAD is left out */
    static String snapshot(List<TypedRef> refs) {
        var branches = new ByteArrayOutputStream();
        refs.forEach(ref -> branch(branches, ref));
        return "swh:1:snp:" + id("snapshot", branches.toByteArray());
    }

    private static void branch(ByteArrayOutputStream out, TypedRef branch) {
        byte[] target = target(branch);
        String raw = branch.ref().rawName();
        String head = (branch.ref().rawSymref() == null ? type(branch.type()) : "alias") + " " + raw + "\0"
                + target.length + ":";
        out.writeBytes(head.getBytes(ISO_8859_1));
        out.writeBytes(target);
    }

    private static byte[] target(TypedRef branch) {
        String symref = branch.ref().rawSymref();
        if (symref != null) return symref.getBytes(ISO_8859_1);
        if (branch.type().equals(TakenRef.MISSING)) return new byte[0];
        byte[] id = new byte[Constants.OBJECT_ID_LENGTH];
        ObjectId.fromString(branch.ref().id()).copyRawTo(id, 0);
        return id;
    }

    private static String type(String git) {
        return switch (git) {
            case "commit" -> "revision";
            case "tag" -> "release";
            case "tree" -> "directory";
            case "blob" -> "content";
            default -> "dangling";
        };
    }

    private static String id(String type, byte[] body) {
        try {
            var sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update((type + " " + body.length + "\0").getBytes(ISO_8859_1));
            return HexFormat.of().formatHex(sha1.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
