// Gathers the blocks that a read needs, from the tail cache or the file, and takes records out of
// them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "log/journal/segment.h"
#include "log/shard_log.h"

namespace weir::log::journal {

// A block to be read, and where it is in memory once it is.
struct Piece {
  std::shared_ptr<Segment> segment;
  Extent extent;
  Owner owner;
  const std::byte* block = nullptr;
  bool from_disk = false;  // Its checksum has not been looked at yet.
};

// The header of a block if the `bytes` at `block` are the block of `extent` of `log`, undamaged. A
// block from the tail cache was never on the disk, so its payload need not be summed up again.
std::optional<BlockHeader> checked_block(const Piece& piece, LogId log);

// Adds the records of `piece` from offset `batch.next` on, below `end` of the run, within `limits`.
// False: the block is damaged. `bytes` counts over calls. Sets `full` when a limit is met.
bool add_records(const Piece& piece, LogId log, const ReadLimits& limits, ReadBatch& batch,
                 std::size_t& bytes, bool& full);

// Reads from the file what is not in memory yet, neighbours together, beginning with the first
// piece that is missing. Blocks. Errors: those of File::read_at. `file` is the segment's.
Result<void> read_pieces(env::File& file, std::span<Piece> pieces);

}  // namespace weir::log::journal
