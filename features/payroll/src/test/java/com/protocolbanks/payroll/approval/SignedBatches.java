package com.protocolbanks.payroll.approval;

import com.protocolbanks.embedded.LocalContracts;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.JsonRpcChainClient;
import com.protocolbanks.fixtures.LocalChainFixture;
import com.protocolbanks.payroll.Company;
import com.protocolbanks.payroll.idempotency.Keyed;
import com.protocolbanks.payroll.idempotency.Once;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Asks for approvals and gives them, on a real chain with a real MultiSend, as an owner that is a plain key. */
public final class SignedBatches {
    private static final class Chain {
        static final LocalContracts CONTRACTS = LocalContracts.deploy(LocalChainFixture.url());
        static final ChainClient CLIENT = new JsonRpcChainClient(
                JsonRpcChainClient.http(Duration.ofSeconds(60)), LocalChainFixture.url(), Duration.ofSeconds(60));
    }

    private final Company company;
    private final SigningKey owner;

    public SignedBatches(Company company, SigningKey owner) {
        this.company = company;
        this.owner = owner;
    }

    public static ChainClient chain() {
        return Chain.CLIENT;
    }

    public List<ApprovalRequest> requests(UUID batch) {
        return approvalRequests().open(company.id(), batch).orElseThrow().requests();
    }

    public ApprovalRequests approvalRequests() {
        var terms = new PayoutContracts(
                new ChainId(31_337),
                Chain.CONTRACTS.multiSend(),
                Address.of("0x00000000000000000000000000000000000000cc"),
                200,
                Duration.ofDays(7));
        return new ApprovalRequests(company.database, company.organizations(), terms, company.issuer);
    }

    public void approve(UUID batch) {
        requests(batch).forEach(request -> approve(batch, request));
    }

    public ApprovalOutcome approve(UUID batch, ApprovalRequest request) {
        return answer(approve(batch, request, Optional.empty()));
    }

    public Keyed<ApprovalOutcome> approve(UUID batch, ApprovalRequest request, Optional<Once.Request> key) {
        return new Approvals(company.database, company.organizations(), company.members(), chain(), company.issuer)
                .approve(
                        company.approver,
                        batch,
                        owner.address(),
                        owner.sign(request.typedData().digest()).bytes(),
                        key);
    }

    /** The answer to a request whose key nobody else has. */
    public static <T> T answer(Keyed<T> keyed) {
        return ((Keyed.Answered<T>) keyed).answer();
    }

    public ApprovedRuns runs() {
        return new ApprovedRuns(company.database, company.organizations(), company.members(), chain());
    }
}
