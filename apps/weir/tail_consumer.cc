#include "tail_consumer.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "aws/shapes/kinesis/deregister_stream_consumer.h"
#include "aws/shapes/kinesis/describe_stream_consumer.h"
#include "aws/shapes/kinesis/describe_stream_summary.h"
#include "aws/shapes/kinesis/register_stream_consumer.h"

namespace weir::app {

using namespace aws::kinesis;

std::expected<void, CallError> TailConsumer::begin(const std::string& stream, World& world) {
  // Below the 20 calls a second that Amazon allows.
  constexpr milliseconds pause{200};
  DescribeStreamSummary::Request which;
  which.stream.name = stream;
  auto summary = client_.call<DescribeStreamSummary>(which);
  if (!summary) return std::unexpected(std::move(summary).error());
  const std::string stream_arn(summary->stream_description_summary.stream_arn);

  const std::string name = fmt::format("weir-tail-{:016x}", world.random.next());
  RegisterStreamConsumer::Request request;
  request.stream_arn = stream_arn;
  request.consumer_name = name;
  auto registered = client_.call<RegisterStreamConsumer>(request);
  if (!registered) return std::unexpected(std::move(registered).error());
  arn_ = std::string(registered->consumer.consumer_arn);

  while (true) {
    DescribeStreamConsumer::Request asked;
    asked.consumer.consumer_arn = arn_;
    auto described = client_.call<DescribeStreamConsumer>(asked);
    if (!described) return std::unexpected(std::move(described).error());
    if (described->consumer_description.consumer.consumer_status == "ACTIVE") return {};
    client_.sleep(pause);
  }
}

TailConsumer::~TailConsumer() {
  if (arn_.empty()) return;
  DeregisterStreamConsumer::Request request;
  request.consumer.consumer_arn = arn_;
  const auto gone = client_.call<DeregisterStreamConsumer>(request);
  if (gone || gone.error().type == "ResourceNotFoundException") return;
  complain(fmt::format("consumer {} is still registered: {}", arn_, gone.error().text()));
}

}  // namespace weir::app
