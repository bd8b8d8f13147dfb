// UpdateStreamMode: makes a provisioned stream on-demand, or the other way round. It keeps its
// shards.

#include <utility>

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/stream_designation.h"
#include "api/kinesis/warm_throughput.h"

namespace weir::api::kinesis {
namespace {

aws::Outcome<stream::commands::ChangeMode> change_of(const Context& context,
                                                     const UpdateStreamMode::Request& request) {
  const stream::StreamKeyView key =
      TRY(designated_stream(context, {.name = {}, .arn = request.stream_arn, .id = {}}));
  const bool on_demand = request.stream_mode_details->stream_mode == "ON_DEMAND";
  const std::uint32_t warm = TRY(check_warm_throughput(request.warm_throughput_mibps));
  if (warm > 0 && !on_demand) return aws::invalid_argument(std::string(warm_is_for_on_demand));
  const stream::AccountLimits& limits = context.account_limits();
  return stream::commands::ChangeMode{
      .key = key.to_key(),
      .mode = on_demand ? stream::StreamMode::on_demand : stream::StreamMode::provisioned,
      .warm_mibps = warm,
      .on_demand_streams_max = limits.on_demand_streams_max,
      .updates_a_day_max = limits.mode_updates_a_day,
      .account_shards_max = limits.shards_max};
}

}  // namespace

void handle(const Context& context, UpdateStreamMode::Request request,
            Reply<UpdateStreamMode> reply) {
  auto change = change_of(context, request);
  if (!change) return reply(aws::Failure(std::move(change).error()));
  stream::StreamKey key = change->key;
  context.services.streams.change(context.home, std::move(key), *std::move(change),
                                  answer_empty<UpdateStreamMode>(std::move(reply)));
}

}  // namespace weir::api::kinesis
