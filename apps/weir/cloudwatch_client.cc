#include "cloudwatch_client.h"

#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "aws/sigv4_signer.h"
#include "aws/xml_input.h"
#include "blocking_client.h"
#include "client_credentials.h"
#include "kinesis_client.h"
#include "meter/estimate/seen_load.h"
#include "meter/estimate/stream_metrics.h"

namespace weir::app {
namespace {

// One to ask, with everything known.
struct Asker {
  http::Origin origin;
  BlockingClient client;
  aws::Sigv4Signer signer;
  World& world;
};

std::string endpoint_of(const ClientOptions& options, const std::string& endpoint,
                        const World& world, const std::string& region) {
  std::string amazon = fmt::format("https://monitoring.{}.amazonaws.com", region);
  if (!endpoint.empty()) return endpoint == "aws" ? amazon : endpoint;
  std::string set = world.environment("AWS_ENDPOINT_URL_CLOUDWATCH").value_or("");
  if (!set.empty()) return set;
  if (options.endpoint == "aws") return amazon;
  return kinesis_endpoint(options, world, region);
}

std::unexpected<Error> refusal(const http::Origin& origin, const http::ClientResponse& answer) {
  const std::string code = aws::xml_text(answer.body, "Code").value_or("");
  const bool is_unknown = answer.status == 404 || answer.status == 405 || code.empty() ||
                          code == "InvalidAction" || code == "UnknownOperationException";
  if (is_unknown) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{} has no CloudWatch: it answers GetMetricStatistics with {}; say "
                            "where one is by --cloudwatch-endpoint.",
                            origin.authority(),
                            code.empty() ? fmt::format("HTTP status {}", answer.status) : code));
  }
  return fail(ErrorCode::invalid_argument,
              fmt::format("{}: {}", code, aws::xml_text(answer.body, "Message").value_or("")));
}

Result<std::vector<meter::MetricPoint>> ask(Asker& asker, std::string form) {
  http::ClientRequest request;
  request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
  request.body = std::move(form);
  asker.signer.sign(request, asker.origin.authority(), asker.world.clock.wall_now());
  const http::ClientResponse answer = TRY(asker.client.send(std::move(request)));
  if (answer.status != 200) return refusal(asker.origin, answer);
  return meter::read_points(answer.body);
}

}  // namespace

Result<meter::SeenLoad> ask_cloudwatch(const ClientOptions& options, const std::string& endpoint,
                                       const std::string& stream,
                                       const std::vector<meter::MetricWindow>& windows,
                                       World& world) {
  const std::string region = region_of(options, world);
  const http::Origin origin =
      TRY(http::parse_origin(endpoint_of(options, endpoint, world, region)));
  const auto credentials = TRY(credentials_for(origin, options, world));
  Asker asker{.origin = origin,
              .client = BlockingClient(origin, options.ca_file),
              .signer = {*credentials->at(world.clock.wall_now()), region, "monitoring"},
              .world = world};
  meter::SeenLoadSum sum(windows);
  for (const std::string_view metric : meter::estimate_metrics) {
    for (const meter::MetricWindow& window : windows) {
      sum.add(metric, TRY(ask(asker, meter::statistics_form(stream, metric, window))));
    }
  }
  return sum.seen();
}

}  // namespace weir::app
