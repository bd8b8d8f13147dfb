// What commands do to streams.

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "stream/catalog_state.h"
#include "stream/error_texts.h"

namespace weir::stream {
namespace {

// Far above Amazon's limits; what a mistyped count may cost when limits are lifted.
constexpr std::uint32_t shard_count_max = 1'000'000;

// Production's shards are created 2 to 7 seconds before the request. It leaves room for streams
// that are made again within a second.
constexpr std::int64_t creation_lead_seconds = 2;

std::shared_ptr<const std::vector<ShardDescription>> even_shards(std::uint32_t count,
                                                                 std::int64_t creation_seconds) {
  std::vector<ShardDescription> shards;
  shards.reserve(count);
  for (const HashRange& range : even_ranges(count)) {
    const ShardIndex index{static_cast<std::int32_t>(shards.size())};
    shards.push_back({.index = index,
                      .creation_seconds = creation_seconds,
                      .range = range,
                      .parent = std::nullopt,
                      .adjacent_parent = std::nullopt,
                      .end = std::nullopt});
  }
  return std::make_shared<const std::vector<ShardDescription>>(std::move(shards));
}

StreamDescription with_status(const StreamDescription& stream, StreamStatus status, WallTime time) {
  StreamDescription changed = stream;
  changed.status = status;
  changed.status_since = time;
  return changed;
}

void change_count(PersistentMap<Scope, std::uint64_t>& counts, const StreamKey& key,
                  std::int64_t change) {
  const Scope scope{key.account_id, key.region};
  const std::uint64_t* const present = counts.find(scope);
  const std::uint64_t count =
      (present == nullptr ? 0 : *present) + static_cast<std::uint64_t>(change);
  if (count == 0) {
    counts.erase(scope);
  } else {
    counts.set(scope, count);
  }
}

}  // namespace

void CatalogState::put_stream(StreamDescription description) {
  const auto stream = std::make_shared<const StreamDescription>(std::move(description));
  streams.set(stream->key, stream);
  streams_by_number.set(stream->number, stream);
  if (stream->status == StreamStatus::active) {
    transitions.erase(stream->number);
  } else {
    transitions.set(stream->number, stream);
  }
}

void CatalogState::count_in(const StreamDescription& stream) {
  if (stream.mode == StreamMode::on_demand) return change_count(on_demand_streams, stream.key, 1);
  change_count(open_shards, stream.key, static_cast<std::int64_t>(stream.open_shard_count()));
}

void CatalogState::count_out(const StreamDescription& stream) {
  if (stream.mode == StreamMode::on_demand) return change_count(on_demand_streams, stream.key, -1);
  change_count(open_shards, stream.key, -static_cast<std::int64_t>(stream.open_shard_count()));
}

void CatalogState::add_stream(StreamDescription description) {
  count_in(description);
  put_stream(std::move(description));
}

Result<void> CatalogState::check_shard_limit(const StreamKey& key, std::uint64_t more,
                                             std::uint64_t shards_max) const {
  const std::uint64_t* const count = open_shards.find(Scope{key.account_id, key.region});
  const std::uint64_t present = count == nullptr ? 0 : *count;
  if (shards_max == 0 || present + more <= shards_max) return {};
  return fail(
      ErrorCode::limit_exceeded,
      fmt::format("This request would exceed the shard limit for the account {} in {}. Current "
                  "shard count for the account: {}. Limit: {}. Number of additional shards that "
                  "would have resulted from this request: {}. Refer to the AWS Service Limits page "
                  "(http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for "
                  "current limits and how to request higher limits.",
                  key.account_id, key.region, present, shards_max, more));
}

Result<void> CatalogState::check_limits(const commands::CreateStream& command) const {
  Result<void> allowed =
      command.mode == StreamMode::on_demand
          ? check_on_demand_limit(command.key, command.on_demand_streams_max)
          : check_shard_limit(command.key, command.shard_count, command.account_shards_max);
  if (!allowed) return allowed;
  if (command.transitions_max == 0) return {};
  std::uint32_t under_way = 0;
  transitions.for_each([&](StreamNumber, const DescriptionPointer& stream) {
    if (stream->key.account_id == command.key.account_id &&
        stream->key.region == command.key.region && stream->status != StreamStatus::updating) {
      ++under_way;
    }
  });
  if (under_way < command.transitions_max) return {};
  // Own, around the part of Amazon's text that tools look for.
  return fail(ErrorCode::limit_exceeded,
              fmt::format("Only {} streams can simultaneously be in CREATING or DELETING state.",
                          command.transitions_max));
}

Result<DescriptionPointer> CatalogState::find_active(const StreamKey& key) const {
  DescriptionPointer stream = find(key);
  if (stream == nullptr) return stream_not_found(key);
  if (stream->status != StreamStatus::active) return stream_not_active(key, stream->status);
  return stream;
}

Result<DescriptionPointer> CatalogState::find_settled(const StreamKey& key) const {
  DescriptionPointer stream = find(key);
  if (stream == nullptr) return stream_not_found(key);
  if (stream->status == StreamStatus::creating || stream->status == StreamStatus::deleting) {
    return stream_not_active(key, stream->status);
  }
  return stream;
}

Result<void> CatalogState::run(const commands::CreateStream& command, WallTime time) {
  if (find(command.key) != nullptr) return stream_exists(command.key);
  if (command.shard_count == 0 || command.shard_count > shard_count_max) {
    return fail(ErrorCode::invalid_argument, fmt::format("A stream has 1 to {} shards, not {}.",
                                                         shard_count_max, command.shard_count));
  }
  if (Result<void> allowed = check_limits(command); !allowed) return allowed;
  Result<void> warm = check_warm_throughput(command.key, command.warm_mibps, time);
  if (!warm) return warm;

  const std::int64_t creation_seconds = std::max(time.whole_seconds() - creation_lead_seconds,
                                                 earliest_creation(removed_creations, command.key));
  add_stream({.number = std::exchange(next_stream_number, next_stream_number + 1),
              .key = command.key,
              .status = StreamStatus::creating,
              .status_since = time,
              .created = time,
              .mode = command.mode,
              .record_kib_max = command.record_kib_max,
              .tags = command.tags,
              .expired_before = {},
              .shards = even_shards(command.shard_count, creation_seconds),
              .reshard = nullptr,
              .count_updates = {},
              .distribution = command.distribution,
              .on_demand = {.warm_mibps = command.warm_mibps}});
  return {};
}

Result<void> CatalogState::run(const commands::FinishTransition& command, WallTime time) {
  const DescriptionPointer stream = find(command.stream);
  if (stream != nullptr && stream->reshard == nullptr &&
      (stream->status == StreamStatus::creating || stream->status == StreamStatus::updating)) {
    put_stream(with_status(*stream, StreamStatus::active, time));
  }
  return {};
}

Result<void> CatalogState::begin_deletion(const StreamKey& key, WallTime time) {
  const DescriptionPointer stream = find(key);
  if (stream == nullptr) return stream_not_found(key);
  if (stream->status != StreamStatus::active && stream->status != StreamStatus::updating) {
    return stream_not_active(key, stream->status);
  }
  StreamDescription changed = with_status(*stream, StreamStatus::deleting, time);
  changed.reshard = nullptr;
  put_stream(std::move(changed));
  return {};
}

Result<void> CatalogState::run(const commands::DeleteStream& command, WallTime time) {
  const DescriptionPointer stream = find(command.key);
  if (stream != nullptr && consumer_count(stream->number) > 0) {
    return stream_has_consumers(command.key);
  }
  return begin_deletion(command.key, time);
}

Result<void> CatalogState::run(const commands::RemoveStream& command, WallTime time) {
  const DescriptionPointer stream = find(command.stream);
  if (stream == nullptr || stream->status != StreamStatus::deleting) return {};
  for (const ConsumerPointer& consumer : consumers_of(stream->number)) {
    remove_consumer(consumer, time);
  }
  streams.erase(stream->key);
  streams_by_number.erase(stream->number);
  transitions.erase(stream->number);
  count_out(*stream);
  remember_removal(*stream, time);
  forget_resource_policies(*stream);
  forget_scaling(stream->key);
  return {};
}

void CatalogState::remember_removal(const StreamDescription& stream, WallTime time) {
  const auto latest =
      std::ranges::max_element(*stream.shards, {}, &ShardDescription::creation_seconds);
  remember_creation(removed_creations, stream.key, latest->creation_seconds, time);
}

Result<void> CatalogState::run(const commands::ChangeRetention& command, WallTime time) {
  const DescriptionPointer stream = TRY(find_active(command.key));
  const std::uint32_t present = stream->retention_hours;
  if (command.hours == present) return {};
  if ((command.hours > present) != command.increase) {
    return fail(
        ErrorCode::invalid_argument,
        fmt::format("Requested retention period ({} hours) for stream {} can not be {} "
                    "than existing retention period ({} hours). Use {}RetentionPeriod API.",
                    command.hours, command.key.name, command.increase ? "shorter" : "longer",
                    present, command.increase ? "Decrease" : "Increase"));
  }
  StreamDescription changed = *stream;
  changed.retention_hours = command.hours;
  const milliseconds shorter = std::min(stream->retention(), changed.retention());
  changed.expired_before = std::max(stream->expired_before, time - shorter);
  begin_update(std::move(changed), time);
  return {};
}

}  // namespace weir::stream
