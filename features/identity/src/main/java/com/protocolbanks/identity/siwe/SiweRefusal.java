package com.protocolbanks.identity.siwe;

/** Why a well-formed message does not count. */
public enum SiweRefusal {
    /** Made for another site, or over http where https is served. */
    WRONG_DOMAIN,
    WRONG_URI,
    WRONG_CHAIN,
    /** More than two minutes ahead of this clock. */
    ISSUED_IN_FUTURE,
    /** Past its own expiration, or signed more than 15 minutes ago. */
    EXPIRED,
    NOT_YET_VALID
}
