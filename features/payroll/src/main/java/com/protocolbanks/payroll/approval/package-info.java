/** What the organization's owners sign before anything is paid, and who may sign it. */
@NullMarked
package com.protocolbanks.payroll.approval;

import org.jspecify.annotations.NullMarked;
