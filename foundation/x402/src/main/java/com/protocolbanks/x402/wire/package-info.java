/** The messages of x402 version 2 as they travel: base64 JSON in HTTP headers, JSON in MCP; read strictly, written both ways. */
@NullMarked
package com.protocolbanks.x402.wire;

import org.jspecify.annotations.NullMarked;
