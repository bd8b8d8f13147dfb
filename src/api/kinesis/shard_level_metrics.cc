#include "api/kinesis/shard_level_metrics.h"

#include <algorithm>
#include <utility>

#include "api/kinesis/errors.h"
#include "api/kinesis/stream_designation.h"
#include "aws/shapes/kinesis/constraints.h"

namespace weir::api::kinesis {
namespace {

using aws::kinesis::shard_level_metrics;
using aws::kinesis::ShardLevelMetricsRequest;
using aws::kinesis::ShardLevelMetricsResponse;

// The last name is "ALL".
constexpr std::size_t metrics_count = shard_level_metrics.size() - 1;
constexpr std::uint8_t all_metrics = (1u << metrics_count) - 1;

// Constraints have let only the known names pass.
std::uint8_t bits_of(const std::vector<std::string_view>& names) {
  std::uint8_t bits = 0;
  for (const std::string_view name : names) {
    const auto place = std::ranges::find(shard_level_metrics, name) - shard_level_metrics.begin();
    bits = static_cast<std::uint8_t>(
        static_cast<std::size_t>(place) < metrics_count ? bits | 1u << place : all_metrics);
  }
  return bits;
}

}  // namespace

std::vector<std::string_view> metric_names(std::uint8_t metrics) {
  std::vector<std::string_view> names;
  for (std::size_t place = 0; place < metrics_count; ++place) {
    if ((metrics >> place & 1) != 0) names.push_back(shard_level_metrics[place]);
  }
  return names;
}

void change_shard_level_metrics(
    const Context& context, const ShardLevelMetricsRequest& request, bool enable,
    std::move_only_function<void(aws::Outcome<ShardLevelMetricsResponse>)> reply) {
  const auto key = designated_stream(context, request.stream);
  if (!key) return reply(aws::Failure(key.error()));
  const auto found = as_outcome(context.view().find_stream(*key));
  if (!found) return reply(aws::Failure(found.error()));
  const stream::StreamDescription& stream = *(*found)->description;
  const std::uint8_t metrics = bits_of(request.shard_level_metrics);
  const std::uint8_t before = stream.shard_level_metrics;
  const auto after = static_cast<std::uint8_t>(enable ? before | metrics : before & ~metrics);
  ShardLevelMetricsResponse response{.stream_name = stream.key.name,
                                     .current_shard_level_metrics = metric_names(before),
                                     .desired_shard_level_metrics = metric_names(after),
                                     .stream_arn = stream.arn()};
  context.services.streams.change(
      context.home, stream.key,
      stream::commands::ChangeShardMetrics{.key = stream.key, .metrics = metrics, .enable = enable},
      [response = std::move(response), reply = std::move(reply)](Result<void> changed) mutable {
        if (!changed) return reply(as_failure(std::move(changed).error()));
        reply(std::move(response));
      });
}

}  // namespace weir::api::kinesis
