package com.protocolbanks.payroll.people;

/** What became of a change of a person; nothing is stored unless {@link Saved}. */
public sealed interface EmployeeOutcome {
    record Saved(Employee employee) implements EmployeeOutcome {}

    /** The organization has no such person. */
    record Unknown() implements EmployeeOutcome {}

    /**
     * What must be one person's own is another's.
     *
     * @param field {@code walletAddress} or {@code employeeNumber}: another person has it
     */
    record Taken(String field) implements EmployeeOutcome {}

    /**
     * A field cannot be used as it is.
     *
     * @param field what is empty, too long, of no known form or not payable by this organization
     */
    record Unusable(String field) implements EmployeeOutcome {}

    /** A new address of a known person counts only once another member has vouched for it. */
    record NeedsSecondMember() implements EmployeeOutcome {}
}
