#include "meter/estimate/shard_estimate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace weir::meter {
namespace {

// A record may be as large as a stream can be set up for.
constexpr double record_kib_max = 10'240;
// A million full shards: more than all regions' quotas.
constexpr double records_per_second_max = 1e9;
constexpr std::uint32_t consumers_max = 1'000;
// Of a registered consumer there are twenty, fifty on demand with the advantage.
constexpr std::uint32_t fan_out_consumers_max = 50;

std::unexpected<Error> refuse(std::string_view what, double value, std::string_view allowed) {
  return fail(ErrorCode::invalid_argument,
              fmt::format("{} is {}; {} is allowed.", what, value, allowed));
}

Need need(std::string_view name, std::string_view key, double load, double shard_takes,
          double headroom) {
  // What a sum of binary fractions is above a whole number is no reason for another shard.
  const double shards = std::ceil(load * (1 + headroom) / shard_takes - 1e-9);
  return {.name = name,
          .key = key,
          .load = load,
          .shard_takes = shard_takes,
          .shards = static_cast<std::uint64_t>(std::max(shards, 0.0))};
}

}  // namespace

Result<StreamLoad> load_of(const Sizing& sizing) {
  if (!(sizing.record_kib > 0 && sizing.record_kib <= record_kib_max)) {
    return refuse("The record size", sizing.record_kib, "more than 0 and up to 10240 KiB");
  }
  if (!(sizing.records_per_second > 0 && sizing.records_per_second <= records_per_second_max)) {
    return refuse("The number of records per second", sizing.records_per_second,
                  "more than 0 and up to a billion");
  }
  if (sizing.consumers > consumers_max) {
    return refuse("The number of consumers", sizing.consumers, "0 to 1000");
  }
  if (sizing.fan_out_consumers > fan_out_consumers_max) {
    return refuse("The number of fan-out consumers", sizing.fan_out_consumers, "0 to 50");
  }
  const double bytes = sizing.record_kib * 1024 * sizing.records_per_second;
  return StreamLoad{.write_bytes = bytes,
                    .write_records = sizing.records_per_second,
                    .read_bytes = bytes * sizing.consumers};
}

ShardEstimate estimate_shards(const StreamLoad& load, double headroom) {
  ShardEstimate estimate{
      .needs = {need("written bytes", "write_bytes", load.write_bytes, shard_write_bytes, headroom),
                need("written records", "write_records", load.write_records, shard_write_records,
                     headroom),
                need("read bytes", "read_bytes", load.read_bytes, shard_read_bytes, headroom)},
      .decider = 0,
      .shards = 1,
      .headroom = headroom};
  const auto share = [&](const Need& each) { return each.load / each.shard_takes; };
  for (std::size_t index = 1; index < estimate.needs.size(); ++index) {
    if (share(estimate.needs[index]) > share(estimate.needs[estimate.decider])) {
      estimate.decider = index;
    }
  }
  estimate.shards = std::max<std::uint64_t>(estimate.needs[estimate.decider].shards, 1);
  return estimate;
}

}  // namespace weir::meter
