// PutCompositeAlarm: an alarm on the states of other alarms.

#include <utility>

#include "api/alarms/arns.h"
#include "api/alarms/composite_alarm.h"
#include "api/alarms/definition.h"
#include "api/alarms/operations.h"
#include "api/alarms/put_alarm.h"

namespace weir::api::alarms {

void handle(const Services& services, const WireCall& call,
            aws::cloudwatch::PutCompositeAlarm::Request request,
            Reply<aws::cloudwatch::PutCompositeAlarm> reply) {
  auto children = children_of(request.terms, key_of(call.caller, request.name));
  if (!children) return reply(aws::Failure(std::move(children).error()));
  put_alarm(services, call,
            {.name = request.name,
             .is_composite = true,
             .actions = request.actions,
             .tags = request.tags,
             .definition =
                 text_of(CompositeDefinition{.actions = request.actions, .terms = request.terms}),
             .children = *std::move(children)},
            std::move(reply));
}

}  // namespace weir::api::alarms
