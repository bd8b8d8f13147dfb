#include "api/autoscaling/tracking_alarms.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include "api/alarms/arns.h"
#include "api/alarms/definition.h"
#include "api/autoscaling/names.h"
#include "api/autoscaling/tracked_metric.h"
#include "base/bytes.h"
#include "codec/hash.h"
#include "codec/uuid.h"

namespace weir::api::autoscaling {
namespace {

using stream::AlarmValue;

// Of policies that are gone nothing need be remembered; there are not so many that are there.
constexpr std::size_t policies_max = 20'000;

// The same for a policy for as long as it is there.
std::string alarm_name(const stream::StreamKey& key, const stream::ScalingPolicy& policy,
                       std::string_view side) {
  const codec::Sha256Digest digest = codec::sha256(bytes_of(fmt::format("{}/{}", policy.id, side)));
  std::array<std::byte, 16> id{};
  std::copy_n(digest.begin(), id.size(), id.begin());
  return fmt::format("TargetTracking-{}-{}-{}", resource_id_of(key.name), side,
                     codec::uuid_text(id));
}

std::string definition_of(const std::string& policy_arn, const TrackedConfiguration& policy,
                          const TrackedStream& stream, double threshold, bool is_high) {
  const std::string description =
      fmt::format("DO NOT EDIT OR DELETE. For TargetTrackingScaling policy {}.", policy_arn);
  const TrackedQueries queries = tracked_queries(stream, policy.configuration);
  alarms::MetricDefinition definition;
  definition.actions.description = description;
  definition.actions.alarm = {policy_arn};
  definition.terms.metrics = queries.queries;
  definition.terms.evaluation_periods = static_cast<std::int32_t>(
      is_high ? monitoring::scale_out_minutes : monitoring::scale_in_minutes);
  definition.terms.threshold = threshold;
  definition.terms.comparison_operator = is_high ? "GreaterThanThreshold" : "LessThanThreshold";
  return alarms::text_of(definition);
}

}  // namespace

std::vector<aws::autoscaling::Alarm> alarms_of(const stream::StreamKey& key,
                                               const stream::ScalingPolicy& policy) {
  if (policy.type != stream::ScalingPolicyType::target_tracking) return {};
  std::vector<aws::autoscaling::Alarm> alarms;
  const auto add = [&](std::string_view side) {
    std::string name = alarm_name(key, policy, side);
    std::string arn =
        alarms::arn_of({.account_id = key.account_id, .region = key.region, .name = name});
    alarms.push_back({.alarm_name = std::move(name), .alarm_arn = std::move(arn)});
  };
  add("AlarmHigh");
  const auto kept = read_target_tracking(policy.configuration);
  if (kept == nullptr || !kept->configuration.disable_scale_in.value_or(false)) add("AlarmLow");
  return alarms;
}

void TrackingAlarms::judge(const std::string& policy_id, const monitoring::TargetTracking& tracking,
                           const std::vector<monitoring::AlarmDatapoint>& minutes, WallTime now) {
  const auto take = [now](Side& side, const monitoring::Judgement& judgement,
                          std::string_view words) {
    const AlarmValue value = alarms::value_of(judgement.state);
    if (side.value != value || side.transitioned == WallTime{}) side.transitioned = now;
    side.value = value;
    side.updated = now;
    side.reason =
        judgement.reason.empty() ? fmt::format("The metric is not {}.", words) : judgement.reason;
  };
  const MutexLock lock(mutex_);
  if (sides_.size() > policies_max) sides_.clear();
  Sides& sides = sides_[policy_id];
  take(sides.high, monitoring::judge_scale_out(tracking, minutes), "above the target");
  take(sides.low, monitoring::judge_scale_in(tracking, minutes), "a tenth below the target");
}

void TrackingAlarms::add(const stream::StreamScaling& target, const stream::ScalingPolicy& policy,
                         std::int32_t shards, std::vector<stream::AlarmPointer>& alarms) const {
  const auto kept = read_target_tracking(policy.configuration);
  const auto tracking =
      kept ? to_target_tracking(kept->configuration) : aws::Outcome<monitoring::TargetTracking>{};
  if (!kept || !tracking) return;
  Sides sides;
  {
    const MutexLock lock(mutex_);
    const auto found = sides_.find(policy.id);
    if (found != sides_.end()) sides = found->second;
  }
  const TrackedStream stream{
      .key = target.key, .shards = shards, .shard = capacity_of(limits_.of_stream(target.key))};
  bool is_high = true;  // They come in that order.
  for (const aws::autoscaling::Alarm& named : alarms_of(target.key, policy)) {
    const Side& side = is_high ? sides.high : sides.low;
    auto alarm = std::make_shared<stream::Alarm>();
    alarm->key = {
        .account_id = target.key.account_id, .region = target.key.region, .name = named.alarm_name};
    alarm->definition = definition_of(
        policy_arn(target.key, policy), *kept, stream,
        is_high ? tracking->target : monitoring::scale_in_threshold(*tracking), is_high);
    alarm->configured = policy.created;
    alarm->value = side.value;
    alarm->reason = side.reason;
    alarm->updated = std::max(side.updated, policy.created);
    alarm->transitioned = std::max(side.transitioned, policy.created);
    alarms.push_back(std::move(alarm));
    is_high = false;
  }
}

std::vector<stream::AlarmPointer> TrackingAlarms::of(const stream::CatalogState& state,
                                                     const stream::AlarmKey& scope) const {
  std::vector<stream::AlarmPointer> alarms;
  state.scalings.for_each_from(
      stream::StreamKeyView{scope.account_id, scope.region, ""},
      [&](const stream::StreamKey& key, const stream::StreamScalingPointer& target) {
        if (key.account_id != scope.account_id || key.region != scope.region) return false;
        const stream::DescriptionPointer stream = state.find(key);
        if (stream == nullptr) return true;
        for (const stream::ScalingPolicy& policy : target->policies) {
          if (policy.type != stream::ScalingPolicyType::target_tracking) continue;
          add(*target, policy, static_cast<std::int32_t>(stream->open_shard_count()), alarms);
        }
        return true;
      });
  std::ranges::sort(alarms, {},
                    [](const auto& alarm) -> const std::string& { return alarm->key.name; });
  return alarms;
}

}  // namespace weir::api::autoscaling
