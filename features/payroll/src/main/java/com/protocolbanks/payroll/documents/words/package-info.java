/** The words, numbers and dates of documents in English and Chinese, and the reasons of failed payments. */
@NullMarked
package com.protocolbanks.payroll.documents.words;

import org.jspecify.annotations.NullMarked;
