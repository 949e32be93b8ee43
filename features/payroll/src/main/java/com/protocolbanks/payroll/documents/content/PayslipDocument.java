package com.protocolbanks.payroll.documents.content;

/** All that one person's payslip is made from. */
public record PayslipDocument(BatchHead head, BatchDocument.Item item) {}
