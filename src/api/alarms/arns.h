// ARNs of alarms and of what they call.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "aws/authentication.h"
#include "aws/service_error.h"
#include "aws/shapes/cloudwatch/alarms.h"
#include "stream/alarm.h"

namespace weir::api::alarms {

stream::AlarmKey key_of(const aws::Caller& caller, std::string_view name);

// "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:lag".
std::string arn_of(const stream::AlarmKey& key);

// The alarm that an ARN names; nothing if it is none of an alarm.
std::optional<stream::AlarmKey> parse_alarm_arn(std::string_view arn);

// "eu-west-1" of an ARN: its parts between colons, the sixth with all that follows. Nothing if it
// has fewer, or does not begin with "arn:".
struct ActionArn {
  std::string_view service;
  std::string_view region;
  std::string_view account;
  std::string_view resource;  // "ops" of a topic, "scalingPolicy:…" of a policy.
};
std::optional<ActionArn> parse_action_arn(std::string_view arn);

enum class ActionKind : std::uint8_t { notification, scaling };
// Nothing if no action of that service can be called.
std::optional<ActionKind> kind_of(const ActionArn& action);

// Whether alarms can call all of these. Errors: ValidationError.
aws::Outcome<void> check_actions(const aws::cloudwatch::AlarmActions& actions);

}  // namespace weir::api::alarms
