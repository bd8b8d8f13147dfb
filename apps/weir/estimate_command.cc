// weir estimate: how many shards a load needs, planned or seen.

#include <fmt/format.h>

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "aws/shapes/kinesis/describe_stream_summary.h"
#include "client_options.h"
#include "cloudwatch_client.h"
#include "commands.h"
#include "kinesis_client.h"
#include "meter/estimate/estimate_report.h"
#include "meter/estimate/shard_estimate.h"
#include "meter/estimate/stream_metrics.h"
#include "meter/plan/quantities.h"

namespace weir::app {
namespace {

struct EstimateOptions {
  ClientOptions client;
  std::optional<double> record_kib;
  std::optional<double> records_per_second;
  std::uint32_t consumers = 1;
  std::uint32_t fan_out_consumers = 0;
  std::string stream;
  std::string last = "24h";
  std::string headroom;
  std::string cloudwatch_endpoint;
  std::string output = "text";
};

// Sums of minutes hide bursts of seconds; a plan's own numbers are the highest already.
constexpr double headroom_of_metrics = 0.25;

Result<double> headroom_of(const EstimateOptions& options) {
  if (options.headroom.empty()) return options.stream.empty() ? 0 : headroom_of_metrics;
  const auto share = meter::parse_share(options.headroom);
  if (share) return *share;
  return fail(ErrorCode::invalid_argument, fmt::format("--headroom {}.", share.error()));
}

int print(const EstimateOptions& options, const meter::ShardEstimate& estimate,
          const meter::EstimateSubject& subject) {
  const std::string text = options.output == "json" ? meter::estimate_json(estimate, subject)
                                                    : meter::estimate_text(estimate, subject);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return 0;
}

int estimate_plan(const EstimateOptions& options) {
  if (!options.record_kib || !options.records_per_second) {
    return complain(
        "Say --record-size and --records-per-second, or --from-metrics with a stream's name.");
  }
  const meter::Sizing sizing{.record_kib = *options.record_kib,
                             .records_per_second = *options.records_per_second,
                             .consumers = options.consumers,
                             .fan_out_consumers = options.fan_out_consumers};
  const auto load = meter::load_of(sizing);
  if (!load) return complain(load.error().message);
  const auto headroom = headroom_of(options);
  if (!headroom) return complain(headroom.error().message);
  return print(options, meter::estimate_shards(*load, *headroom), {.sizing = sizing});
}

// Shards of a stream on demand are not counted by people.
Result<std::optional<std::uint32_t>> open_shards(const EstimateOptions& options, World& world) {
  const auto client = TRY(KinesisClient::open(options.client, world));
  aws::kinesis::DescribeStreamSummary::Request request;
  request.stream.name = options.stream;
  const auto answer = client->call<aws::kinesis::DescribeStreamSummary>(request);
  if (!answer) return fail(ErrorCode::invalid_argument, answer.error().text());
  const auto& summary = answer->stream_description_summary;
  const bool is_on_demand =
      summary.stream_mode_details && summary.stream_mode_details->stream_mode == "ON_DEMAND";
  if (is_on_demand) return std::nullopt;
  return static_cast<std::uint32_t>(summary.open_shard_count);
}

Result<meter::EstimateSubject> look_at(const EstimateOptions& options, World& world) {
  const auto last = meter::parse_duration(options.last);
  if (!last) return fail(ErrorCode::invalid_argument, fmt::format("--last {}.", last.error()));
  const auto windows = TRY(meter::metric_windows(world.clock.wall_now(), *last));
  meter::EstimateSubject subject{.stream = options.stream};
  subject.open_shards = TRY(open_shards(options, world));
  subject.seen = TRY(
      ask_cloudwatch(options.client, options.cloudwatch_endpoint, options.stream, windows, world));
  if (subject.seen->hours.empty()) {
    return fail(ErrorCode::not_found,
                fmt::format("CloudWatch has no metrics of stream {} in the last {}.",
                            options.stream, options.last));
  }
  return subject;
}

int estimate_seen(const EstimateOptions& options, World& world) {
  if (options.record_kib || options.records_per_second) {
    return complain("--from-metrics goes without --record-size and --records-per-second.");
  }
  const auto headroom = headroom_of(options);
  if (!headroom) return complain(headroom.error().message);
  const auto subject = look_at(options, world);
  if (!subject) return complain(subject.error().message);
  return print(options, meter::estimate_shards(subject->seen->peak, *headroom), *subject);
}

}  // namespace

void add_estimate(CLI::App& app, Command& command) {
  const auto options = std::make_shared<EstimateOptions>();
  CLI::App* sub = app.add_subcommand("estimate", "How many shards a load needs, planned or seen");
  sub->add_option("--record-size", options->record_kib,
                  "Average size of a record in KiB, partition key included");
  sub->add_option("--records-per-second", options->records_per_second,
                  "Most records written in a second");
  sub->add_option("--consumers", options->consumers,
                  "Consumers that share the shards' reads, without enhanced fan-out")
      ->capture_default_str();
  sub->add_option("--fan-out-consumers", options->fan_out_consumers,
                  "Consumers with enhanced fan-out")
      ->capture_default_str();
  sub->add_option("--from-metrics", options->stream,
                  "Take the load from what CloudWatch counted of this stream");
  sub->add_option("--last", options->last, "How far back to look: 90m, 24h, 14d, …")
      ->capture_default_str();
  sub->add_option("--headroom", options->headroom,
                  "How much more than the load to have shards for: 25%. Default: 25% with "
                  "--from-metrics, else none");
  sub->add_option("--cloudwatch-endpoint", options->cloudwatch_endpoint,
                  "Where CloudWatch is. Default: $AWS_ENDPOINT_URL_CLOUDWATCH, else as --endpoint; "
                  "\"aws\" means Amazon's own of the region.");
  sub->add_option("--output", options->output, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  add_client_options(*sub, options->client);
  sub->callback([&command, options] {
    command.run = [options](World& world) {
      return options->stream.empty() ? estimate_plan(*options) : estimate_seen(*options, world);
    };
  });
}

}  // namespace weir::app
