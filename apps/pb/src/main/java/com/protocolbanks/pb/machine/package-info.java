/** What this machine can be made to give a process. */
@NullMarked
package com.protocolbanks.pb.machine;

import org.jspecify.annotations.NullMarked;
