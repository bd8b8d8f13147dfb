// PutResourcePolicy: from now on the policy has a say in who may use the stream or consumer.

#include <fmt/format.h>

#include <utility>

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/resource_designation.h"
#include "aws/policy/document.h"

namespace weir::api::kinesis {
namespace {

// Amazon's limit for policies of Kinesis' resources.
constexpr std::size_t policy_bytes_max = 20'480;

// Amazon's texts for these are not published; IAM's stand behind ours.
aws::Outcome<void> check_policy(std::string_view policy) {
  if (policy.size() > policy_bytes_max) {
    return aws::invalid_argument(
        fmt::format("The policy has {} bytes; {} are allowed.", policy.size(), policy_bytes_max));
  }
  const auto document = aws::policy::parse_document(policy, aws::policy::DocumentKind::resource);
  if (!document) {
    return aws::invalid_argument(
        fmt::format("The resource policy is invalid: {}", document.error().message));
  }
  return {};
}

}  // namespace

void handle(const Context& context, PutResourcePolicy::Request request,
            Reply<PutResourcePolicy> reply) {
  const auto key = settled_stream_of_resource(context, request.resource_arn);
  if (!key) return reply(aws::Failure(key.error()));
  if (auto valid = check_policy(request.policy); !valid) {
    return reply(aws::Failure(std::move(valid).error()));
  }
  stream::commands::SetResourcePolicy command{.stream = key->to_key(),
                                              .arn = policy_arn(request.resource_arn),
                                              .document = std::string(request.policy)};
  context.services.catalog.submit(context.home, std::move(command),
                                  answer_empty<PutResourcePolicy>(std::move(reply)));
}

}  // namespace weir::api::kinesis
