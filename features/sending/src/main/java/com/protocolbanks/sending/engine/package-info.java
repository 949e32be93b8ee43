/**
 * How sending is done: the guard binds and commits, a lane for each operator broadcasts, the watcher settles.
 *
 * <p>The database is the only memory that matters; everything held here can be lost at any moment. Rounds take no time of
 * their own and start no thread, except through {@link com.protocolbanks.sending.engine.SendingEngine#start}.
 */
@NullMarked
package com.protocolbanks.sending.engine;

import org.jspecify.annotations.NullMarked;
