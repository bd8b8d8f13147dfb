// DeleteResourcePolicy: the policy has no say any more.

#include <utility>

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/resource_designation.h"

namespace weir::api::kinesis {

void handle(const Context& context, DeleteResourcePolicy::Request request,
            Reply<DeleteResourcePolicy> reply) {
  const auto key = settled_stream_of_resource(context, request.resource_arn);
  if (!key) return reply(aws::Failure(key.error()));
  stream::commands::SetResourcePolicy command{
      .stream = key->to_key(), .arn = policy_arn(request.resource_arn), .document = {}};
  context.services.catalog.submit(context.home, std::move(command),
                                  answer_empty<DeleteResourcePolicy>(std::move(reply)));
}

}  // namespace weir::api::kinesis
