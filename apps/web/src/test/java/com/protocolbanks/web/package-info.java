@NullMarked
package com.protocolbanks.web;

import org.jspecify.annotations.NullMarked;
