package com.protocolbanks.identity;

/** What a member is trusted with; a member can have several, and {@link Permission} says what each allows. */
public enum Role {
    /** Looks after members, keys and settings; by itself neither prepares nor approves. */
    OWNER,
    /** Uploads and edits payrolls and people. */
    PREPARER,
    /** Approves what somebody else prepared. */
    APPROVER,
    /** Reads. */
    VIEWER
}
