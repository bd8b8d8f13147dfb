// GetResourcePolicy: the policy as it was put, or "{}".

#include "api/kinesis/operations.h"
#include "api/kinesis/resource_designation.h"

namespace weir::api::kinesis {

void handle(const Context& context, GetResourcePolicy::Request request,
            Reply<GetResourcePolicy> reply) {
  const auto key = stream_of_resource(context, request.resource_arn);
  if (!key) return reply(aws::Failure(key.error()));
  const auto policy = context.view().state.find_resource_policy(policy_arn(request.resource_arn));
  reply(GetResourcePolicy::Response{.policy = policy ? *policy : "{}"});
}

}  // namespace weir::api::kinesis
