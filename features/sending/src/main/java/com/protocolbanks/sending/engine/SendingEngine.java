package com.protocolbanks.sending.engine;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.rpc.CallRequest;
import com.protocolbanks.evm.rpc.GasAnswer;
import com.protocolbanks.evm.rpc.Receipt;
import com.protocolbanks.evm.transaction.TransactionSigner;
import com.protocolbanks.sending.SendOutcome;
import com.protocolbanks.sending.SendRequest;
import com.protocolbanks.sending.Sending;
import com.protocolbanks.sending.SendingPorts;
import com.protocolbanks.sending.SendingSettings;
import com.protocolbanks.sending.Subject;
import com.protocolbanks.sending.SubjectState;
import com.protocolbanks.sending.engine.AgreedReads.Finding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * {@link Sending} over one chain, for the accounts of the given signers.
 *
 * <p>{@link #start} begins to work in threads of its own; without it nothing happens but what {@link #round} does.
 */
public final class SendingEngine implements Sending, AutoCloseable {
    private final SendingPorts ports;
    private final Map<Address, OperatorLane> lanes = new LinkedHashMap<>();
    private final NonceBook book;
    private final AgreedReads reads;
    private final ReceiptWatcher watcher;
    private final StateReader states;
    private final Doorbell doorbell = new Doorbell();
    private final RecentReceipts recent = new RecentReceipts();
    private final Rounds rounds;
    private final List<Runnable> laneBells = new CopyOnWriteArrayList<>();
    private volatile Runnable watchBell = () -> {};

    public SendingEngine(
            SendingPorts ports, SendingSettings settings, Collection<? extends TransactionSigner> signers) {
        this.ports = ports;
        this.book = new NonceBook(ports.database(), ports.chainId());
        this.reads = new AgreedReads(ports.endpoints());
        Troubles troubles = new Troubles();
        this.watcher = new ReceiptWatcher(ports, settings, book, reads, troubles);
        this.states = new StateReader(ports, troubles);
        for (TransactionSigner signer : signers) {
            lanes.put(signer.address(), new OperatorLane(ports, settings, signer, book, troubles));
        }
        this.rounds = new Rounds(ports.threads(), settings.pollEvery());
    }

    /** Begins to send and to watch; ends with {@link #close}. */
    public void start() {
        watchBell = rounds.start("receipts", this::watchOn);
        for (OperatorLane lane : lanes.values()) {
            laneBells.add(rounds.start("lane " + lane.address(), () -> sendOn(lane)));
        }
    }

    /** What was taken now may stand in a block at once, so receipts are looked for without waiting for their turn. */
    private void sendOn(OperatorLane lane) {
        List<Subject> changed = lane.round();
        if (!changed.isEmpty()) {
            watchBell.run();
            doorbell.ring(changed);
        }
    }

    /** Where one transaction came into a block, the next ones are likely to follow. */
    private void watchOn() {
        if (watch()) {
            watchBell.run();
        }
    }

    /** Everything that is due now, once, in the caller's thread. */
    public void round() {
        lanes.values().forEach(lane -> doorbell.ring(lane.round()));
        watch();
    }

    private boolean watch() {
        List<Subject> changed = watcher.round();
        recent.keep(watcher.settledWith());
        doorbell.ring(changed);
        return !changed.isEmpty();
    }

    @Override
    public ChainId chainId() {
        return ports.chainId();
    }

    @Override
    public Set<Address> operators() {
        return Set.copyOf(lanes.keySet());
    }

    @Override
    public List<SendOutcome> sendAll(List<SendRequest> requests) {
        Map<Address, List<Integer>> places = new LinkedHashMap<>();
        for (int i = 0; i < requests.size(); i++) {
            places.computeIfAbsent(requests.get(i).operator(), _ -> new ArrayList<>())
                    .add(i);
        }
        SendOutcome[] outcomes = new SendOutcome[requests.size()];
        places.forEach((operator, ofOperator) -> {
            List<SendOutcome> bound =
                    lane(operator).bind(ofOperator.stream().map(requests::get).toList());
            for (int i = 0; i < bound.size(); i++) {
                outcomes[ofOperator.get(i)] = bound.get(i);
            }
        });
        laneBells.forEach(Runnable::run);
        return List.of(outcomes);
    }

    @Override
    public void cancel(Subject subject) {
        book.open().stream()
                .filter(nonce -> nonce.subject().equals(subject))
                .filter(nonce -> lanes.containsKey(nonce.key().signer()))
                .forEach(nonce -> lane(nonce.key().signer()).fill(nonce));
        laneBells.forEach(Runnable::run);
    }

    @Override
    public Map<Subject, SubjectState> states(Collection<Subject> subjects) {
        return states.states(subjects);
    }

    @Override
    public Map<Hash32, Receipt> receipts(Collection<Hash32> transactionHashes) {
        Map<Hash32, Receipt> found = recent.of(transactionHashes);
        List<Hash32> missing = transactionHashes.stream()
                .filter(hash -> !found.containsKey(hash))
                .toList();
        if (!missing.isEmpty()) {
            reads.receipts(missing).forEach((hash, finding) -> {
                if (finding instanceof Finding.Found(Receipt receipt)) {
                    found.put(hash, receipt);
                }
            });
        }
        return found;
    }

    @Override
    public GasAnswer rehearse(Address operator, Address to, byte[] calldata) {
        return ports.endpoints().broadcast().estimateGas(CallRequest.from(operator, to, calldata));
    }

    @Override
    public AutoCloseable listen(Consumer<Subject> listener) {
        return doorbell.add(listener);
    }

    @Override
    public void close() {
        rounds.close();
    }

    private OperatorLane lane(Address operator) {
        OperatorLane lane = lanes.get(operator);
        if (lane == null) {
            throw new IllegalArgumentException("no key for operator " + operator);
        }
        return lane;
    }
}
