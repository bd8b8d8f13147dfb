#include "stream/stream_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "stream/transitions.h"

namespace weir::stream {
namespace {

Result<void> check_hours(std::int64_t hours) {
  if (hours < retention_hours_min) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("Minimum allowed retention period is {} hours. Requested retention "
                            "period ({} hours) is too short.",
                            retention_hours_min, hours));
  }
  if (hours > retention_hours_max) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("Maximum allowed retention period is {} hours. Requested retention "
                            "period ({} hours) is too long.",
                            retention_hours_max, hours));
  }
  return {};
}

}  // namespace

StreamService::StreamService(env::EventLoop& catalog_home, Catalog& catalog, log::LogStore& store,
                             const ServiceTime& time, env::Logger& logger,
                             StreamServiceSettings settings)
    : catalog_(catalog),
      settings_(std::move(settings)),
      transitions_(std::make_shared<Transitions>(catalog_home, catalog, store, time, logger,
                                                 settings_.transition_time)) {
  catalog.on_change([listener = std::weak_ptr(transitions_)](const CatalogView& view) {
    if (const auto transitions = listener.lock()) transitions->look_at(view);
  });
}

StreamService::~StreamService() = default;

void StreamService::create(env::EventLoop& home, NewStream stream, Done<void> done) {
  std::ranges::sort(stream.tags);
  const AccountLimits& limits = settings_.limits.of_account(stream.key.account_id);
  Done<void> then = answer_when_active(home, stream.key, std::move(done));
  catalog_.submit(home,
                  commands::CreateStream{.key = std::move(stream.key),
                                         .shard_count = stream.shard_count,
                                         .mode = stream.mode,
                                         .record_kib_max = stream.record_kib_max,
                                         .tags = std::move(stream.tags),
                                         .account_shards_max = limits.shards_max,
                                         .transitions_max = limits.transitions_max,
                                         .warm_mibps = stream.warm_mibps,
                                         .distribution = stream.distribution,
                                         .on_demand_streams_max = limits.on_demand_streams_max},
                  std::move(then));
}

// Without a transition time the work is done when the caller hears of it: a client that goes on at
// once finds its stream ACTIVE.
Done<void> StreamService::answer_when_active(env::EventLoop& home, StreamKey key, Done<void> done) {
  if (settings_.transition_time > milliseconds(0)) return done;
  return [this, &home, key = std::move(key), done = std::move(done)](Result<void> begun) mutable {
    if (!begun) return done(std::move(begun));
    const Result<StreamPointer> stream = catalog_.view(home).find_stream(key);
    if (!stream) return done({});
    wait_until_active(home, (*stream)->description->number, std::move(done));
  };
}

void StreamService::wait_until_active(env::EventLoop& home, StreamNumber number, Done<void> done) {
  const StreamPointer stream = catalog_.view(home).find_stream(number);
  if (stream == nullptr) return done({});
  const StreamStatus status = stream->description->status;
  if (status == StreamStatus::active || status == StreamStatus::deleting) return done({});
  catalog_.wait_for_change(
      home, [this, &home, number, done = std::move(done)](const Result<void>& changed) mutable {
        // The catalog has stopped: what was asked for is durable, and goes on after a restart.
        if (!changed) return done({});
        wait_until_active(home, number, std::move(done));
      });
}

void StreamService::remove(env::EventLoop& home, StreamKey key, Done<void> done) {
  catalog_.submit(home, commands::DeleteStream{std::move(key)}, std::move(done));
}

void StreamService::remove_with_consumers(env::EventLoop& home, StreamKey key, Done<void> done) {
  catalog_.submit(home, commands::DeleteStreamAndConsumers{std::move(key)}, std::move(done));
}

void StreamService::increase_retention(env::EventLoop& home, StreamKey key, std::int64_t hours,
                                       Done<void> done) {
  change_retention(home, std::move(key), hours, true, std::move(done));
}

void StreamService::decrease_retention(env::EventLoop& home, StreamKey key, std::int64_t hours,
                                       Done<void> done) {
  change_retention(home, std::move(key), hours, false, std::move(done));
}

void StreamService::change_retention(env::EventLoop& home, StreamKey key, std::int64_t hours,
                                     bool increase, Done<void> done) {
  if (Result<void> valid = check_hours(hours); !valid) {
    return home.post(
        [done = std::move(done), valid = std::move(valid)]() mutable { done(std::move(valid)); });
  }
  Done<void> then = answer_when_active(home, key, std::move(done));
  catalog_.submit(
      home,
      commands::ChangeRetention{
          .key = std::move(key), .hours = static_cast<std::uint32_t>(hours), .increase = increase},
      std::move(then));
}

void StreamService::split_shard(env::EventLoop& home, StreamKey key, ShardIndex shard,
                                HashKey second_start, Done<void> done) {
  const AccountLimits& limits = settings_.limits.of_account(key.account_id);
  Done<void> then = answer_when_active(home, key, std::move(done));
  catalog_.submit(home,
                  commands::SplitShard{.key = std::move(key),
                                       .shard = shard,
                                       .new_starting_hash_key = second_start,
                                       .account_shards_max = limits.shards_max},
                  std::move(then));
}

void StreamService::merge_shards(env::EventLoop& home, StreamKey key, ShardIndex shard,
                                 ShardIndex adjacent, Done<void> done) {
  Done<void> then = answer_when_active(home, key, std::move(done));
  catalog_.submit(
      home,
      commands::MergeShards{.key = std::move(key), .shard = shard, .adjacent_shard = adjacent},
      std::move(then));
}

void StreamService::update_shard_count(env::EventLoop& home, StreamKey key, std::uint32_t target,
                                       Done<void> done) {
  const AccountLimits& limits = settings_.limits.of_account(key.account_id);
  Done<void> then = answer_when_active(home, key, std::move(done));
  catalog_.submit(home,
                  commands::UpdateShardCount{.key = std::move(key),
                                             .target = target,
                                             .account_shards_max = limits.shards_max,
                                             .stream_shards_max = limits.stream_shards_max,
                                             .updates_a_day_max = limits.count_updates_a_day,
                                             .steps_are_limited = limits.count_steps_are_limited},
                  std::move(then));
}

void StreamService::change(env::EventLoop& home, StreamKey key, CommandBody command,
                           Done<void> done) {
  Done<void> then = answer_when_active(home, std::move(key), std::move(done));
  catalog_.submit(home, std::move(command), std::move(then));
}

}  // namespace weir::stream
