// EnableAlarmActions, DisableAlarmActions and DeleteAlarms: of up to 100 alarms at once.

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/alarms/arns.h"
#include "api/alarms/operations.h"
#include "api/alarms/put_alarm.h"
#include "api/cloudwatch/errors.h"
#include "stream/alarm_commands.h"

namespace weir::api::alarms {
namespace {

std::vector<stream::AlarmKey> keys_of(const WireCall& call,
                                      const std::vector<std::string_view>& names) {
  std::vector<stream::AlarmKey> keys;
  keys.reserve(names.size());
  for (const std::string_view name : names) keys.push_back(key_of(call.caller, name));
  return keys;
}

void enable(const Services& services, const WireCall& call, bool enable,
            const std::vector<std::string_view>& names,
            std::move_only_function<void(aws::Outcome<aws::NoOutput>)> reply) {
  services.catalog.submit(
      call.home,
      stream::commands::EnableAlarmActions{.keys = keys_of(call, names), .enable = enable},
      answer_with(std::move(reply)));
}

}  // namespace

void handle(const Services& services, const WireCall& call,
            const aws::cloudwatch::EnableAlarmActions::Request& request,
            Reply<aws::cloudwatch::EnableAlarmActions> reply) {
  enable(services, call, true, *request.names, std::move(reply));
}

void handle(const Services& services, const WireCall& call,
            const aws::cloudwatch::DisableAlarmActions::Request& request,
            Reply<aws::cloudwatch::DisableAlarmActions> reply) {
  enable(services, call, false, *request.names, std::move(reply));
}

void handle(const Services& services, const WireCall& call,
            const aws::cloudwatch::DeleteAlarms::Request& request,
            Reply<aws::cloudwatch::DeleteAlarms> reply) {
  std::vector<stream::AlarmKey> keys = keys_of(call, *request.names);
  const auto state = services.catalog.state(call.home);
  const auto composites = std::ranges::count_if(keys, [&](const stream::AlarmKey& key) {
    const auto alarm = state->find_alarm(key);
    return alarm && alarm->is_composite;
  });
  if (composites > 1) {
    return reply(
        cloudwatch::validation_error("No more than one composite alarm can be deleted at once."));
  }
  services.catalog.submit(call.home, stream::commands::DeleteAlarms{std::move(keys)},
                          [names = fmt::format("{}", fmt::join(*request.names, ", ")),
                           reply = std::move(reply)](Result<void> result) mutable {
                            if (result) return reply(aws::NoOutput{});
                            if (result.error().code == ErrorCode::not_found) {
                              return reply(cloudwatch::resource_not_found(
                                  fmt::format("Alarms [{}] do not exist.", names)));
                            }
                            reply(failure_of_catalog(std::move(result).error()));
                          });
}

}  // namespace weir::api::alarms
