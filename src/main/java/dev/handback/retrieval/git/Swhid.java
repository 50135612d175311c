package dev.handback.retrieval.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.handback.retrieval.RetrievalOutcome.TakenRef;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The snapshot identifier of ISO/IEC 18670: one id over all refs, the same whoever computes it. */
final class Swhid {

    /** A branch in the standard's words: revision, release, directory, content, alias or dangling. */
    record Branch(String type, String rawName, byte[] target) {}

    private Swhid() {}

    /** @param refs in the order of their names' bytes, HEAD among them; an unborn HEAD is left out */
    static String snapshot(List<TypedRef> refs) {
        return of(refs.stream().map(Swhid::branch).toList());
    }

    static String of(List<Branch> branches) {
        var body = new ByteArrayOutputStream();
        for (Branch branch : branches) {
            String head = branch.type() + " " + branch.rawName() + "\0" + branch.target().length + ":";
            body.writeBytes(head.getBytes(ISO_8859_1));
            body.writeBytes(branch.target());
        }
        return "swh:1:snp:" + id("snapshot", body.toByteArray());
    }

    private static Branch branch(TypedRef ref) {
        String symref = ref.ref().rawSymref();
        if (symref != null) return new Branch("alias", ref.ref().rawName(), symref.getBytes(ISO_8859_1));
        boolean missing = ref.type().equals(TakenRef.MISSING);
        return new Branch(
                type(ref.type()),
                ref.ref().rawName(),
                missing ? new byte[0] : HexFormat.of().parseHex(ref.ref().id()));
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
