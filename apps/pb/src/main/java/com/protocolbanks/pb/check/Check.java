package com.protocolbanks.pb.check;

import java.util.List;

/** One promise of the product, and the way to see whether it holds. */
interface Check {
    /** The word after {@code pb check}. */
    String name();

    /** What is promised, in one sentence. */
    String promise();

    /**
     * Tries it for real.
     *
     * @return what does not hold, each as a sentence; none when the promise holds
     */
    List<String> run() throws Exception;
}
