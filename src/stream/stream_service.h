// StreamService: what changes streams: create, delete, retention, shards; and the transitions that
// follow.
//
// A stream stays CREATING, UPDATING or DELETING for `transition_time`, or only as long as the work
// takes. Transitions are driven by the catalog's state, not by the request that began them, so they
// go on after a restart, on whichever process follows the catalog.
//
// Construct before Catalog::open(). Threads: requests may come from any loop; the rest is the
// catalog's home loop's.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/done.h"
#include "base/time.h"
#include "env/event_loop.h"
#include "env/logger.h"
#include "log/shard_log.h"
#include "stream/catalog.h"
#include "stream/limits.h"

namespace weir::stream {

class Transitions;

struct StreamServiceSettings {
  milliseconds transition_time{0};
  Limits limits;
};

struct NewStream {
  StreamKey key;
  std::uint32_t shard_count = 1;
  StreamMode mode = StreamMode::provisioned;
  std::uint32_t record_kib_max = record_kib_default;
  Tags tags;
  std::uint32_t warm_mibps = 0;
  DistributionStrategy distribution = DistributionStrategy::user_partition_key;
};

// Answers come on `home` once the change is durable and every loop sees it. Errors of all:
// throttled, no_space (nothing was written), unavailable (OUTCOME UNKNOWN), and those named below.
class StreamService {
 public:
  // All must outlive it.
  StreamService(env::EventLoop& catalog_home, Catalog& catalog, log::LogStore& store,
                const ServiceTime& time, env::Logger& logger, StreamServiceSettings settings);
  ~StreamService();

  // The stream is CREATING when this answers, or ACTIVE where there is no transition time. Errors:
  // in_use          `Stream S under account A already exists.`
  // limit_exceeded  too many shards in the account and region, or too many streams on their way.
  void create(env::EventLoop& home, NewStream stream, Done<void> done);

  // The stream is DELETING when this answers. Errors: not_found, in_use (also while consumers are
  // registered, unless they are to go with it).
  void remove(env::EventLoop& home, StreamKey key, Done<void> done);
  void remove_with_consumers(env::EventLoop& home, StreamKey key, Done<void> done);

  // Errors: not_found, in_use, invalid_argument with Amazon's texts. The period it has already:
  // success.
  void increase_retention(env::EventLoop& home, StreamKey key, std::int64_t hours, Done<void> done);
  void decrease_retention(env::EventLoop& home, StreamKey key, std::int64_t hours, Done<void> done);

  // The stream is UPDATING when these answer, or ACTIVE where there is no transition time. Errors:
  // not_found (the stream, a shard), in_use (not ACTIVE), limit_exceeded, invalid_argument: with
  // Amazon's texts where they are known.
  void split_shard(env::EventLoop& home, StreamKey key, ShardIndex shard, HashKey second_start,
                   Done<void> done);
  void merge_shards(env::EventLoop& home, StreamKey key, ShardIndex shard, ShardIndex adjacent,
                    Done<void> done);
  void update_shard_count(env::EventLoop& home, StreamKey key, std::uint32_t target,
                          Done<void> done);

  // Any other change of the stream `key`: `command` says what, and command.h what it fails with.
  // The stream is UPDATING when this answers if the command says so, or ACTIVE where there is no
  // transition time.
  void change(env::EventLoop& home, StreamKey key, CommandBody command, Done<void> done);

  const Limits& limits() const { return settings_.limits; }

 private:
  void wait_until_active(env::EventLoop& home, StreamNumber number, Done<void> done);
  Done<void> answer_when_active(env::EventLoop& home, StreamKey key, Done<void> done);
  void change_retention(env::EventLoop& home, StreamKey key, std::int64_t hours, bool increase,
                        Done<void> done);

  Catalog& catalog_;
  StreamServiceSettings settings_;
  std::shared_ptr<Transitions> transitions_;
};

}  // namespace weir::stream
