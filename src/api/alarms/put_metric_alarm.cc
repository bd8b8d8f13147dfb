// PutMetricAlarm: an alarm on a metric or on an expression over some.

#include <utility>

#include "api/alarms/definition.h"
#include "api/alarms/metric_alarm.h"
#include "api/alarms/operations.h"
#include "api/alarms/put_alarm.h"

namespace weir::api::alarms {

void handle(const Services& services, const WireCall& call,
            aws::cloudwatch::PutMetricAlarm::Request request,
            Reply<aws::cloudwatch::PutMetricAlarm> reply) {
  if (auto plan = plan_metric_alarm(call.caller, request.terms); !plan) {
    return reply(aws::Failure(std::move(plan).error()));
  }
  std::string definition =
      text_of(MetricDefinition{.actions = request.actions, .terms = std::move(request.terms)});
  put_alarm(services, call,
            {.name = request.name,
             .is_composite = false,
             .actions = request.actions,
             .tags = request.tags,
             .definition = std::move(definition),
             .children = {}},
            std::move(reply));
}

}  // namespace weir::api::alarms
