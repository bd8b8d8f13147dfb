#include "api/alarms/alarm_answers.h"

#include <fmt/format.h>

#include <optional>
#include <string_view>
#include <utility>

#include "api/alarms/arns.h"
#include "api/alarms/definition.h"

namespace weir::api::alarms {
namespace {

using stream::AlarmSuppression;

aws::cloudwatch::AlarmStateAnswer state_answer(const stream::Alarm& alarm) {
  aws::cloudwatch::AlarmStateAnswer answer{.name = alarm.key.name,
                                           .arn = arn_of(alarm.key),
                                           .configured = alarm.configured,
                                           .value = name_of(alarm.value),
                                           .reason = alarm.reason,
                                           .reason_data = std::nullopt,
                                           .updated = alarm.updated,
                                           .transitioned = alarm.transitioned};
  if (!alarm.reason_data.empty()) answer.reason_data = alarm.reason_data;
  return answer;
}

// Lists are always there.
void complete(aws::cloudwatch::AlarmActions& actions, const stream::Alarm& alarm) {
  actions.enabled = alarm.actions_enabled;
  if (!actions.ok) actions.ok.emplace();
  if (!actions.alarm) actions.alarm.emplace();
  if (!actions.insufficient_data) actions.insufficient_data.emplace();
}

std::string_view name_of(AlarmSuppression suppression) {
  switch (suppression) {
    case AlarmSuppression::wait_period:
      return "WaitPeriod";
    case AlarmSuppression::extension_period:
      return "ExtensionPeriod";
    case AlarmSuppression::alarm:
      return "Alarm";
    case AlarmSuppression::none:
      break;
  }
  return {};
}

}  // namespace

std::string& AnswerTexts::definition_of(const stream::Alarm& alarm) {
  texts_.push_back(std::make_unique<std::string>(alarm.definition));
  return *texts_.back();
}

aws::cloudwatch::MetricAlarmAnswer AnswerTexts::show_metric(const stream::AlarmPointer& alarm) {
  alarms_.push_back(alarm);
  MetricDefinition definition = read_metric_definition(definition_of(*alarm));
  complete(definition.actions, *alarm);
  const bool has_expressions = definition.terms.metrics && !definition.terms.metrics->empty();
  if (!has_expressions && !definition.terms.dimensions) definition.terms.dimensions.emplace();
  return {.state = state_answer(*alarm),
          .actions = std::move(definition.actions),
          .terms = std::move(definition.terms)};
}

aws::cloudwatch::CompositeAlarmAnswer AnswerTexts::show_composite(
    const stream::AlarmPointer& alarm) {
  alarms_.push_back(alarm);
  CompositeDefinition definition = read_composite_definition(definition_of(*alarm));
  complete(definition.actions, *alarm);
  aws::cloudwatch::CompositeAlarmAnswer answer{
      .state = state_answer(*alarm),
      .actions = std::move(definition.actions),
      .rule = definition.terms.rule,
      .suppressor = definition.terms.suppressor,
      .wait_period = definition.terms.wait_period,
      .extension_period = definition.terms.extension_period,
      .suppressed_by = std::nullopt,
      .suppressed_reason = std::nullopt};
  if (alarm->suppression != AlarmSuppression::none) {
    answer.suppressed_by = name_of(alarm->suppression);
    answer.suppressed_reason = fmt::format("Actions suppressed by {}", name_of(alarm->suppression));
  }
  return answer;
}

}  // namespace weir::api::alarms
