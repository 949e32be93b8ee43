/** The HTTP/1.1 side towards agents: connections, limits on size and time, answers whole and streamed. */
@NullMarked
package com.protocolbanks.gateway.http;

import org.jspecify.annotations.NullMarked;
