package com.protocolbanks.payroll.rows;

/**
 * Where the bank's share goes.
 *
 * @param name the account holder
 * @param account an IBAN (ISO 13616, checked) without spaces, or a national account number
 * @param bankCode a BIC (ISO 9362) or a national clearing code; empty only beside an IBAN
 */
public record BankDetails(String name, String account, String bankCode) {}
