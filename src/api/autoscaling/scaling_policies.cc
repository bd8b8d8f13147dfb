// PutScalingPolicy, DescribeScalingPolicies, DeleteScalingPolicy.

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "api/autoscaling/errors.h"
#include "api/autoscaling/names.h"
#include "api/autoscaling/operations.h"
#include "api/autoscaling/pages.h"
#include "api/autoscaling/policy_configuration.h"
#include "api/autoscaling/target_change.h"
#include "api/autoscaling/tracked_metric.h"
#include "api/autoscaling/tracking_alarms.h"

namespace weir::api::autoscaling {
namespace {

using aws::autoscaling::DeleteScalingPolicy;
using aws::autoscaling::DescribeScalingPolicies;
using aws::autoscaling::PutScalingPolicy;
using stream::ScalingPolicy;
using stream::ScalingPolicyType;

std::string_view name_of(ScalingPolicyType type) {
  return type == ScalingPolicyType::step_scaling ? "StepScaling" : "TargetTrackingScaling";
}

// The policy of the request, made or found in the target.
ScalingPolicy& policy_in(stream::StreamScaling& target, const ScalingPolicy& made) {
  const auto at = std::ranges::lower_bound(target.policies, made.name, {}, &ScalingPolicy::name);
  if (at != target.policies.end() && at->name == made.name) return *at;
  return *target.policies.insert(at, made);
}

aws::Outcome<void> set_type(ScalingPolicy& policy, const PutScalingPolicy::Request& request,
                            bool is_new) {
  if (!request.policy_type) {
    if (is_new) return validation("PolicyType must be specified for a new scaling policy.");
    return {};
  }
  if (request.policy_type == "PredictiveScaling") {
    return validation("Predictive scaling is not supported for streams.");
  }
  const ScalingPolicyType type = request.policy_type == "StepScaling"
                                     ? ScalingPolicyType::step_scaling
                                     : ScalingPolicyType::target_tracking;
  if (!is_new && policy.type != type) {
    return validation("The type of a scaling policy cannot be changed.");
  }
  policy.type = type;
  return {};
}

aws::Outcome<void> set_step_scaling(ScalingPolicy& policy,
                                    const PutScalingPolicy::Request& request) {
  if (request.target_tracking) {
    return validation(
        "TargetTrackingScalingPolicyConfiguration cannot be specified with policy type "
        "StepScaling.");
  }
  if (!request.step_scaling) {
    if (!policy.configuration.empty()) return {};
    return validation("StepScalingPolicyConfiguration must be specified.");
  }
  TRY(to_step_scaling(*request.step_scaling));
  policy.configuration = document_of(*request.step_scaling);
  return {};
}

aws::Outcome<void> set_target_tracking(const Context& context, ScalingPolicy& policy,
                                       const PutScalingPolicy::Request& request) {
  if (request.step_scaling) {
    return validation(
        "StepScalingPolicyConfiguration cannot be specified with policy type "
        "TargetTrackingScaling.");
  }
  if (!request.target_tracking) {
    if (!policy.configuration.empty()) return {};
    return validation("TargetTrackingScalingPolicyConfiguration must be specified.");
  }
  TRY(to_target_tracking(*request.target_tracking));
  TRY(check_tracked_metric(context.caller, *request.target_tracking));
  policy.configuration = document_of(*request.target_tracking);
  return {};
}

aws::Outcome<void> edit(const Context& context, stream::StreamScaling& target,
                        const PutScalingPolicy::Request& request, const ScalingPolicy& made) {
  ScalingPolicy& policy = policy_in(target, made);
  const bool is_new = policy.id == made.id;
  if (target.policies.size() > policies_max) {
    return limit_exceeded(
        fmt::format("A scalable target can have {} scaling policies.", policies_max));
  }
  TRY(set_type(policy, request, is_new));
  if (policy.type == ScalingPolicyType::step_scaling) return set_step_scaling(policy, request);
  return set_target_tracking(context, policy, request);
}

aws::autoscaling::ScalingPolicy to_shape(const stream::StreamKey& key,
                                         const ScalingPolicy& policy) {
  aws::autoscaling::ScalingPolicy shape{.policy_arn = policy_arn(key, policy),
                                        .policy_name = policy.name,
                                        .names = {.resource_id = resource_id_of(key.name)},
                                        .policy_type = std::string(name_of(policy.type)),
                                        .alarms = alarms_of(key, policy),
                                        .creation_time = policy.created};
  if (policy.type == ScalingPolicyType::step_scaling) {
    if (const auto kept = read_step_scaling(policy.configuration)) {
      shape.step_scaling = kept->configuration;
      shape.owner = kept;
    }
  } else if (const auto kept = read_target_tracking(policy.configuration)) {
    shape.target_tracking = kept->configuration;
    shape.owner = kept;
  }
  return shape;
}

bool is_asked_for(const DescribeScalingPolicies::Request& request, const stream::StreamKey& key,
                  const ScalingPolicy& policy) {
  const auto& names = request.policy_names;
  if (names && !names->empty() && std::ranges::find(*names, policy.name) == names->end()) {
    return false;
  }
  return !request.list.resource_id || *request.list.resource_id == resource_id_of(key.name);
}

}  // namespace

void handle(const Context& context, PutScalingPolicy::Request request,
            Reply<PutScalingPolicy> reply) {
  const aws::Outcome<stream::StreamKey> key = stream_of(context, request.target);
  if (!key) return reply(aws::Failure(key.error()));
  ScalingPolicy made{.name = std::string(request.policy_name),
                     .id = new_uuid(context.services.random),
                     .created = context.services.time.wall_now()};
  change_target(
      context, *key, MissingTarget::is_an_error,
      [context, request = std::move(request), made](stream::StreamScaling& target) {
        return edit(context, target, request, made);
      },
      [made, reply = std::move(reply)](aws::Outcome<stream::StreamScaling> target) mutable {
        if (!target) return reply(aws::Failure(std::move(target).error()));
        const ScalingPolicy& policy = policy_in(*target, made);
        reply(PutScalingPolicy::Response{.policy_arn = policy_arn(target->key, policy),
                                         .alarms = alarms_of(target->key, policy)});
      });
}

void handle(const Context& context, DescribeScalingPolicies::Request request,
            Reply<DescribeScalingPolicies> reply) {
  const aws::Outcome<std::size_t> size = page_size(request.list.max_results, policies_page_max);
  if (!size) return reply(aws::Failure(size.error()));
  const aws::Outcome<PagePlace> after = place_of(request.list.next_token, 2);
  if (!after) return reply(aws::Failure(after.error()));
  DescribeScalingPolicies::Response response;
  if (!may_be_streams(request.list.service_namespace, request.list.scalable_dimension)) {
    return reply(std::move(response));
  }
  PagePlace last;
  for_each_target(
      context, after->empty() ? "" : after->front(), [&](const stream::StreamScaling& target) {
        for (const ScalingPolicy& policy : target.policies) {
          const PagePlace place{target.key.name, policy.name};
          if ((!after->empty() && place <= *after) || !is_asked_for(request, target.key, policy)) {
            continue;
          }
          if (response.scaling_policies.size() == *size) {
            response.next_token = token_of(last);
            return false;
          }
          last = place;
          response.scaling_policies.push_back(to_shape(target.key, policy));
        }
        return true;
      });
  reply(std::move(response));
}

void handle(const Context& context, DeleteScalingPolicy::Request request,
            Reply<DeleteScalingPolicy> reply) {
  const aws::Outcome<stream::StreamKey> key = stream_of(context, request.target);
  if (!key) return reply(aws::Failure(key.error()));
  const auto not_found = [](const DeleteScalingPolicy::Request& of) {
    return object_not_found(fmt::format(
        "No scaling policy found for service namespace: {}, resource ID: {}, scalable dimension: "
        "{}, policy name: {}",
        of.target.service_namespace, of.target.resource_id, of.target.scalable_dimension,
        of.policy_name));
  };
  if (context.state().find_scaling(*key) == nullptr) return reply(not_found(request));
  change_target(
      context, *key, MissingTarget::is_an_error,
      [request, not_found](stream::StreamScaling& target) -> aws::Outcome<void> {
        const auto removed = std::erase_if(target.policies, [&](const ScalingPolicy& policy) {
          return policy.name == request.policy_name;
        });
        if (removed == 0) return not_found(request);
        return {};
      },
      answer_empty<DeleteScalingPolicy>(std::move(reply)));
}

}  // namespace weir::api::autoscaling
