// Consumer: a registered consumer of a stream, as the catalog holds it. What it is sent of a shard
// has a throughput of its own; who is subscribed at present is api/push/.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/strong_id.h"
#include "base/time.h"
#include "stream/stream_description.h"

namespace weir::stream {

// Never used again, so that a consumer registered anew under an old name is another one.
using ConsumerNumber = StrongId<struct ConsumerNumberTag, std::uint64_t>;

enum class ConsumerStatus : std::uint8_t { creating, active, deleting };
std::string_view status_text(ConsumerStatus status);  // "CREATING".

// Ordered by stream, then name: the order of ListStreamConsumers.
struct ConsumerKey {
  StreamNumber stream;
  std::string name;  // 1 to 128 of [a-zA-Z0-9_.-].

  friend auto operator<=>(const ConsumerKey&, const ConsumerKey&) = default;
};

// Immutable; a change makes a new one.
struct Consumer {
  ConsumerKey key;
  StreamKey stream;  // That of key.stream.
  ConsumerNumber number;
  ConsumerStatus status = ConsumerStatus::creating;
  WallTime status_since;
  std::int64_t creation_seconds = 0;  // Since 1970; part of the ARN, and another one for a consumer
                                      // registered anew under an old name.
  Tags tags;

  WallTime created() const { return {creation_seconds * 1000}; }
  // "arn:aws:kinesis:us-east-1:000000000000:stream/orders/consumer/billing:1700000000".
  std::string arn() const;
};

using ConsumerPointer = std::shared_ptr<const Consumer>;

}  // namespace weir::stream
