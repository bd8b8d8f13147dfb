// How Application Auto Scaling names what it works on: resource ids and ARNs.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/autoscaling/services.h"
#include "aws/shapes/autoscaling/common.h"
#include "stream/scaling.h"

namespace weir::api::autoscaling {

// "stream/NAME".
std::string resource_id_of(std::string_view stream_name);
// NAME; nothing if it is of another form.
std::optional<std::string_view> stream_of_resource_id(std::string_view resource_id);

// The stream that a request is about. Errors: ValidationException.
aws::Outcome<stream::StreamKey> stream_of(const Context& context,
                                          const aws::autoscaling::TargetRef& ref);

// Whether targets of a namespace and a dimension, where it is given, can be Weir's.
bool may_be_streams(std::string_view service_namespace,
                    const std::optional<std::string_view>& dimension);

std::string target_arn(const stream::StreamScaling& scaling);
std::string policy_arn(const stream::StreamKey& key, const stream::ScalingPolicy& policy);
std::string action_arn(const stream::StreamKey& key, const stream::ScheduledAction& action);

// Which policy of which stream; views into `arn`.
struct PolicyDesignation {
  stream::StreamKeyView key;
  std::string_view id;
  std::string_view name;
};
std::optional<PolicyDesignation> read_policy_arn(std::string_view arn);

// Calls visit(target) for the targets of the caller's account and region, from that stream's on by
// name, while it answers true.
void for_each_target(const Context& context, std::string_view from, auto&& visit) {
  context.state().scalings.for_each_from(
      context.key_of(from),
      [&](const stream::StreamKey& key, const stream::StreamScalingPointer& target) {
        if (key.account_id != context.account_id() || key.region != context.caller.region) {
          return false;
        }
        return visit(*target);
      });
}

std::string new_uuid(env::Random& random);

}  // namespace weir::api::autoscaling
