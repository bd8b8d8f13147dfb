#include "api/alarms/operations.h"

#include <string>
#include <string_view>

#include "api/alarms/arns.h"
#include "api/cloudwatch/authorise.h"
#include "api/cloudwatch/tags.h"

namespace weir::api::alarms {
namespace {

// What a request is about, for policies: the alarms that it names, or all.
template <class Request>
std::vector<std::string> resources_of(const aws::Caller& caller, const Request& request) {
  if constexpr (requires { std::string_view(request.name); }) {
    return {arn_of(key_of(caller, request.name))};
  } else if constexpr (requires { request.names->front().size(); }) {
    std::vector<std::string> arns;
    if constexpr (requires { request.names.present(); }) {
      arns.reserve(request.names->size());
      for (const std::string_view name : *request.names)
        arns.push_back(arn_of(key_of(caller, name)));
      return arns;
    }
  }
  return {"*"};
}

template <class Operation>
aws::Outcome<void> authorise(const Services& services, const WireCall& call,
                             const typename Operation::Request& request) {
  return cloudwatch::authorise_each(services.authorise, call, Operation::info.name,
                                    resources_of(call.caller, request),
                                    cloudwatch::tags_of(request));
}

template <class Operation>
WireOperation entry(const Services& services) {
  return wire_operation<Operation>(services, authorise<Operation>);
}

}  // namespace

std::vector<WireOperation> operations(const Services& services) {
  using namespace aws::cloudwatch;
  return {entry<DeleteAlarms>(services),        entry<DescribeAlarmHistory>(services),
          entry<DescribeAlarms>(services),      entry<DescribeAlarmsForMetric>(services),
          entry<DisableAlarmActions>(services), entry<EnableAlarmActions>(services),
          entry<PutCompositeAlarm>(services),   entry<PutMetricAlarm>(services),
          entry<SetAlarmState>(services)};
}

}  // namespace weir::api::alarms
