/** The demonstration: a sample payroll paid from the upload to the payslip, over the real HTTP API. */
@NullMarked
package com.protocolbanks.pb.demo;

import org.jspecify.annotations.NullMarked;
