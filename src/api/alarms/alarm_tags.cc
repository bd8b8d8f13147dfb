// TagResource, UntagResource and ListTagsForResource, of alarms.

#include <fmt/format.h>

#include <utility>

#include "api/alarms/arns.h"
#include "api/alarms/operations.h"
#include "api/alarms/put_alarm.h"
#include "api/cloudwatch/errors.h"
#include "stream/alarm_commands.h"

namespace weir::api::alarms {
namespace {

// The caller's alarm of that ARN.
aws::Outcome<stream::AlarmPointer> find(const Services& services, const WireCall& call,
                                        std::string_view arn) {
  const auto key = parse_alarm_arn(arn);
  if (!key) {
    return cloudwatch::invalid_parameter_value(fmt::format("{} is no ARN of an alarm.", arn));
  }
  if (*key == key_of(call.caller, key->name)) {
    if (auto alarm = services.catalog.state(call.home)->find_alarm(*key)) return alarm;
  }
  return aws::Failure(aws::ServiceError{.type = "ResourceNotFoundException",
                                        .message = fmt::format("There is no resource {}.", arn),
                                        .http_status = 404});
}

}  // namespace

void handle(const Services& services, const WireCall& call,
            const aws::cloudwatch::TagResource::Request& request,
            Reply<aws::cloudwatch::TagResource> reply) {
  auto alarm = find(services, call, request.arn);
  if (!alarm) return reply(aws::Failure(std::move(alarm).error()));
  auto tags = to_tags(*request.tags);
  if (!tags) return reply(aws::Failure(std::move(tags).error()));
  services.catalog.submit(
      call.home,
      stream::commands::ChangeAlarmTags{
          .key = (*alarm)->key, .set = *std::move(tags), .tags_max = alarm_tags_max},
      answer_with(std::move(reply)));
}

void handle(const Services& services, const WireCall& call,
            const aws::cloudwatch::UntagResource::Request& request,
            Reply<aws::cloudwatch::UntagResource> reply) {
  auto alarm = find(services, call, request.arn);
  if (!alarm) return reply(aws::Failure(std::move(alarm).error()));
  services.catalog.submit(
      call.home,
      stream::commands::ChangeAlarmTags{.key = (*alarm)->key,
                                        .remove = {request.keys->begin(), request.keys->end()},
                                        .tags_max = alarm_tags_max},
      answer_with(std::move(reply)));
}

void handle(const Services& services, const WireCall& call,
            const aws::cloudwatch::ListTagsForResource::Request& request,
            Reply<aws::cloudwatch::ListTagsForResource> reply) {
  const auto alarm = find(services, call, request.arn);
  if (!alarm) return reply(aws::Failure(alarm.error()));
  aws::cloudwatch::ListTagsForResource::Response response;
  response.tags.reserve((*alarm)->tags.size());
  for (const auto& [key, value] : (*alarm)->tags) response.tags.push_back({key, value});
  reply(std::move(response));
}

}  // namespace weir::api::alarms
