// StreamTable: finds a stream by account, region and name within some 50 ns.
//
// A hash table in two levels whose copies share what has not changed: a change copies one bucket
// (about 16 streams) and the list of buckets.
//
// Threads: as any value; buckets are shared between copies and never change.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "stream/stream.h"

namespace weir::stream {

class StreamTable {
 public:
  // Null if there is none; else valid as long as some copy of the table holds the stream.
  const StreamPointer* find(const StreamKeyView& key) const;

  // Inserts or replaces the stream of that name.
  void set(StreamPointer stream);
  void erase(const StreamKeyView& key);

  std::size_t size() const { return size_; }

 private:
  struct Bucket {
    std::vector<std::uint64_t> hashes;
    std::vector<StreamPointer> streams;  // In the order of `hashes`.
  };
  using Root = std::vector<std::shared_ptr<const Bucket>>;  // Null: an empty bucket. 2^n of them.

  void grow();

  std::shared_ptr<const Root> root_;  // Null: empty.
  std::size_t size_ = 0;
};

}  // namespace weir::stream
