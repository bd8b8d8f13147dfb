// What the process takes of the machine, as the kernel says it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace weir::env {

// 0 where the kernel does not say.
struct ProcessUsage {
  std::uint64_t resident_bytes = 0;
  std::uint64_t virtual_bytes = 0;
  std::uint64_t open_files = 0;  // Sockets among them.
  std::uint64_t open_files_max = 0;
  double cpu_seconds = 0;  // Of all threads, in user mode and in the kernel.
};

// Reads /proc: some ten microseconds.
ProcessUsage process_usage();

}  // namespace weir::env
