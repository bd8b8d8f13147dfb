// What commands do to the shards of on-demand streams.

#include <fmt/format.h>

#include <algorithm>  // IWYU pragma: keep: lower_bound
#include <utility>

#include "stream/catalog_state.h"
#include "stream/on_demand.h"

namespace weir::stream {

Result<void> CatalogState::run(const commands::ChangeWarmThroughput& command, WallTime time) {
  StreamDescription stream = *TRY(find_active(command.key));
  if (stream.mode == StreamMode::provisioned) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("WarmThroughputMiBps is for streams in ON_DEMAND mode; stream {} under "
                            "account {} is in PROVISIONED mode.",
                            command.key.name, command.key.account_id));
  }
  Result<void> allowed = check_warm_throughput(command.key, command.mibps, time);
  if (!allowed) return allowed;
  stream.on_demand.warm_mibps = command.mibps;
  std::optional<Reshard> step = warming_step(stream);
  begin_reshard(std::move(stream), std::move(step), time);
  return {};
}

Result<void> CatalogState::run(const commands::RecordDemand& command, WallTime) {
  const DescriptionPointer found = find(command.stream);
  if (found == nullptr || found->mode != StreamMode::on_demand) return {};
  StreamDescription stream = *found;
  std::vector<DailyDemand>& demands = stream.on_demand.demands;
  const std::int64_t day = command.demand.day;
  const auto at = std::ranges::lower_bound(demands, day, {}, &DailyDemand::day);
  if (at == demands.end() || at->day != day) {
    demands.insert(at, command.demand);
  } else if (at->shards < command.demand.shards) {
    at->shards = command.demand.shards;
  } else {
    return {};
  }
  if (demands.size() > demand_days) demands.erase(demands.begin());
  put_stream(std::move(stream));
  return {};
}

Result<void> CatalogState::run(const commands::ScaleStream& command, WallTime time) {
  const DescriptionPointer found = find(command.stream);
  if (found == nullptr || found->mode != StreamMode::on_demand ||
      found->status != StreamStatus::active) {
    return {};
  }
  std::optional<Reshard> step = command.split.empty() ? next_step(*found->shards, command.target)
                                                      : halving_of(*found->shards, command.split);
  if (!step) return {};
  StreamDescription stream = *found;
  stream.on_demand.scaled = time;
  begin_reshard(std::move(stream), std::move(step), time);
  return {};
}

}  // namespace weir::stream
