package dev.handback.certificates;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The key Handback makes for itself so that it can be tried at once; its certificate says what it is worth. */
final class EvaluationKey {
    static final String NAME = "EVALUATION KEY";
    private static final SecureRandom RANDOM = new SecureRandom();

    private EvaluationKey() {}

    record KeyFiles(Path keystore, Path passwordFile) {}

    /** Finds the key of this folder, or makes it; readable by its owner only. */
    static KeyFiles in(Path folder) {
        var files = new KeyFiles(folder.resolve("evaluation.p12"), folder.resolve("evaluation.password"));
        try {
            Files.createDirectories(folder, ownerOnly(folder.toAbsolutePath(), "rwx------"));
            writePassword(files.passwordFile());
            if (!Files.exists(files.keystore())) {
                writeKey(files);
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("the evaluation key cannot be kept in " + folder, e);
        }
    }

    private static void writePassword(Path file) throws IOException {
        byte[] secret = new byte[24];
        RANDOM.nextBytes(secret);
        try {
            Files.createFile(file, ownerOnly(file, "rw-------"));
            Files.writeString(file, HexFormat.of().formatHex(secret), StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException keptFromBefore) {
            if (Files.size(file) == 0) {
                Files.writeString(file, HexFormat.of().formatHex(secret), StandardOpenOption.WRITE);
            }
        }
    }

    // written beside and moved, so that a node that starts at the same time never reads half a key
    private static void writeKey(KeyFiles files) throws IOException {
        char[] password = Files.readString(files.passwordFile()).strip().toCharArray();
        var beside = Files.createTempFile(
                files.keystore().toAbsolutePath().getParent(),
                "evaluation",
                ".part",
                ownerOnly(files.keystore(), "rw-------"));
        try (var out = Files.newOutputStream(beside)) {
            var pair = pair();
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry("evaluation", pair.getPrivate(), password, new Certificate[] {certificate(pair)});
            store.store(out, password);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("the evaluation key cannot be made", e);
        }
        Files.move(beside, files.keystore(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static KeyPair pair() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(3072, RANDOM);
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(KeyPair pair)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        var name = new X500Name("CN=" + NAME + " of Handback\\, no legal effect");
        var from = Clock.systemUTC().instant().minus(Duration.ofDays(1)); // made once, before any exit exists
        var builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(127, RANDOM),
                Date.from(from),
                Date.from(from.plus(Duration.ofDays(3650))),
                name,
                pair.getPublic());
        builder.addExtension(
                Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
        builder.addExtension(
                Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_emailProtection));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate())));
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
