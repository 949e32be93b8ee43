package com.protocolbanks.metering.sessions;

/** Whether a request was made by the agent whose session it names, now. */
public enum WindowCheck {
    GENUINE,
    /** The MAC is not the session's over this request. */
    FORGED,
    /** Made more than 60 seconds ago or ahead of now; its id might have been forgotten. */
    STALE
}
