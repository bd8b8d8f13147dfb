#include "api/alarms/put_alarm.h"

#include <fmt/format.h>

#include <cstddef>
#include <utility>

#include "api/alarms/arns.h"
#include "api/alarms/reports.h"
#include "api/cloudwatch/errors.h"
#include "api/cloudwatch/tags.h"
#include "stream/alarm_commands.h"

namespace weir::api::alarms {
namespace {

// Amazon's quota for each region.
constexpr std::uint32_t alarms_max = 5'000;
// Room for ten metrics and ten expressions; the catalog holds it in memory.
constexpr std::size_t definition_bytes_max = 32'768;

}  // namespace

void put_alarm(const Services& services, const WireCall& call, AlarmToPut alarm,
               std::move_only_function<void(aws::Outcome<aws::NoOutput>)> reply) {
  if (auto good = check_actions(alarm.actions); !good) {
    return reply(aws::Failure(std::move(good).error()));
  }
  if (alarm.definition.size() > definition_bytes_max) {
    return reply(cloudwatch::validation_error(fmt::format(
        "The definition of an alarm may have {} bytes at most.", definition_bytes_max)));
  }
  auto tags = cloudwatch::to_tags(alarm.tags);
  if (!tags) return reply(aws::Failure(std::move(tags).error()));
  stream::AlarmKey key = key_of(call.caller, alarm.name);
  const bool is_new = services.catalog.state(call.home)->find_alarm(key) == nullptr;
  stream::commands::PutAlarm command{.key = std::move(key),
                                     .is_composite = alarm.is_composite,
                                     .children = std::move(alarm.children),
                                     .actions_enabled = alarm.actions.enabled.value_or(true),
                                     .tags = *std::move(tags),
                                     .history_data = configuration_report(alarm.definition, is_new),
                                     .alarms_max = alarms_max};
  command.definition = std::move(alarm.definition);
  services.catalog.submit(call.home, std::move(command), answer_with(std::move(reply)));
}

aws::Failure failure_of_catalog(Error error) {
  switch (error.code) {
    case ErrorCode::not_found:
    case ErrorCode::in_use:
    case ErrorCode::invalid_argument:
      return cloudwatch::validation_error(std::move(error.message));
    case ErrorCode::limit_exceeded:
    case ErrorCode::throttled:
    case ErrorCode::no_space:
    case ErrorCode::expired:
    case ErrorCode::corrupt:
    case ErrorCode::unavailable:
      break;
  }
  return cloudwatch::failure_of_store(std::move(error));
}

Done<void> answer_with(std::move_only_function<void(aws::Outcome<aws::NoOutput>)> reply) {
  return [reply = std::move(reply)](Result<void> result) mutable {
    if (!result) return reply(failure_of_catalog(std::move(result).error()));
    reply(aws::NoOutput{});
  };
}

}  // namespace weir::api::alarms
