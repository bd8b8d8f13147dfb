// CatalogView: one immutable picture of the catalog: its state, and the streams at run time.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"
#include "stream/catalog_state.h"
#include "stream/stream.h"
#include "stream/stream_table.h"

namespace weir::stream {

// Threads: any. Everything it hands out stays as it is for as long as it is held.
struct CatalogView {
  CatalogState state;
  StreamTable streams;

  // The stream of that name in any state. Errors: not_found,
  // `Stream S under account A not found.`
  Result<StreamPointer> find_stream(const StreamKeyView& key) const;

  // The stream to put records into; one that is still CREATING is not found, as in production. This
  // is the hot path: one hash look-up, no copies of text.
  Result<StreamPointer> find_stream_for_put(const StreamKeyView& key) const;

  // The stream of that number, null if it is gone: what an iterator points at.
  StreamPointer find_stream(StreamNumber number) const;
};

// A shard together with its stream, which keeps it.
struct ShardPlace {
  StreamPointer stream;
  std::shared_ptr<Shard> shard;
};

// The shard that GetShardIterator names, in Amazon's order of checks. Errors: not_found,
// `Could not find shard X in stream S under account A.` for a shard id that means nothing,
// `Shard shardId-… in stream S under account A does not exist` for an unknown stream or shard, or a
// stream that is still CREATING.
Result<ShardPlace> find_shard(const CatalogView& view, const StreamKeyView& key,
                              std::string_view shard_id);

}  // namespace weir::stream
