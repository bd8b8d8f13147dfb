// Group and build_group: gives waiting requests their positions and lays them out as one group.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "env/buffer_pool.h"
#include "log/journal/journal_log.h"
#include "log/journal/request.h"
#include "log/journal/segment_format.h"

namespace weir::log::journal {

// One block of a group and whose it is.
struct GroupBlock {
  JournalLog* log = nullptr;  // A request of the group keeps it.
  BlockHeader header;
  std::uint64_t place = 0;          // Of the block's header in the group.
  std::uint64_t from_segment = 0;   // Relocated records: where they were.
  LogStateRow state;                // A state.
  std::uint32_t first_request = 0;  // Records: the chain of requests.
  std::uint32_t last_request = 0;
};

struct Group {
  std::vector<Request> requests;
  std::vector<GroupBlock> blocks;
  GroupHeader header;
  std::shared_ptr<env::Buffer> buffer;
  std::uint64_t padded_bytes = 0;  // 0: nothing to write.
  std::uint64_t position = 0;      // In its segment.
  std::uint64_t record_count = 0;
  MonotonicTime submitted;
  bool published = false;

  // At least what it will take in the file, whatever is refused.
  std::uint64_t bytes_max() const;
  bool has_records() const;
};

// Decides which requests are written (an append behind the end is not), gives positions, fills a
// buffer from `pool`. `wall` is the present time. `group.header` must hold all but bytes, blocks
// and checksums. Only when no other group is under way: positions follow the published tails.
void build_group(Group& group, WallTime wall, env::BufferPool& pool);

}  // namespace weir::log::journal
