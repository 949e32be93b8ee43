/** What a simulated worker finds around it: a real database, a real chain, and between them and the worker what fails. */
@NullMarked
package com.protocolbanks.pb.simulation.outside;

import org.jspecify.annotations.NullMarked;
