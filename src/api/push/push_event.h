// PushEvent: a message of a subscription, ready to go out. Immutable: any number of subscriptions
// send the same bytes.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "aws/protocol.h"
#include "aws/service_error.h"
#include "aws/shapes/kinesis/child_shard.h"
#include "base/time.h"
#include "log/record.h"
#include "stream/shard_reader.h"
#include "stream/stream_description.h"

namespace weir::api::push {

struct PushEvent {
  std::shared_ptr<const std::string> frame;  // Null if there are no records.
  log::Offset next;                          // Where to go on behind its records.
  std::size_t record_count = 0;
  std::size_t record_bytes = 0;   // Data and partition keys.
  WallTime last_arrival;          // Of its last record.
  milliseconds behind_latest{0};  // As it says itself.
  // Why the record at `next` cannot be read, and with it nothing behind: its key.
  std::optional<aws::ServiceError> failure{};
};

using EventPointer = std::shared_ptr<const PushEvent>;

// What was read of `shard`.
EventPointer records_event(aws::Protocol protocol, const stream::ShardDescription& shard,
                           const stream::ShardRecords& read);

// The other messages, as frames.

// Says that the subscription is alive, and where it is.
std::string silent_event(aws::Protocol protocol, std::int64_t shard_creation_seconds,
                         stream::ShardIndex shard, log::Offset next, WallTime now,
                         milliseconds behind_latest);

// The last event of a shard that has ended.
std::string shard_end_event(aws::Protocol protocol, std::vector<aws::kinesis::ChildShard> children);

std::string first_message(aws::Protocol protocol);
std::string exception_message(aws::Protocol protocol, const aws::ServiceError& error);

}  // namespace weir::api::push
