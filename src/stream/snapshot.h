// Snapshots of the catalog: cutting a state into chunks, and putting chunks together again.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "log/record.h"
#include "stream/catalog_entry.h"
#include "stream/catalog_state.h"

namespace weir::stream {

// The state with the effect of all commands below `through`, as chunks to append in one batch.
// `snapshot` is random.
std::vector<SnapshotChunk> cut_snapshot(const CatalogState& state, log::Offset through,
                                        std::uint64_t snapshot);

struct Snapshot {
  CatalogState state;
  log::Offset through;
};

// Takes chunks as they stand in the log. A snapshot whose chunks did not all reach the log is left
// aside.
class SnapshotAssembler {
 public:
  // The snapshot that `chunk` completes, if it does. Errors: corrupt.
  Result<std::optional<Snapshot>> add(SnapshotChunk chunk);

 private:
  SnapshotChunk last_;   // The newest chunk taken; its content is in content_.
  std::string content_;  // Of chunks 0 to last_.index of that snapshot.
  bool under_way_ = false;
};

}  // namespace weir::stream
