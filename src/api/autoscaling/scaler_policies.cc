// What scaling policies want of streams: target tracking by the minute, steps when an alarm calls.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "api/autoscaling/names.h"
#include "api/autoscaling/scaler.h"

namespace weir::api::autoscaling {
namespace {

using monitoring::AlarmDatapoint;

constexpr std::int64_t minute_ms = 60'000;

WallTime minute_of(WallTime time) { return {time.ms / minute_ms * minute_ms}; }

bool is_predefined(const TrackedConfiguration& policy) {
  return policy.configuration.predefined.has_value();
}

}  // namespace

// The policies of a target, one after the other.
struct Scaler::Evaluation {
  struct Policy {
    std::string name;
    std::string id;
    std::shared_ptr<const TrackedConfiguration> kept;
    monitoring::TargetTracking tracking;
  };

  Seen seen;
  WallTime end;  // Of the last minute that is looked at.
  std::vector<Policy> policies;
  std::size_t next = 0;
  std::vector<monitoring::ScalingWish> wishes{};
  std::vector<std::string> wishers{};  // Their names.
  bool may_scale_in = true;
};

void Scaler::evaluate(const Seen& seen) {
  auto evaluation = std::make_shared<Evaluation>(
      Evaluation{.seen = seen, .end = {(last_minute_)*minute_ms}, .policies = {}});
  for (const stream::ScalingPolicy& policy : seen.target->policies) {
    if (policy.type != stream::ScalingPolicyType::target_tracking) continue;
    auto kept = read_target_tracking(policy.configuration);
    if (kept == nullptr) continue;
    const auto tracking = to_target_tracking(kept->configuration);
    if (tracking) {
      evaluation->policies.push_back({policy.name, policy.id, std::move(kept), *tracking});
    }
  }
  if (evaluation->policies.empty()) return;
  busy_.insert(seen.target->key);
  evaluate_next(evaluation);
}

void Scaler::evaluate_next(const EvaluationPointer& evaluation) {
  if (evaluation->next == evaluation->policies.size()) {
    busy_.erase(evaluation->seen.target->key);
    return conclude(*evaluation);
  }
  const auto span = std::chrono::minutes(monitoring::tracked_minutes);
  read_tracked_metric(
      parts_.metrics, parts_.clock, tracked_stream(evaluation->seen),
      evaluation->policies[evaluation->next].kept, evaluation->end - span, evaluation->end,
      [self = shared_from_this(), evaluation](Result<std::vector<AlarmDatapoint>> minutes) {
        if (!minutes) {
          self->parts_.logger.warning(
              "scaling_metric_not_read",
              {{"stream", evaluation->seen.target->key.name}, {"reason", minutes.error().message}});
          minutes = std::vector<AlarmDatapoint>{};
        }
        self->take_minutes(evaluation, *std::move(minutes));
      });
}

TrackedStream Scaler::tracked_stream(const Seen& seen) const {
  return {.key = seen.target->key,
          .shards = seen.shards(),
          .shard = capacity_of(parts_.streams.limits().of_stream(seen.target->key))};
}

// A stream that nobody uses has no metrics: its utilisation is none, as far as that was watched. A
// metric of somebody's own may be that of another shard count: it counts anew after a change.
std::vector<AlarmDatapoint> Scaler::judged_minutes(const Evaluation& evaluation,
                                                   std::vector<AlarmDatapoint> minutes) const {
  const Seen& seen = evaluation.seen;
  if (is_predefined(*evaluation.policies[evaluation.next].kept)) {
    const WallTime watched_since = std::max(started_, seen.stream->created);
    for (AlarmDatapoint& minute : minutes) {
      if (!minute.value && minute.time >= watched_since) minute.value = 0;
    }
    return minutes;
  }
  for (const stream::ScalingActivity* const last :
       {last_scale_out(seen.activities), last_scale_in(seen.activities)}) {
    if (last == nullptr) continue;
    const WallTime changed = minute_of(last->end.value_or(last->start));
    for (AlarmDatapoint& minute : minutes) {
      if (minute.time <= changed) minute.value.reset();
    }
  }
  return minutes;
}

void Scaler::take_minutes(const EvaluationPointer& evaluation,
                          std::vector<AlarmDatapoint> minutes) {
  const Evaluation::Policy& policy = evaluation->policies[evaluation->next];
  minutes = judged_minutes(*evaluation, std::move(minutes));
  parts_.alarms.judge(policy.id, policy.tracking, minutes, parts_.clock.wall_now());
  const auto wanted =
      monitoring::wanted_capacity(policy.tracking, evaluation->seen.shards(), minutes);
  if (wanted) {
    evaluation->wishes.push_back({.capacity = *wanted,
                                  .scale_out_cooldown = policy.tracking.scale_out_cooldown,
                                  .scale_in_cooldown = policy.tracking.scale_in_cooldown});
    evaluation->wishers.push_back(policy.name);
  } else if (!policy.tracking.disable_scale_in) {
    evaluation->may_scale_in = false;
  }
  ++evaluation->next;
  evaluate_next(evaluation);
}

void Scaler::conclude(const Evaluation& evaluation) {
  if (evaluation.wishes.empty()) return;
  // It may have changed while its metrics were read.
  const auto seen = see(evaluation.seen.target->key);
  if (!seen || !can_scale(*seen) || seen->target->revision != evaluation.seen.target->revision ||
      seen->shards() != evaluation.seen.shards()) {
    return;
  }
  const auto largest =
      std::ranges::max_element(evaluation.wishes, {}, &monitoring::ScalingWish::capacity);
  const std::string& name =
      evaluation.wishers[static_cast<std::size_t>(largest - evaluation.wishes.begin())];
  const std::string cause =
      fmt::format("utilization {} target triggered policy {}",
                  largest->capacity > seen->shards() ? "above" : "below", name);
  monitoring::StreamScaler decider = decider_of(*seen);
  const auto to =
      decider.decide(seen->shards(), evaluation.wishes, evaluation.may_scale_in, seen->now);
  if (to) {
    scale(*seen, *to, cause);
  } else {
    stay(*seen, decider.stayed(), cause);
  }
}

void Scaler::run(const monitoring::ScalingCall& call, Done<std::string> done) {
  const auto answer = [this, &done](Result<std::string> result) {
    parts_.home.post([result = std::move(result), done = std::move(done)]() mutable {
      done(std::move(result));
    });
  };
  const auto designated = read_policy_arn(call.policy_arn);
  const auto not_found = [&call] {
    return fail(ErrorCode::not_found,
                fmt::format("There is no scaling policy {}.", call.policy_arn));
  };
  if (!designated || designated->key.account_id != call.account_id) return answer(not_found());
  const auto seen = see(designated->key.to_key());
  if (!seen) return answer(not_found());
  const auto& policies = seen->target->policies;
  const auto policy = std::ranges::find(policies, designated->id, &stream::ScalingPolicy::id);
  if (policy == policies.end()) return answer(not_found());
  const auto kept = policy->type == stream::ScalingPolicyType::step_scaling
                        ? read_step_scaling(policy->configuration)
                        : nullptr;
  if (kept == nullptr) {
    return answer(fail(ErrorCode::invalid_argument,
                       fmt::format("The policy {} needs no alarm.", policy->name)));
  }
  const auto steps = to_step_scaling(kept->configuration);
  if (!steps) return answer(fail(ErrorCode::invalid_argument, steps.error().message));
  answer(run_step(*seen, *policy, *steps, call));
}

std::string Scaler::run_step(const Seen& seen, const stream::ScalingPolicy& policy,
                             const monitoring::StepScaling& steps,
                             const monitoring::ScalingCall& call) {
  if (!call.value) return "The alarm's metric has no value.";
  if (!can_scale(seen)) return "The stream cannot be scaled now.";
  const std::string cause = fmt::format("monitor alarm {} in state ALARM triggered policy {}",
                                        call.alarm_name, policy.name);
  // What went out within the cooldown counts as a part of what is to go out now.
  std::int32_t base = seen.shards();
  const stream::ScalingActivity* const out = last_scale_out(seen.activities);
  if (out != nullptr && out->to == base && out->start <= seen.now &&
      seen.now - out->start < steps.cooldown) {
    base = out->from;
  }
  const double distance = *call.value - call.threshold;
  std::int64_t wanted = monitoring::stepped_capacity(steps, base, distance);
  if (wanted < seen.shards() && wanted >= base) wanted = seen.shards();
  monitoring::StreamScaler decider = decider_of(seen);
  const auto to = decider.decide(seen.shards(),
                                 {{.capacity = wanted,
                                   .scale_out_cooldown = steps.cooldown,
                                   .scale_in_cooldown = steps.cooldown,
                                   .is_exact = true}},
                                 true, seen.now);
  return to ? scale(seen, *to, cause) : stay(seen, decider.stayed(), cause);
}

}  // namespace weir::api::autoscaling
