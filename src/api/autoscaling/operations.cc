#include "api/autoscaling/operations.h"

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <utility>

#include "api/autoscaling/names.h"
#include "aws/protocol.h"
#include "aws/validation.h"

namespace weir::api::autoscaling {
namespace {

constexpr std::size_t body_bytes_max = 1U << 20;

// What a request is about, as policies name it: the target, if there is one.
template <class Request>
std::string resource_of(const Context& context, const Request& request) {
  if constexpr (requires { request.resource_arn; }) {
    return std::string(request.resource_arn);
  } else if constexpr (requires { request.target.resource_id; }) {
    if (const auto name = stream_of_resource_id(request.target.resource_id)) {
      const auto target = context.state().find_scaling(context.key_of(*name));
      if (target != nullptr) return target_arn(*target);
    }
  }
  return "*";
}

template <class Operation>
aws::Outcome<void> authorise(const Services& services, const WireCall& call,
                             const typename Operation::Request& request) {
  const Context context{.services = services, .home = call.home, .caller = call.caller};
  const std::string action = fmt::format("application-autoscaling:{}", Operation::info.name);
  const std::string resource = resource_of(context, request);
  Question question{.caller = call.caller,
                    .action = action,
                    .resource = resource,
                    .resource_account = context.account_id()};
  if constexpr (requires { request.target.resource_id; }) {
    question.service_keys.emplace_back("application-autoscaling:service-namespace",
                                       request.target.service_namespace);
    question.service_keys.emplace_back("application-autoscaling:scalable-dimension",
                                       request.target.scalable_dimension);
  }
  call.resource = resource;
  return services.access.check(context.state(), question);
}

// The members of this service's errors begin with a capital letter.
aws::Failure refusal(aws::ServiceError error) {
  error.capital_message = true;
  return aws::Failure(std::move(error));
}

// Decodes, checks, asks whether the caller may. There are documents only, no forms.
template <class Operation>
aws::Outcome<typename Operation::Request> read_request(const Services& services,
                                                       const WireCall& call) {
  aws::Outcome<typename Operation::Request> request{std::in_place};
  if (!call.body.empty()) TRY(aws::decode_document(call.protocol, call.body, *request));
  TRY(aws::validate(*request));
  TRY(authorise<Operation>(services, call, *request));
  return request;
}

template <class Operation>
WireOperation entry(const Services& services) {
  return {.name = Operation::info.name,
          .run =
              [&services](const WireCall& call, WireReply reply) {
                auto request = read_request<Operation>(services, call);
                if (!request) return reply(refusal(std::move(request).error()));
                handle({.services = services, .home = call.home, .caller = call.caller},
                       *std::move(request),
                       [protocol = call.protocol, reply = std::move(reply)](
                           aws::Outcome<typename Operation::Response> outcome) mutable {
                         if (!outcome) return reply(refusal(std::move(outcome).error()));
                         std::string body;
                         aws::encode_document(protocol, *outcome, body);
                         reply(std::move(body));
                       });
              },
          .is_audited = Operation::info.access == aws::Access::write};
}

}  // namespace

WireService service(const Services& services) {
  using namespace aws::autoscaling;
  return {.signing_name = "application-autoscaling",
          .target_prefix = "AnyScaleFrontendService",
          .shape_namespace = "com.amazonaws.applicationautoscaling",
          .query_version = "",
          .xml_namespace = "",
          .error_names = {},
          .body_bytes_max = body_bytes_max,
          .form_fields_max = 0,
          .operations = {
              entry<RegisterScalableTarget>(services), entry<DeregisterScalableTarget>(services),
              entry<DescribeScalableTargets>(services), entry<PutScalingPolicy>(services),
              entry<DescribeScalingPolicies>(services), entry<DeleteScalingPolicy>(services),
              entry<PutScheduledAction>(services), entry<DescribeScheduledActions>(services),
              entry<DeleteScheduledAction>(services), entry<DescribeScalingActivities>(services),
              entry<TagResource>(services), entry<UntagResource>(services),
              entry<ListTagsForResource>(services)}};
}

}  // namespace weir::api::autoscaling
