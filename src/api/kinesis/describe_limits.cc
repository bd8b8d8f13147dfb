// DescribeLimits: what the account has in the region, and how much of it it may have.

#include <algorithm>
#include <cstdint>

#include "api/kinesis/operations.h"

namespace weir::api::kinesis {
namespace {

// The largest number that the members may have; it stands for no limit too.
constexpr std::uint64_t count_max = 1'000'000;

std::int32_t as_count(std::uint64_t number) {
  return static_cast<std::int32_t>(std::min(number, count_max));
}

std::int32_t as_limit(std::uint64_t number) { return as_count(number == 0 ? count_max : number); }

std::int32_t as_count(const std::uint64_t* number) {
  return number == nullptr ? 0 : as_count(*number);
}

}  // namespace

void handle(const Context& context, DescribeLimits::Request /*request*/,
            Reply<DescribeLimits> reply) {
  const stream::CatalogState& state = context.view().state;
  const stream::AccountLimits& limits = context.account_limits();
  const stream::Scope scope = context.scope();
  DescribeLimits::Response response;
  response.shard_limit = as_limit(limits.shards_max);
  response.open_shard_count = as_count(state.open_shards.find(scope));
  response.on_demand_stream_count = as_count(state.on_demand_streams.find(scope));
  response.on_demand_stream_count_limit = as_limit(limits.on_demand_streams_max);
  reply(response);
}

}  // namespace weir::api::kinesis
