// JournalCounters: what a journal did since it was opened.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace weir::log::journal {

struct JournalCounters {
  std::uint64_t groups = 0;
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;  // Written in groups, padding included.
  std::uint64_t group_bytes_max = 0;
  std::uint64_t group_records_max = 0;
  std::uint64_t sync_ns = 0;  // From a group's submission until it is durable, summed up.
  std::uint64_t sync_ns_max = 0;
  std::uint64_t pending_bytes = 0;  // Waiting now.
  std::uint64_t throttled = 0;      // Appends refused because too much waited.
  std::uint64_t no_space = 0;       // Requests refused because the disk was full.
  std::uint64_t tail_reads = 0;     // Reads served from memory alone.
  std::uint64_t disk_reads = 0;     // Reads that went to the disk.
  std::uint64_t segments = 0;       // Files now.
  std::uint64_t segments_reclaimed = 0;
  std::uint64_t relocated_bytes = 0;
};

}  // namespace weir::log::journal
