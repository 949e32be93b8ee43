/** What goes wrong in a run, as its seed decides. */
@NullMarked
package com.protocolbanks.pb.simulation.faults;

import org.jspecify.annotations.NullMarked;
