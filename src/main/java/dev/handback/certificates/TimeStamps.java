package dev.handback.certificates;

import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.model.DSSException;
import eu.europa.esig.dss.model.TimestampBinary;
import eu.europa.esig.dss.service.http.commons.CommonsDataLoader;
import eu.europa.esig.dss.service.tsp.OnlineTSPSource;
import eu.europa.esig.dss.spi.x509.tsp.TSPSource;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the time-stamping authorities in turn and remembers which one answered. */
final class TimeStamps implements TSPSource {
    private static final Logger LOG = LoggerFactory.getLogger(TimeStamps.class);
    private static final long serialVersionUID = 1L;

    private final List<URI> authorities;
    private @Nullable URI answered;

    TimeStamps(List<URI> authorities) {
        this.authorities = List.copyOf(authorities);
    }

    @Override
    public TimestampBinary getTimeStampResponse(DigestAlgorithm algorithm, byte[] digest) {
        var refusals = new ArrayList<String>();
        for (var authority : authorities) {
            try {
                var response = new OnlineTSPSource(authority.toString(), loader("application/timestamp-query"))
                        .getTimeStampResponse(algorithm, digest);
                answered = authority;
                return response;
            } catch (DSSException e) {
                LOG.warn("time-stamping authority failed url={} cause={}", authority, e.getMessage());
                refusals.add(authority + ": " + e.getMessage());
            }
        }
        throw new SealingRefused("no time-stamping authority answered: " + String.join("; ", refusals)
                + "; repair one of handback.signing.tsa-urls, then sign again");
    }

    @Nullable
    URI answered() {
        return answered;
    }

    // an authority that hangs must not hold the signer: the next one is asked
    static CommonsDataLoader loader(String contentType) {
        var loader = new CommonsDataLoader(contentType);
        loader.setTimeoutConnection(5_000);
        loader.setTimeoutSocket(15_000);
        loader.setTimeoutResponse(15_000);
        return loader;
    }
}
