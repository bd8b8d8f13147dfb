// The second in which something that is gone was created, remembered under its name for a while:
// what is made anew under the same name gets a later one, and so another ARN or other sequence
// numbers, even if the clock has been set back an hour.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "base/time.h"
#include "stream/persistent_map.h"

namespace weir::stream {

template <class Key>
using RemovedCreations = PersistentMap<Key, std::int64_t>;

// Bounded: with more than 10,000 names the old ones go first.
template <class Key>
void remember_creation(RemovedCreations<Key>& removed, Key key, std::int64_t creation_seconds,
                       WallTime now) {
  constexpr std::size_t names_max = 10'000;
  constexpr std::int64_t seconds_kept = 3'700;  // A clock may be set back an hour.
  constexpr std::int64_t seconds_kept_full = 5;
  removed.set(std::move(key), creation_seconds);
  for (const std::int64_t age : {seconds_kept, seconds_kept_full}) {
    if (removed.size() <= names_max) return;
    RemovedCreations<Key> kept;
    removed.for_each([&](const Key& name, std::int64_t creation) {
      if (creation >= now.whole_seconds() - age) kept.set(name, creation);
    });
    removed = std::move(kept);
  }
}

// The earliest second in which one of that name may count as created.
template <class Key>
std::int64_t earliest_creation(const RemovedCreations<Key>& removed, const Key& key) {
  const std::int64_t* const former = removed.find(key);
  return former == nullptr ? 0 : *former + 1;
}

}  // namespace weir::stream
