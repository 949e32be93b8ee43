package com.protocolbanks.evm.contracts;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.abi.AbiReader;
import com.protocolbanks.evm.abi.AbiWriter;
import com.protocolbanks.evm.abi.EventLog;
import com.protocolbanks.evm.abi.EventTopic;
import com.protocolbanks.evm.abi.Selector;
import java.math.BigInteger;
import java.util.Optional;

/** ERC-20, as far as it is asked. */
public final class Erc20Calls {
    public static final EventTopic TRANSFER = EventTopic.of("Transfer(address,address,uint256)");

    private static final Selector BALANCE_OF = Selector.of("balanceOf(address)");
    private static final Selector ALLOWANCE = Selector.of("allowance(address,address)");
    private static final Selector APPROVE = Selector.of("approve(address,uint256)");
    private static final Selector MOVE = Selector.of("transfer(address,uint256)");
    private static final Selector MINT = Selector.of("mint(address,uint256)");
    private static final Selector DECIMALS = Selector.of("decimals()");

    private Erc20Calls() {}

    /** One token movement, in the token's smallest unit. */
    public record Transfer(Address token, Address from, Address to, BigInteger units) {
        /** The log as a movement; empty when it is another event. */
        public static Optional<Transfer> of(EventLog log) {
            if (!TRANSFER.isOf(log, 2)) {
                return Optional.empty();
            }
            return Optional.of(new Transfer(
                    log.address(),
                    log.indexed(1).address(0),
                    log.indexed(2).address(0),
                    log.fields().number(0)));
        }
    }

    public static byte[] balanceOf(Address account) {
        return new AbiWriter().address(account).call(BALANCE_OF);
    }

    public static byte[] allowance(Address owner, Address spender) {
        return new AbiWriter().address(owner).address(spender).call(ALLOWANCE);
    }

    public static byte[] approve(Address spender, BigInteger units) {
        return new AbiWriter().address(spender).uint(256, units).call(APPROVE);
    }

    public static byte[] transfer(Address to, BigInteger units) {
        return new AbiWriter().address(to).uint(256, units).call(MOVE);
    }

    /** Of tokens whose caller may make money: those of a local chain. */
    public static byte[] mint(Address to, BigInteger units) {
        return new AbiWriter().address(to).uint(256, units).call(MINT);
    }

    public static byte[] decimals() {
        return DECIMALS.bytes();
    }

    /** The one number that balanceOf, allowance and decimals return. */
    public static BigInteger number(byte[] returned) {
        return new AbiReader(returned).number(0);
    }
}
