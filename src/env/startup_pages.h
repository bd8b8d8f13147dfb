// The pages of the program itself that only its start needed.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace weir::env {

// Takes the code and constants of the program and its libraries out of the process's memory. They
// stay in the kernel's page cache; what runs on is mapped again when it is next used, which costs a
// minor fault for every 64 KiB, once. A start goes through most of the program (tables of
// operations, flags, OpenSSL's algorithms), and an idle server needs a third of that. Threads: any,
// at any time.
void release_startup_pages();

}  // namespace weir::env
