/** The only way to Postgres: pool, unit of work, migrations. */
@NullMarked
package com.protocolbanks.database;

import org.jspecify.annotations.NullMarked;
