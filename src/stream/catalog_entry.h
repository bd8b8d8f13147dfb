// CatalogEntry: what one record of the catalog's log holds: a command, or a part of a snapshot.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "base/bytes.h"
#include "base/result.h"
#include "log/record.h"
#include "stream/command.h"

namespace weir::stream {

// A snapshot is cut into chunks that are appended in one batch. It holds the effect of all commands
// below `through`; commands between `through` and the chunks themselves come after it.
struct SnapshotChunk {
  std::uint64_t snapshot = 0;  // Random: the chunks of one attempt have it in common.
  log::Offset through;
  std::uint32_t index = 0;
  std::uint32_t count = 1;
  std::string content;  // A part of encode_state().

  friend bool operator==(const SnapshotChunk&, const SnapshotChunk&) = default;
};

using CatalogEntry = std::variant<Command, SnapshotChunk>;

// Appends the bytes of `entry`.
void encode_entry(const CatalogEntry& entry, std::string& to);

// Errors: corrupt.
Result<CatalogEntry> decode_entry(ByteView bytes);

}  // namespace weir::stream
