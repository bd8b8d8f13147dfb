// Where the extents of a run are found: in memory, in the index cache, or in the segment's index.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "base/result.h"
#include "log/journal/index_cache.h"
#include "log/journal/segment.h"

namespace weir::log::journal {

struct JournalCore;

// Rows that one piece of work has loaded: kept, so that the cache cannot lose them under its feet.
using LoadedRows = std::map<IndexCache::Key, Extents>;

// The extents of the run's row, or null if they must be loaded first. The caller holds
// JournalCore::mutex, as long as it uses them.
const std::vector<Extent>* find_extents(JournalCore& core, const Run& run, LoadedRows& loaded);

// Loads them. Blocks. Errors: corrupt; not_found: the segment was given back; unavailable.
Result<void> load_extents(JournalCore& core, const Run& run, LoadedRows& loaded);

}  // namespace weir::log::journal
