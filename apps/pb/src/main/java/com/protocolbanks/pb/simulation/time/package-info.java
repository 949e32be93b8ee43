/** Processes whose threads run one at a time, in an order that a seed decides, at a time that stands still in between. */
@NullMarked
package com.protocolbanks.pb.simulation.time;

import org.jspecify.annotations.NullMarked;
