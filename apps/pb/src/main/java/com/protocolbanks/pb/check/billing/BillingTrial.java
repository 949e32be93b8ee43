package com.protocolbanks.pb.check.billing;

import java.util.List;

/** A promise of AI billing and the way to see whether it holds. */
@FunctionalInterface
public interface BillingTrial {
    /**
     * Tries it.
     *
     * @return what does not hold, each as a sentence
     */
    List<String> on(Stage stage) throws Exception;
}
