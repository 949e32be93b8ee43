/** What an administrator does on the command line: organizations, members, keys and approvals. */
@NullMarked
package com.protocolbanks.pb.admin;

import org.jspecify.annotations.NullMarked;
