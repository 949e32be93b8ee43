/** Where work runs and waits: the machine's own threads, or those of a simulation, whose time stands still. */
@NullMarked
package com.protocolbanks.threads;

import org.jspecify.annotations.NullMarked;
