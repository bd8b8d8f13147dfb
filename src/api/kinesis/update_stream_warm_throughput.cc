// UpdateStreamWarmThroughput: what an on-demand stream is to take at once; it gets the shards for
// it.

#include <utility>

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/stream_designation.h"
#include "api/kinesis/warm_throughput.h"

namespace weir::api::kinesis {
namespace {

struct Change {
  stream::commands::ChangeWarmThroughput command;
  UpdateStreamWarmThroughput::Response response;
};

aws::Outcome<Change> change_of(const Context& context,
                               const UpdateStreamWarmThroughput::Request& request) {
  const stream::StreamKeyView key = TRY(designated_stream(context, request.stream));
  const std::uint32_t mibps = TRY(check_warm_throughput(*request.warm_throughput_mibps));
  const stream::StreamPointer found = TRY(as_outcome(context.view().find_stream(key)));
  const stream::StreamDescription& stream = *found->description;
  Change change{.command = {.key = stream.key, .mibps = mibps},
                .response = {.stream_arn = stream.arn(),
                             .stream_name = stream.key.name,
                             .warm_throughput = warm_throughput_shape(stream)}};
  change.response.warm_throughput.target_mibps = request.warm_throughput_mibps;
  return change;
}

}  // namespace

void handle(const Context& context, UpdateStreamWarmThroughput::Request request,
            Reply<UpdateStreamWarmThroughput> reply) {
  auto change = change_of(context, request);
  if (!change) return reply(aws::Failure(std::move(change).error()));
  stream::StreamKey key = change->command.key;
  context.services.streams.change(context.home, std::move(key), std::move(change->command),
                                  [response = std::move(change->response),
                                   reply = std::move(reply)](Result<void> changed) mutable {
                                    if (!changed)
                                      return reply(as_failure(std::move(changed).error()));
                                    reply(std::move(response));
                                  });
}

}  // namespace weir::api::kinesis
