// SetAlarmState: a state for now, until the next evaluation says otherwise; to try actions out.

#include <fmt/format.h>

#include <span>
#include <string>
#include <utility>

#include "api/alarms/arns.h"
#include "api/alarms/composite_alarm.h"
#include "api/alarms/definition.h"
#include "api/alarms/operations.h"
#include "api/alarms/put_alarm.h"
#include "api/alarms/reports.h"
#include "api/cloudwatch/errors.h"
#include "codec/json_reader.h"
#include "stream/alarm_commands.h"

namespace weir::api::alarms {
namespace {

bool is_json(std::string text) {
  codec::JsonReader reader{std::span<char>(text)};
  reader.skip_value();
  return reader.finish();
}

}  // namespace

void handle(const Services& services, const WireCall& call,
            const aws::cloudwatch::SetAlarmState::Request& request,
            Reply<aws::cloudwatch::SetAlarmState> reply) {
  stream::AlarmKey key = key_of(call.caller, request.name);
  const auto state = services.catalog.state(call.home);
  const stream::AlarmPointer alarm = state->find_alarm(key);
  if (alarm == nullptr) {
    return reply(
        cloudwatch::resource_not_found(fmt::format("There is no alarm {}.", request.name)));
  }
  std::string reason_data(request.reason_data.value_or(""));
  if (!reason_data.empty() && !is_json(reason_data)) {
    return reply(cloudwatch::invalid_format("StateReasonData is not valid JSON."));
  }
  const stream::AlarmValue value =
      value_of(*monitoring::alarm_state_named(request.value));  // As its constraints have it.
  services.catalog.submit(
      call.home,
      stream::commands::SetAlarmState{
          .key = std::move(key),
          .value = value,
          .reason = std::string(request.reason),
          .reason_data = reason_data,
          .history_data = state_report(*alarm, value, request.reason, reason_data),
          .actions = actions_for(alarm->is_composite, alarm->definition, value),
          .suppression = suppression_on_change(*state, *alarm, value)},
      answer_with(std::move(reply)));
}

}  // namespace weir::api::alarms
