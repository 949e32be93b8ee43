package com.protocolbanks.payroll.approval;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.signature.Signature;
import java.time.Instant;
import java.util.UUID;

/**
 * One owner's signature under one request.
 *
 * @param memberId whose wallet it is
 */
public record GivenApproval(UUID requestId, UUID memberId, Address signer, Signature signature, Instant at) {}
