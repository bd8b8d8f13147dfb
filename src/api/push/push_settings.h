// What SubscribeToShard keeps to. The values are Amazon's where Amazon has one.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/time.h"

namespace weir::api::push {

struct PushSettings {
  // What a consumer is sent of one shard, in bytes of records a second, with a second's worth at
  // once. 0: as fast as it goes.
  std::uint64_t bytes_per_second = 2u << 20;
  seconds life{300};  // Of a subscription. Its client then subscribes anew.
  // An event without records is due after so long without one. Clients take a subscription for dead
  // after 30 seconds.
  seconds silence_max{5};
  // For so long after a call another one for the same consumer and shard is refused; after it,
  // the new one takes over.
  seconds takeover_after{5};

  // An event has records of up to so many bytes, or one that is larger. Small, because a reader
  // that does not take it holds it.
  std::size_t event_bytes_max = 256u << 10;
  std::size_t event_records_max = 10'000;

  // Events that several readers get are kept for those that come to the same place in this time,
  // which bounds how old their MillisBehindLatest is, and up to so many bytes on the whole server.
  milliseconds event_kept{200};
  std::size_t events_bytes_max = 32u << 20;

  // A shard's readers rest after an event, for so long for each of them, so that a thousand readers
  // of a shard that is written to all the time get fewer and larger events. Sending one takes some
  // 10 µs. Below rest_min they do not rest.
  microseconds rest_for_each_reader{20};
  microseconds rest_min{1'000};
};

}  // namespace weir::api::push
