package dev.handback.certificates;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.jspecify.annotations.Nullable;

/** A certification authority on loopback: a root, a company key, a time-stamping authority and a revocation list. */
public final class TestAuthority implements AutoCloseable {
    private final HttpServer server;
    private final KeyPair rootKey = keyPair();
    private final KeyPair signerKey = keyPair();
    private final KeyPair tsaKey = keyPair();
    private final X509Certificate root;
    private final X509Certificate signer;
    private final X509Certificate tsa;
    private final AtomicInteger stamps = new AtomicInteger();

    public TestAuthority() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        root = certificate("Test Root", rootKey, rootKey, "Test Root", null, KeyUsage.keyCertSign | KeyUsage.cRLSign);
        signer = certificate(
                "Alpenrose Versicherung AG, company seal",
                signerKey,
                rootKey,
                "Test Root",
                KeyPurposeId.id_kp_emailProtection,
                KeyUsage.digitalSignature | KeyUsage.nonRepudiation);
        tsa = certificate(
                "Test Time", tsaKey, rootKey, "Test Root", KeyPurposeId.id_kp_timeStamping, KeyUsage.digitalSignature);
        serve("/crl", "application/pkix-crl", exchange -> revocationList());
        serve("/tsa", "application/timestamp-reply", this::stamp);
        serve("/broken", "text/plain", exchange -> "out of order".getBytes(StandardCharsets.UTF_8));
        server.start();
    }

    /** Settings of a company whose key this authority certified. */
    SigningSettings settings(Path folder, String... authorities) throws Exception {
        var password = folder.resolve("seal.password");
        var keystore = folder.resolve("seal.p12");
        Files.writeString(password, "correct horse\n");
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "seal", signerKey.getPrivate(), "correct horse".toCharArray(), new Certificate[] {signer, root});
        try (var out = Files.newOutputStream(keystore)) {
            store.store(out, "correct horse".toCharArray());
        }
        return new SigningSettings(
                keystore,
                password,
                "seal",
                List.of(authorities).stream().map(this::at).toList(),
                List.of(rootFile(folder)),
                null);
    }

    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    public Path rootFile(Path folder) throws Exception {
        return Files.writeString(
                folder.resolve("root.pem"),
                "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(root.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
    }

    X509Certificate root() {
        return root;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private X509Certificate certificate(
            String name, KeyPair subject, KeyPair issuer, String issuerName, @Nullable KeyPurposeId purpose, int usage)
            throws Exception {
        var from = Instant.now().minus(Duration.ofHours(2));
        var builder = new JcaX509v3CertificateBuilder(
                x500(issuerName),
                BigInteger.valueOf(System.nanoTime()),
                Date.from(from),
                Date.from(from.plus(Duration.ofDays(365))),
                x500(name),
                subject.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(purpose == null));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(subject.getPublic()));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuer.getPublic()));
        if (purpose != null) {
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    purpose == KeyPurposeId.id_kp_timeStamping,
                    new ExtendedKeyUsage(purpose));
            var list = new GeneralName(
                    GeneralName.uniformResourceIdentifier, at("/crl").toString());
            builder.addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                new DistributionPoint(new DistributionPointName(new GeneralNames(list)), null, null)
            }));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(issuer.getPrivate())));
    }

    private static X500Name x500(String commonName) {
        return new X500Name("CN=" + commonName.replace(",", "\\,") + ",C=CH");
    }

    private byte[] revocationList() throws Exception {
        var builder = new JcaX509v2CRLBuilder(root.getSubjectX500Principal(), new Date());
        builder.setNextUpdate(Date.from(Instant.now().plus(Duration.ofDays(7))));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(root));
        return builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(rootKey.getPrivate()))
                .getEncoded();
    }

    private byte[] stamp(HttpExchange exchange) throws Exception {
        var request = new TimeStampRequest(exchange.getRequestBody().readAllBytes());
        var tokens = new TimeStampTokenGenerator(
                new JcaSimpleSignerInfoGeneratorBuilder().build("SHA256withRSA", tsaKey.getPrivate(), tsa),
                new JcaDigestCalculatorProviderBuilder().build().get(new AlgorithmIdentifier(TSPAlgorithms.SHA256)),
                new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"));
        tokens.addCertificates(new JcaCertStore(List.of(tsa, root)));
        var responses = new TimeStampResponseGenerator(tokens, Set.of(TSPAlgorithms.SHA256.getId()));
        return responses
                .generate(request, BigInteger.valueOf(stamps.incrementAndGet()), new Date())
                .getEncoded();
    }

    private interface Answer {
        byte[] to(HttpExchange exchange) throws Exception;
    }

    private void serve(String path, String type, Answer answer) {
        server.createContext(path, exchange -> {
            try {
                byte[] body = answer.to(exchange);
                exchange.getResponseHeaders().add("Content-Type", type);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            } catch (Exception e) {
                throw new IOException(e);
            } finally {
                exchange.close();
            }
        });
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }
}
