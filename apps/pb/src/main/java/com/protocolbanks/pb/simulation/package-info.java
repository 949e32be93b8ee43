/**
 * The payroll worker's own code over a real database and a real chain, at a time that stands still: one seed decides who
 * goes on when, and everything that goes wrong.
 */
@NullMarked
package com.protocolbanks.pb.simulation;

import org.jspecify.annotations.NullMarked;
