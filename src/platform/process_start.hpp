// What the process asks of the kernel before anything else.
//
// There is no handler for SIGINT and SIGTERM: every change to the store is one transaction, so the
// default action (the process ends at once, shells show 130 and 143) loses nothing, and no code can
// forget to look at a flag.
#pragma once

namespace execassist::platform {

// SIGPIPE is ignored: a write to a reader that went away gives EPIPE. Standard streams that the
// parent closed are filled with ones on which every use fails, lest the next file we open becomes
// our stdout. New files are for the user only.
void prepare_process();

}  // namespace execassist::platform
