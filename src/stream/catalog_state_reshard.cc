// What commands do to the shards of a stream.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include "stream/catalog_state.h"
#include "stream/error_texts.h"

namespace weir::stream {
namespace {

Failure invalid(std::string message) {
  return fail(ErrorCode::invalid_argument, std::move(message));
}

// Amazon's text for closed shards is not published; this is ours.
Result<const ShardDescription*> find_open_shard(const StreamDescription& stream, ShardIndex index) {
  const ShardDescription* const shard = stream.find_shard(index);
  if (shard == nullptr) return shard_not_found(stream.key, shard_id_text(index));
  if (shard->is_open()) return shard;
  return invalid(fmt::format("Shard {} in stream {} under account {} is closed.",
                             shard_id_text(index), stream.key.name, stream.key.account_id));
}

// A key may begin the second half if both halves have at least two keys, as production has it.
Result<void> check_split(const StreamDescription& stream, const ShardDescription& shard,
                         HashKey key) {
  const HashRange& range = shard.range;
  if (key.value > range.first.value && key.value - range.first.value >= 2 && key < range.last) {
    return {};
  }
  return invalid(fmt::format(
      "NewStartingHashKey {} used in SplitShard() on shard {} in stream {} under account {} is not "
      "both greater than one plus the shard's StartingHashKey {} and less than the shard's "
      "EndingHashKey {}.",
      to_decimal(key), shard_id_text(shard.index), stream.key.name, stream.key.account_id,
      to_decimal(range.first), to_decimal(range.last)));
}

Result<void> check_steps(const commands::UpdateShardCount& command, std::uint64_t present) {
  if (!command.steps_are_limited) return {};
  const bool is_too_far_up = command.target > 2 * present;
  const bool is_too_far_down = std::uint64_t{command.target} * 2 < present;
  if (!is_too_far_up && !is_too_far_down) return {};
  return invalid(
      fmt::format("UpdateShardCount cannot scale {} your current open shard count. Current open "
                  "shard count: {} Target shard count: {}",
                  is_too_far_up ? "up over double" : "down below half", present, command.target));
}

// Amazon's texts are not published; these are ours.
Result<void> check_update_limits(const commands::UpdateShardCount& command,
                                 const StreamDescription& stream) {
  if (command.stream_shards_max != 0 && command.target > command.stream_shards_max) {
    return fail(
        ErrorCode::limit_exceeded,
        fmt::format("UpdateShardCount cannot scale stream {} under account {} to {} shards: "
                    "{} are allowed.",
                    command.key.name, command.key.account_id, command.target,
                    command.stream_shards_max));
  }
  if (command.updates_a_day_max != 0 && stream.count_updates.size() >= command.updates_a_day_max) {
    return fail(ErrorCode::limit_exceeded,
                fmt::format("Rate exceeded for stream {} under account {}: UpdateShardCount was "
                            "called {} times in the last 24 hours.",
                            command.key.name, command.key.account_id, stream.count_updates.size()));
  }
  return {};
}

void forget_old_updates(StreamDescription& stream, WallTime time) {
  std::erase_if(stream.count_updates,
                [&](WallTime update) { return update <= time - std::chrono::hours(24); });
}

// When the shards of `closed` end: at the same time, and behind all that is in them.
WallTime closing_time(const StreamDescription& stream,
                      const std::vector<commands::ClosedShard>& closed, WallTime time) {
  for (const commands::ClosedShard& shard : closed) {
    const std::int64_t created = stream.find_shard(shard.shard)->creation_seconds;
    time = std::max({time, shard.last_arrival, WallTime{created * 1000}});
  }
  return time;
}

// Both in the order of indexes.
bool is_what_was_to_close(const Reshard& reshard,
                          const std::vector<commands::ClosedShard>& closed) {
  return std::ranges::equal(reshard.closing, closed, {}, {}, &commands::ClosedShard::shard);
}

std::vector<ShardDescription> shards_after(const StreamDescription& stream, const Reshard& reshard,
                                           const std::vector<commands::ClosedShard>& closed,
                                           WallTime time) {
  std::vector<ShardDescription> shards = *stream.shards;
  for (const commands::ClosedShard& closing : closed) {
    const auto shard =
        std::ranges::lower_bound(shards, closing.shard, {}, &ShardDescription::index);
    shard->end = ShardEnd{.offset = closing.end, .time = time};
  }
  for (const NewShard& opened : reshard.opening) {
    shards.push_back({.index = shards.back().index + 1,
                      .creation_seconds = ShardEnd{{}, time}.children_begin().whole_seconds(),
                      .range = opened.range,
                      .parent = opened.parent,
                      .adjacent_parent = opened.adjacent_parent,
                      .end = std::nullopt});
  }
  return shards;
}

}  // namespace

void CatalogState::begin_update(StreamDescription stream, WallTime time) {
  stream.status = StreamStatus::updating;
  stream.status_since = time;
  put_stream(std::move(stream));
}

void CatalogState::begin_reshard(StreamDescription stream, std::optional<Reshard> step,
                                 WallTime time) {
  if (step) stream.reshard = std::make_shared<const Reshard>(*std::move(step));
  begin_update(std::move(stream), time);
}

Result<void> CatalogState::run(const commands::SplitShard& command, WallTime time) {
  const DescriptionPointer stream = TRY(find_active(command.key));
  const ShardDescription* const shard = TRY(find_open_shard(*stream, command.shard));
  Result<void> allowed = check_shard_limit(command.key, 1, command.account_shards_max);
  if (allowed) allowed = check_split(*stream, *shard, command.new_starting_hash_key);
  if (!allowed) return allowed;
  begin_reshard(*stream, split_of(*shard, command.new_starting_hash_key), time);
  return {};
}

Result<void> CatalogState::run(const commands::MergeShards& command, WallTime time) {
  const DescriptionPointer stream = TRY(find_active(command.key));
  const ShardDescription* const shard = TRY(find_open_shard(*stream, command.shard));
  const ShardDescription* const adjacent = TRY(find_open_shard(*stream, command.adjacent_shard));
  if (shard->range.last == hash_key_max ||
      shard->range.last.value + 1 != adjacent->range.first.value) {
    return invalid(
        fmt::format("Shards {} and {} in stream {} under account {} are not an adjacent "
                    "pair of shards eligible for merging",
                    shard_id_text(shard->index), shard_id_text(adjacent->index), command.key.name,
                    command.key.account_id));
  }
  begin_reshard(*stream, merge_of(*shard, *adjacent), time);
  return {};
}

Result<void> CatalogState::run(const commands::UpdateShardCount& command, WallTime time) {
  StreamDescription stream = *TRY(find_active(command.key));
  forget_old_updates(stream, time);
  const std::uint64_t present = stream.open_shard_count();
  if (command.target == 0) return invalid("A stream has at least 1 shard.");
  Result<void> allowed = check_steps(command, present);
  if (allowed) allowed = check_update_limits(command, stream);
  if (allowed && command.target > present) {
    allowed = check_shard_limit(command.key, command.target - present, command.account_shards_max);
  }
  if (!allowed) return allowed;
  std::optional<Reshard> step = next_step(*stream.shards, command.target);
  if (!step) return {};
  stream.count_updates.push_back(time);
  begin_reshard(std::move(stream), std::move(step), time);
  return {};
}

Result<void> CatalogState::run(const commands::FinishReshard& command, WallTime time) {
  const DescriptionPointer found = find(command.stream);
  if (found == nullptr || found->reshard == nullptr ||
      !is_what_was_to_close(*found->reshard, command.closed)) {
    return {};
  }
  StreamDescription stream = *found;
  count_out(stream);
  const std::shared_ptr<const Reshard> reshard = std::exchange(stream.reshard, nullptr);
  stream.shards = std::make_shared<const std::vector<ShardDescription>>(
      shards_after(stream, *reshard, command.closed, closing_time(stream, command.closed, time)));
  count_in(stream);

  std::optional<Reshard> step;
  if (reshard->target_count != 0) step = next_step(*stream.shards, reshard->target_count);
  if (step) {
    stream.reshard = std::make_shared<const Reshard>(*std::move(step));
  } else {
    stream.status = StreamStatus::active;
    stream.status_since = time;
  }
  put_stream(std::move(stream));
  return {};
}

Result<void> CatalogState::run(const commands::ForgetShards& command, WallTime) {
  const DescriptionPointer found = find(command.stream);
  if (found == nullptr) return {};
  std::vector<ShardDescription> kept = *found->shards;
  std::erase_if(kept, [&](const ShardDescription& shard) {
    return !shard.is_open() &&
           std::ranges::find(command.shards, shard.index) != command.shards.end();
  });
  if (kept.size() == found->shards->size()) return {};
  StreamDescription stream = *found;
  stream.shards = std::make_shared<const std::vector<ShardDescription>>(std::move(kept));
  put_stream(std::move(stream));
  return {};
}

}  // namespace weir::stream
