// What commands do to the attributes of streams and accounts: metrics, record size, mode,
// distribution, commitment. Amazon's texts for their refusals are not published; these are ours.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "stream/catalog_state.h"
#include "stream/error_texts.h"
#include "stream/on_demand.h"

namespace weir::stream {
namespace {

Failure invalid(std::string message) {
  return fail(ErrorCode::invalid_argument, std::move(message));
}

}  // namespace

Result<void> CatalogState::check_warm_throughput(const StreamKey& key, std::uint32_t mibps,
                                                 WallTime time) const {
  if (mibps == 0) return {};
  const BillingCommitment* const commitment = commitments.find(Scope{key.account_id, key.region});
  if (commitment != nullptr && commitment->status(time) != CommitmentStatus::disabled) return {};
  return invalid(
      fmt::format("WarmThroughputMiBps needs MinimumThroughputBillingCommitment ENABLED, which it "
                  "is not for account {} in {}.",
                  key.account_id, key.region));
}

Result<void> CatalogState::check_on_demand_limit(const StreamKey& key,
                                                 std::uint64_t streams_max) const {
  const std::uint64_t* const count = on_demand_streams.find(Scope{key.account_id, key.region});
  if (streams_max == 0 || (count == nullptr ? 0 : *count) < streams_max) return {};
  return fail(ErrorCode::limit_exceeded,
              fmt::format("This request would exceed the on-demand stream limit for the account {} "
                          "in {}. Limit: {}.",
                          key.account_id, key.region, streams_max));
}

Result<void> CatalogState::run(const commands::ChangeShardMetrics& command, WallTime time) {
  StreamDescription stream = *TRY(find_active(command.key));
  const std::uint8_t before = stream.shard_level_metrics;
  stream.shard_level_metrics = static_cast<std::uint8_t>(
      command.enable ? before | command.metrics : before & ~command.metrics);
  begin_update(std::move(stream), time);
  return {};
}

Result<void> CatalogState::run(const commands::ChangeRecordSize& command, WallTime time) {
  StreamDescription stream = *TRY(find_active(command.key));
  stream.record_kib_max = command.record_kib_max;
  begin_update(std::move(stream), time);
  return {};
}

Result<void> CatalogState::run(const commands::ChangeMode& command, WallTime time) {
  StreamDescription stream = *TRY(find_active(command.key));
  if (stream.mode == command.mode) {
    return invalid(fmt::format("Stream {} under account {} is in {} mode already.",
                               command.key.name, command.key.account_id, mode_text(command.mode)));
  }
  std::erase_if(stream.mode_updates,
                [&](WallTime update) { return update <= time - std::chrono::hours(24); });
  if (command.updates_a_day_max != 0 && stream.mode_updates.size() >= command.updates_a_day_max) {
    return fail(ErrorCode::limit_exceeded,
                fmt::format("Rate exceeded for stream {} under account {}: its mode was changed {} "
                            "times in the last 24 hours.",
                            command.key.name, command.key.account_id, stream.mode_updates.size()));
  }
  Result<void> allowed =
      command.mode == StreamMode::on_demand
          ? check_on_demand_limit(command.key, command.on_demand_streams_max)
          : check_shard_limit(command.key, stream.open_shard_count(), command.account_shards_max);
  if (allowed) allowed = check_warm_throughput(command.key, command.warm_mibps, time);
  if (!allowed) return allowed;
  count_out(stream);
  stream.mode = command.mode;
  stream.mode_updates.push_back(time);
  stream.distribution = DistributionStrategy::user_partition_key;
  stream.on_demand = {};
  if (command.mode == StreamMode::on_demand) {
    stream.on_demand.warm_mibps = command.warm_mibps;
    // The shards it has are kept until they have been too many for 30 days.
    const auto shards = static_cast<std::uint32_t>(stream.open_shard_count());
    stream.on_demand.demands.push_back({.day = day_of(time), .shards = shards});
  }
  count_in(stream);
  std::optional<Reshard> step = warming_step(stream);
  begin_reshard(std::move(stream), std::move(step), time);
  return {};
}

Result<void> CatalogState::run(const commands::ChangeDistribution& command, WallTime) {
  StreamDescription stream = *TRY(find_settled(command.key));
  if (command.strategy == DistributionStrategy::automatic &&
      stream.mode == StreamMode::provisioned) {
    return invalid(
        fmt::format("RecordDistributionStrategy AUTO is for streams in ON_DEMAND mode; "
                    "stream {} under account {} is in PROVISIONED mode.",
                    command.key.name, command.key.account_id));
  }
  stream.distribution = command.strategy;
  put_stream(std::move(stream));
  return {};
}

Result<void> CatalogState::run(const commands::ChangeCommitment& command, WallTime time) {
  const Scope scope{command.account_id, command.region};
  const BillingCommitment* const present = commitments.find(scope);
  const bool is_over = present == nullptr || present->status(time) == CommitmentStatus::disabled;
  if (command.enable) {
    commitments.set(scope, {.started = is_over ? time : present->started, .end = std::nullopt});
  } else if (!is_over && !present->end) {
    commitments.set(scope,
                    {.started = present->started, .end = std::max(time, present->earliest_end())});
  }
  return {};
}

}  // namespace weir::stream
