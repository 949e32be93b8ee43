package com.protocolbanks.embedded;

import com.protocolbanks.embedded.LocalChain.Mining;
import java.nio.file.Path;

/** A process that starts all servers in the folder given, says so with their process numbers, and waits for its end. */
final class ServersOfAnotherProcess {
    private ServersOfAnotherProcess() {}

    public static void main(String[] args) throws InterruptedException {
        var folder = DataFolder.open(Path.of(args[0]));
        var postgres = LocalPostgres.keeping(folder);
        var redis = LocalRedis.keeping(folder);
        var chain = LocalChain.keeping(folder, new Mining.EachTransaction());
        System.out.println(postgres.pid() + " " + redis.pid() + " " + chain.pid());
        Thread.currentThread().join();
    }
}
