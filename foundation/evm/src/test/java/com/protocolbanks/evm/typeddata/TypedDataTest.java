package com.protocolbanks.evm.typeddata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.SignedBatch;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.StructuredDataEncoder;

class TypedDataTest {
    /** The example of EIP-712. */
    private static final String MAIL = """
            {"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},
            {"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}],
            "Person":[{"name":"name","type":"string"},{"name":"wallet","type":"address"}],
            "Mail":[{"name":"from","type":"Person"},{"name":"to","type":"Person"},{"name":"contents","type":"string"}]},
            "primaryType":"Mail","domain":{"name":"Ether Mail","version":"1","chainId":1,
            "verifyingContract":"0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"},
            "message":{"from":{"name":"Cow","wallet":"0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"},
            "to":{"name":"Bob","wallet":"0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"},"contents":"Hello, Bob!"}}""";

    @Test
    void hashesTheExampleOfEip712() {
        TypedData mail = TypedData.parse(MAIL);
        assertThat(mail.digest().hex()).isEqualTo("0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2");
        assertThat(mail.domainSeparator().hex())
                .isEqualTo("0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f");
        assertThat(TypedData.parse(mail.json()).digest()).isEqualTo(mail.digest());
    }

    @Test
    void hashesOurBatchAsWeb3jDoes() throws Exception {
        Address some = Address.of("0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826");
        SignedBatch batch = new SignedBatch(
                some,
                Address.ZERO,
                some,
                Hash32.ZERO,
                Hash32.of(BigInteger.TEN),
                BigInteger.TWO.pow(96).subtract(BigInteger.ONE),
                4_294_967_295L,
                0,
                281_474_976_710_655L);
        TypedData data = batch.typedData(new ChainId(7001), some);
        assertThat(data.digest().bytes()).isEqualTo(new StructuredDataEncoder(data.json()).hashStructuredData());
        assertThat(TypedData.parse(data.json()).digest()).isEqualTo(data.digest());
        assertThat(batch.key()).isEqualTo(data.structHash());
    }

    @Test
    void hashesArraysAndSignedNumbers() throws Exception {
        String json = MAIL.replace(
                        "{\"name\":\"contents\",\"type\":\"string\"}", "{\"name\":\"n\",\"type\":\"int8[]\"}")
                .replace("\"contents\":\"Hello, Bob!\"", "\"n\":[-1,127,\"-128\"]");
        assertThat(TypedData.parse(json).digest().bytes())
                .isEqualTo(new StructuredDataEncoder(json.replace("\"-128\"", "-128")).hashStructuredData());
        assertThatThrownBy(() -> TypedData.parse(json.replace("127", "128")).digest())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> TypedData.parse("{}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TypedData.parse("nothing")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        TypedData.parse(MAIL.replace("\"name\":\"Cow\",", "")).digest())
                .hasMessageContaining("Person.name");
    }
}
