// DescribeStreamConsumer: one registered consumer.

#include "api/kinesis/consumer_designation.h"
#include "api/kinesis/operations.h"

namespace weir::api::kinesis {
namespace {

aws::Outcome<DescribeStreamConsumer::Response> describe(
    const Context& context, const DescribeStreamConsumer::Request& request) {
  const ConsumerDesignation named = TRY(designated_consumer(context, request.consumer));
  const stream::ConsumerPointer found = TRY(find_consumer(context, named));
  DescribeStreamConsumer::Response response;
  response.consumer_description.consumer = consumer_shape(*found);
  response.consumer_description.stream_arn = stream::arn_of(found->stream);
  return response;
}

}  // namespace

void handle(const Context& context, DescribeStreamConsumer::Request request,
            Reply<DescribeStreamConsumer> reply) {
  reply(describe(context, request));
}

}  // namespace weir::api::kinesis
