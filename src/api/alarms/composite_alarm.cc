#include "api/alarms/composite_alarm.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string_view>

#include "api/alarms/arns.h"
#include "api/alarms/definition.h"
#include "api/alarms/reports.h"
#include "api/cloudwatch/errors.h"
#include "codec/json_writer.h"
#include "monitoring/alarms/alarm_rule.h"

namespace weir::api::alarms {
namespace {

using cloudwatch::validation_error;
using stream::AlarmSuppression;
using stream::AlarmValue;

constexpr std::int32_t suppressor_seconds_max = 7 * 86'400;

stream::AlarmKey sibling(const stream::AlarmKey& key, std::string_view name) {
  return {.account_id = key.account_id, .region = key.region, .name = std::string(name)};
}

// A name, or the ARN of an alarm of the same account and region.
aws::Outcome<std::string> child_name(const stream::AlarmKey& key, std::string_view name_or_arn) {
  if (!name_or_arn.starts_with("arn:")) return std::string(name_or_arn);
  const auto child = parse_alarm_arn(name_or_arn);
  if (child && child->account_id == key.account_id && child->region == key.region) {
    return child->name;
  }
  return validation_error(
      fmt::format("Invalid alarm {}: it is none of this account and region.", name_or_arn));
}

bool is_suppressor_period(const std::optional<std::int32_t>& period) {
  return period && *period >= 0 && *period <= suppressor_seconds_max;
}

aws::Outcome<void> check_suppressor(const aws::cloudwatch::CompositeAlarmTerms& terms) {
  if (!terms.suppressor) {
    if (!terms.wait_period && !terms.extension_period) return {};
    return validation_error(
        "ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod need an "
        "ActionsSuppressor.");
  }
  if (is_suppressor_period(terms.wait_period) && is_suppressor_period(terms.extension_period)) {
    return {};
  }
  return validation_error(
      fmt::format("ActionsSuppressor needs ActionsSuppressorWaitPeriod and "
                  "ActionsSuppressorExtensionPeriod, of 0 to {} seconds.",
                  suppressor_seconds_max));
}

// The child whose change is the newest.
stream::AlarmPointer newest_child(const stream::CatalogState& state, const stream::Alarm& alarm,
                                  const monitoring::AlarmRule& rule) {
  stream::AlarmPointer newest;
  for (const std::string& name : monitoring::alarms_of(rule)) {
    const auto child = state.find_alarm(sibling(alarm.key, monitoring::alarm_name(name)));
    if (child && (!newest || child->transitioned > newest->transitioned)) newest = child;
  }
  return newest;
}

// "… transitioned to ALARM at Monday 15 June, 2020 22:47:37 UTC".
std::string reason_of(const stream::Alarm& child) {
  const std::chrono::sys_seconds time{seconds(child.transitioned.whole_seconds())};
  return fmt::format("{} transitioned to {} at {:%A %d %B, %Y %H:%M:%S} UTC", arn_of(child.key),
                     name_of(child.value), fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

std::string reason_data_of(const stream::Alarm& child) {
  std::string text;
  codec::JsonWriter writer(text);
  writer.begin_object();
  writer.key("triggeringAlarms");
  writer.begin_array();
  writer.begin_object();
  writer.key("arn");
  writer.text(arn_of(child.key));
  writer.key("state");
  writer.begin_object();
  writer.key("value");
  writer.plain_text(name_of(child.value));
  writer.key("timestamp");
  writer.plain_text(report_time(child.transitioned));
  writer.end_object();
  writer.end_object();
  writer.end_array();
  writer.end_object();
  return text;
}

// The parts of a composite alarm's definition that have to do with its suppressor.
struct Suppressor {
  AlarmValue value;
  seconds wait_period;
  seconds extension_period;
};

std::optional<Suppressor> suppressor_of(const stream::CatalogState& state,
                                        const stream::Alarm& alarm) {
  if (!alarm.is_composite) return std::nullopt;
  std::string text = alarm.definition;
  const CompositeDefinition definition = read_composite_definition(text);
  if (!definition.terms.suppressor) return std::nullopt;
  const auto name = child_name(alarm.key, *definition.terms.suppressor);
  const auto suppressor = name ? state.find_alarm(sibling(alarm.key, *name)) : nullptr;
  return Suppressor{.value = suppressor ? suppressor->value : AlarmValue::insufficient_data,
                    .wait_period = seconds(definition.terms.wait_period.value_or(0)),
                    .extension_period = seconds(definition.terms.extension_period.value_or(0))};
}

}  // namespace

aws::Outcome<std::vector<std::string>> children_of(
    const aws::cloudwatch::CompositeAlarmTerms& terms, const stream::AlarmKey& key) {
  const auto rule = monitoring::parse_alarm_rule(terms.rule);
  if (!rule) {
    return validation_error(fmt::format("Invalid alarm rule: {}", rule.error().message));
  }
  TRY(check_suppressor(terms));
  std::vector<std::string> children;
  for (const std::string& name : monitoring::alarms_of(*rule)) {
    children.push_back(TRY(child_name(key, name)));
  }
  if (terms.suppressor) children.push_back(TRY(child_name(key, *terms.suppressor)));
  std::ranges::sort(children);
  children.erase(std::ranges::unique(children).begin(), children.end());
  return children;
}

CompositeJudgement evaluate_composite(const stream::CatalogState& state,
                                      const stream::Alarm& alarm) {
  std::string text = alarm.definition;
  const CompositeDefinition definition = read_composite_definition(text);
  const auto rule = monitoring::parse_alarm_rule(definition.terms.rule);
  if (!rule) return {.value = alarm.value};  // PutCompositeAlarm has not let it in.
  const bool is_true = monitoring::holds(*rule, [&](std::string_view name) {
    const auto child = state.find_alarm(sibling(alarm.key, monitoring::alarm_name(name)));
    return child ? state_of(child->value) : monitoring::AlarmState::insufficient_data;
  });
  CompositeJudgement judgement{.value = is_true ? AlarmValue::alarm : AlarmValue::ok};
  if (judgement.value == alarm.value) return judgement;
  if (const auto child = newest_child(state, alarm, *rule)) {
    judgement.reason = reason_of(*child);
    judgement.reason_data = reason_data_of(*child);
  } else {
    judgement.reason = fmt::format("The rule is always {}", is_true ? "TRUE" : "FALSE");
  }
  return judgement;
}

AlarmSuppression suppression_on_change(const stream::CatalogState& state,
                                       const stream::Alarm& alarm, AlarmValue value) {
  const auto suppressor = suppressor_of(state, alarm);
  if (!suppressor) return AlarmSuppression::none;
  if (suppressor->value == AlarmValue::alarm) return AlarmSuppression::alarm;
  if (alarm.suppression == AlarmSuppression::extension_period) return alarm.suppression;
  if (value == AlarmValue::alarm && suppressor->wait_period > seconds(0)) {
    return AlarmSuppression::wait_period;
  }
  return AlarmSuppression::none;
}

std::optional<AlarmSuppression> suppression_at(const stream::CatalogState& state,
                                               const stream::Alarm& alarm, WallTime now) {
  if (alarm.suppression == AlarmSuppression::none) return std::nullopt;
  const auto suppressor = suppressor_of(state, alarm);
  if (!suppressor) return AlarmSuppression::none;
  if (suppressor->value == AlarmValue::alarm) {
    if (alarm.suppression == AlarmSuppression::alarm) return std::nullopt;
    return AlarmSuppression::alarm;
  }
  if (alarm.suppression == AlarmSuppression::alarm) {
    return suppressor->extension_period > seconds(0) ? AlarmSuppression::extension_period
                                                     : AlarmSuppression::none;
  }
  const seconds length = alarm.suppression == AlarmSuppression::wait_period
                             ? suppressor->wait_period
                             : suppressor->extension_period;
  if (now - alarm.suppressed < length) return std::nullopt;
  return AlarmSuppression::none;
}

}  // namespace weir::api::alarms
