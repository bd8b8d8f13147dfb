#include "stream/on_demand.h"

#include <algorithm>

namespace weir::stream {
namespace {

// A range that is narrower is hot because of a key or two: halving it helps nobody.
constexpr uint128 halved_range_min = uint128{1} << 64;

std::uint32_t open_count(const StreamDescription& stream) {
  return static_cast<std::uint32_t>(stream.open_shard_count());
}

std::uint64_t divide_up(std::uint64_t number, std::uint64_t by) { return (number + by - 1) / by; }

// What double the load takes: shards of even load.
std::uint32_t evenly_needed(const std::vector<ShardLoad>& loads, const WriteRate& capacity) {
  WriteRate sum;
  for (const ShardLoad& load : loads) {
    sum.bytes += load.rate.bytes;
    sum.records += load.rate.records;
  }
  const std::uint64_t needed = std::max(divide_up(2 * sum.bytes, capacity.bytes),
                                        divide_up(2 * sum.records, capacity.records));
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(needed, on_demand_shards_max));
}

std::vector<ShardIndex> hot_shards(const std::vector<ShardLoad>& loads, const WriteRate& capacity) {
  std::vector<ShardIndex> hot;
  for (const ShardLoad& load : loads) {
    if (2 * load.rate.bytes > capacity.bytes || 2 * load.rate.records > capacity.records) {
      hot.push_back(load.shard);
    }
  }
  std::ranges::sort(hot);
  return hot;
}

// As few as halving `present` allows, but not fewer than `needed`.
std::uint32_t halved_down_to(std::uint32_t present, std::uint32_t needed) {
  while (present % 2 == 0 && present / 2 >= needed) present /= 2;
  return present;
}

// What the load of the last 30 days and warm throughput call for.
std::uint32_t kept_shards(const StreamDescription& stream, WallTime now) {
  std::uint32_t kept = std::max(on_demand_shards_min, stream.on_demand.warm_mibps);
  for (const DailyDemand& demand : stream.on_demand.demands) {
    // What a clock that was ahead wrote down does not count for ever.
    const std::int64_t age = day_of(now) - demand.day;
    if (age >= -1 && age < static_cast<std::int64_t>(demand_days)) {
      kept = std::max(kept, demand.shards);
    }
  }
  return kept;
}

}  // namespace

std::uint32_t doubled_until(std::uint32_t present, std::uint32_t needed) {
  while (present < needed) present *= 2;
  return present;
}

std::uint32_t demanded_shards(const StreamDescription& stream, const std::vector<ShardLoad>& loads,
                              const WriteRate& capacity) {
  const std::uint32_t open = open_count(stream);
  const std::uint32_t needed = evenly_needed(loads, capacity);
  const std::uint32_t evenly = needed > open
                                   ? std::min(2 * open, std::max(open, on_demand_shards_max))
                                   : halved_down_to(open, std::max(needed, on_demand_shards_min));
  const auto hot = static_cast<std::uint32_t>(hot_shards(loads, capacity).size());
  if (hot == 0) return evenly;
  const std::uint32_t at_most = std::max(open, 2 * std::max(needed, on_demand_shards_min));
  return std::max(evenly, std::min(open + hot, at_most));
}

std::optional<commands::ScaleStream> scaling_of(const StreamDescription& stream,
                                                const std::vector<ShardLoad>& loads,
                                                const WriteRate& capacity, WallTime now) {
  if (stream.status != StreamStatus::active || stream.mode != StreamMode::on_demand) {
    return std::nullopt;
  }
  if (now < stream.on_demand.scaled + scaling_pause) return std::nullopt;
  const std::uint32_t open = open_count(stream);
  const std::uint32_t demanded = demanded_shards(stream, loads, capacity);
  commands::ScaleStream scaling{.stream = stream.number, .split = {}, .target = open};
  if (demanded > open && evenly_needed(loads, capacity) <= open) {
    scaling.split = hot_shards(loads, capacity);
    scaling.split.resize(std::min<std::size_t>(scaling.split.size(), demanded - open));
    return scaling;
  }
  scaling.target = demanded > open
                       ? demanded
                       : halved_down_to(open, std::max(demanded, kept_shards(stream, now)));
  if (scaling.target == open) return std::nullopt;
  return scaling;
}

std::optional<Reshard> halving_of(const std::vector<ShardDescription>& shards,
                                  const std::vector<ShardIndex>& which) {
  Reshard halves;
  for (const ShardIndex index : which) {
    const auto shard = std::ranges::lower_bound(shards, index, {}, &ShardDescription::index);
    if (shard == shards.end() || shard->index != index || !shard->is_open()) return std::nullopt;
    const uint128 width = shard->range.last.value - shard->range.first.value;
    if (width < halved_range_min) return std::nullopt;
    const Reshard half = split_of(*shard, {shard->range.first.value + width / 2 + 1});
    halves.closing.push_back(index);
    halves.opening.insert(halves.opening.end(), half.opening.begin(), half.opening.end());
  }
  return halves;
}

std::optional<Reshard> warming_step(const StreamDescription& stream) {
  const std::uint32_t open = open_count(stream);
  const std::uint32_t needed = std::min(stream.on_demand.warm_mibps, warm_mibps_max);
  if (open >= needed) return std::nullopt;
  return next_step(*stream.shards, doubled_until(open, needed));
}

}  // namespace weir::stream
