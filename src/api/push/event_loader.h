// Reads records of a shard and makes the event of them that subscriptions send.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "api/push/push_event.h"
#include "api/push/push_settings.h"
#include "aws/protocol.h"
#include "base/done.h"
#include "env/event_loop.h"
#include "log/record.h"
#include "stream/catalog.h"
#include "stream/service_time.h"
#include "stream/stream_description.h"

namespace weir::api::push {

// Which event: as EventKey, by what the catalog calls the log.
struct EventPlace {
  stream::StreamNumber stream;
  stream::ShardIndex shard;
  aws::Protocol protocol = aws::Protocol::json_1_1;
  log::Offset from;
};

// What it works with; must outlive the call.
struct EventLoader {
  const stream::Catalog& catalog;
  const stream::ServiceTime& time;
  const PushSettings& settings;

  // On `home`. An event without a frame: there is nothing to read, up to its `next`.
  // Errors: not_found  the stream or the shard has gone; and those of stream::read_records.
  void load(env::EventLoop& home, const EventPlace& place, std::size_t records_max,
            Done<EventPointer> done) const;
};

}  // namespace weir::api::push
