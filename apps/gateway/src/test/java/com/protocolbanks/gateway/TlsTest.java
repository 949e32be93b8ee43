package com.protocolbanks.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.fixtures.RealRedis;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is called over TLS, with a certificate that nobody else has signed. */
class TlsTest {
    private static final char[] PASSWORD = "not-a-secret".toCharArray();

    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    @TempDir
    static Path folder;

    private static KeyStore store;
    private static GatewayConfig.Tls files;

    @BeforeAll
    static void aCertificate() throws Exception {
        var file = folder.resolve("gateway.p12");
        var made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "gateway",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(made.waitFor()).isZero();
        store = KeyStore.getInstance(file.toFile(), PASSWORD);
        files = new GatewayConfig.Tls(
                pem(
                        "certificate.pem",
                        "CERTIFICATE",
                        store.getCertificate("gateway").getEncoded()),
                pem("key.pem", "PRIVATE KEY", store.getKey("gateway", PASSWORD).getEncoded()));
    }

    private static Path pem(String name, String kind, byte[] der) throws IOException {
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                folder.resolve(name), "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    @Test
    void severalRequestsOfOneConnectionAreAnswered() throws Exception {
        try (var bench = new GatewayBench(redis)) {
            bench.tls = StartChecks.tls(Optional.of(files));
            bench.start();
            try (var socket = connected(bench.url(0).getPort())) {
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                for (int turn = 0; turn < 2; turn++) {
                    socket.getOutputStream()
                            .write("GET /v1/models HTTP/1.1\r\nhost: localhost\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
                    assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
                    assertThat(body(in)).contains("\"small\"");
                }
                assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
            }
            assertThat(spokenTo(bench.url(0).getPort(), "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n"))
                    .doesNotContain("HTTP/1.1");
        }
    }

    private static SSLSocket connected(int port) throws Exception {
        var trust = KeyStore.getInstance(KeyStore.getDefaultType());
        trust.load(null, null);
        trust.setCertificateEntry("gateway", store.getCertificate("gateway"));
        var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(trust);
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, trusted.getTrustManagers(), null);
        var socket = (SSLSocket) tls.getSocketFactory().createSocket("localhost", port);
        socket.setSoTimeout(30_000);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static String body(BufferedReader in) throws IOException {
        int length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        line.substring("content-length:".length()).strip());
            }
        }
        char[] text = new char[length];
        int read = 0;
        while (read < length) {
            int count = in.read(text, read, length - read);
            assertThat(count).isPositive();
            read += count;
        }
        return new String(text);
    }

    /** What comes back to who does not speak TLS. */
    private static String spokenTo(int port, String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException hungUp) {
            return "";
        }
    }

    @Test
    void whatIsNoCertificateOrNoKeyIsSaidInOneSentence() throws IOException {
        var nonsense = Files.writeString(folder.resolve("nonsense.pem"), "nonsense");
        assertRefused(new GatewayConfig.Tls(nonsense, files.key()));
        assertRefused(new GatewayConfig.Tls(files.certificate(), nonsense));
        assertRefused(new GatewayConfig.Tls(files.certificate(), folder.resolve("absent.pem")));
    }

    private static void assertRefused(GatewayConfig.Tls wrong) {
        assertThatThrownBy(() -> StartChecks.tls(Optional.of(wrong)))
                .isInstanceOf(StartRefused.class)
                .satisfies(refused -> assertThat(refused.getMessage())
                        .startsWith("PB_TLS_CERTIFICATE and PB_TLS_KEY")
                        .doesNotContain("\n"));
    }
}
