/** The promises, each as one command with an exit code. */
@NullMarked
package com.protocolbanks.pb.check;

import org.jspecify.annotations.NullMarked;
