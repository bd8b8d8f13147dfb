// AlarmRule: what a composite alarm watches, 'ALARM(lag) AND NOT (OK("disk full") OR FALSE)'.
//
// Source:
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "monitoring/alarms/alarm_state.h"

namespace weir::monitoring {

enum class AlarmRuleKind : std::uint8_t { constant, state, negation, all, any };

struct AlarmRule {
  AlarmRuleKind kind = AlarmRuleKind::constant;
  bool value = false;                 // Of a constant.
  AlarmState state = AlarmState::ok;  // In which the alarm must be.
  std::string alarm{};                // Its name, or its ARN.
  std::vector<AlarmRule> parts{};     // What is negated, or combined.
};

inline constexpr std::size_t alarm_rule_characters_max = 10'240;
inline constexpr std::size_t alarm_rule_alarms_max = 100;
inline constexpr unsigned alarm_rule_depth_max = 64;

// Errors: invalid_argument  it is no rule, or one with more than the above; the message says what
//                           is wrong, and where.
Result<AlarmRule> parse_alarm_rule(std::string_view text);

// The alarms that it names, as it names them: each once, in order.
std::vector<std::string> alarms_of(const AlarmRule& rule);

// Whether it holds. `state_of` is asked for alarms as the rule names them.
bool holds(const AlarmRule& rule, const std::function<AlarmState(std::string_view)>& state_of);

// The name of an alarm from its name or ARN, "arn:aws:cloudwatch:eu-west-1:1234:alarm:NAME".
std::string_view alarm_name(std::string_view name_or_arn);

// Whether `name`, if it depended on `children`, depended on itself. `children_of` gives the names
// that another composite alarm depends on; none for any other alarm.
bool makes_a_cycle(std::string_view name, const std::vector<std::string>& children,
                   const std::function<std::vector<std::string>(std::string_view)>& children_of);

}  // namespace weir::monitoring
