// Replay: reads the catalog's log from its oldest entry to its tail and makes the state of it.
//
// Commands that stand before a snapshot's chunks may come after the snapshot
// (SnapshotChunk::through), so they are kept until the tail is reached: no more than a snapshot's
// interval or two of them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>

#include "base/done.h"
#include "env/event_loop.h"
#include "log/shard_log.h"
#include "stream/catalog_state.h"
#include "stream/command.h"
#include "stream/snapshot.h"

namespace weir::stream {

struct Replayed {
  CatalogState state;
  log::Offset next;          // The first entry that is not in the state.
  log::Offset snapshot;      // What stands below is not needed any more. 0: there is no snapshot.
  std::size_t commands = 0;  // How many were applied on top of the snapshot.
};

// Takes the records of the catalog's log one after another, from the oldest to the tail.
class CatalogReplay {
 public:
  // Errors: corrupt: the record cannot be understood; names its offset.
  Result<void> take(const log::StoredRecord& record);

  // The state at the tail, which is `next`. Once only. Errors: corrupt: the log holds neither a
  // snapshot nor its beginning.
  Result<Replayed> finish(log::Offset next);

 private:
  struct Waiting {
    log::Offset offset;
    Command command;
  };

  Result<void> take_entry(const log::StoredRecord& record);

  SnapshotAssembler assembler_;
  std::optional<Snapshot> snapshot_;
  std::deque<Waiting> waiting_;
};

// Errors: corrupt      the log holds what cannot be understood, or neither a snapshot nor its
// beginning.
//         unavailable  as the log has it.
void replay_catalog(env::EventLoop& home, std::shared_ptr<log::ShardLog> log, Done<Replayed> done);

}  // namespace weir::stream
