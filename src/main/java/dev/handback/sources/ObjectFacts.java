package dev.handback.sources;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** What the headers of an answer say about a version, in words of our manifest. What the store does not say is left out. */
final class ObjectFacts {

    private ObjectFacts() {}

    static Map<String, Object> of(GetObjectResponse answer) {
        var facts = new TreeMap<String, Object>();
        put(facts, "metadata", cleaned(answer.metadata()));
        if (answer.missingMeta() != null && answer.missingMeta() > 0)
            facts.put("metadataNotShown", answer.missingMeta());
        put(facts, "headers", headers(answer));
        put(facts, "encryption", encryption(answer));
        put(facts, "lock", lock(answer));
        put(facts, "checksums", checksums(answer));
        put(facts, "replication", answer.replicationStatusAsString());
        put(facts, "restore", answer.restore());
        put(facts, "storageClass", answer.storageClassAsString());
        if (answer.partsCount() != null) facts.put("parts", answer.partsCount());
        if (answer.tagCount() != null) facts.put("tagCount", answer.tagCount());
        return facts;
    }

    private static Map<String, Object> headers(GetObjectResponse answer) {
        var headers = new TreeMap<String, Object>();
        put(headers, "contentType", answer.contentType());
        put(headers, "contentEncoding", answer.contentEncoding());
        put(headers, "contentLanguage", answer.contentLanguage());
        put(headers, "contentDisposition", answer.contentDisposition());
        put(headers, "cacheControl", answer.cacheControl());
        put(headers, "expires", answer.expiresString());
        put(headers, "websiteRedirect", answer.websiteRedirectLocation());
        return headers;
    }

    private static Map<String, Object> encryption(GetObjectResponse answer) {
        var encryption = new TreeMap<String, Object>();
        put(encryption, "algorithm", answer.serverSideEncryptionAsString());
        put(encryption, "kmsKey", answer.ssekmsKeyId());
        put(encryption, "customerAlgorithm", answer.sseCustomerAlgorithm());
        return encryption;
    }

    private static Map<String, Object> lock(GetObjectResponse answer) {
        var lock = new TreeMap<String, Object>();
        put(lock, "mode", answer.objectLockModeAsString());
        if (answer.objectLockRetainUntilDate() != null)
            put(lock, "until", answer.objectLockRetainUntilDate().toString());
        put(lock, "legalHold", answer.objectLockLegalHoldStatusAsString());
        return lock;
    }

    private static Map<String, Object> checksums(GetObjectResponse answer) {
        var checksums = new TreeMap<String, Object>();
        put(checksums, "crc32", answer.checksumCRC32());
        put(checksums, "crc32c", answer.checksumCRC32C());
        put(checksums, "crc64nvme", answer.checksumCRC64NVME());
        put(checksums, "sha1", answer.checksumSHA1());
        put(checksums, "sha256", answer.checksumSHA256());
        put(checksums, "type", answer.checksumTypeAsString());
        return checksums;
    }

    private static void put(Map<String, Object> facts, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) facts.put(name, clean(value));
    }

    private static void put(Map<String, Object> facts, String name, Map<String, Object> value) {
        if (!value.isEmpty()) facts.put(name, value);
    }

    static Map<String, Object> cleaned(Map<String, String> pairs) {
        var cleaned = new TreeMap<String, Object>();
        pairs.forEach((name, value) -> cleaned.put(clean(name), clean(value)));
        return cleaned;
    }

    /** PostgreSQL holds every character but this one, which no honest header has. */
    static String clean(String text) {
        return text.replace('\0', '\ufffd');
    }
}
