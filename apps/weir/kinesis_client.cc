#include "kinesis_client.h"

#include <fmt/format.h>

#include <utility>

#include "aws/sigv4_signer.h"
#include "client_credentials.h"

namespace weir::app {
namespace {

constexpr std::string_view local_endpoint = "http://127.0.0.1:4567";

std::string first_of(const World& world, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (const auto value = world.environment(name); value && !value->empty()) return *value;
  }
  return {};
}

bool is_retryable(int status, std::string_view type) {
  return status >= 500 || type == "ProvisionedThroughputExceededException" ||
         type == "LimitExceededException" || type == "ThrottlingException";
}

// Amazon's own endpoint of the region.
std::string amazon_endpoint(const std::string& region) {
  return fmt::format("https://kinesis.{}.amazonaws.com", region);
}

}  // namespace

std::string kinesis_endpoint(const ClientOptions& options, const World& world,
                             const std::string& region) {
  if (options.endpoint == "aws") return amazon_endpoint(region);
  if (!options.endpoint.empty()) return options.endpoint;
  const std::string set = first_of(world, {"AWS_ENDPOINT_URL_KINESIS", "AWS_ENDPOINT_URL"});
  return set.empty() ? std::string(local_endpoint) : set;
}

Result<std::unique_ptr<KinesisClient>> KinesisClient::open(const ClientOptions& options,
                                                           World& world) {
  std::string region = region_of(options, world);
  http::Origin origin = TRY(http::parse_origin(kinesis_endpoint(options, world, region)));
  auto credentials = TRY(credentials_for(origin, options, world));
  return std::make_unique<KinesisClient>(std::move(origin), std::move(region),
                                         std::move(credentials), world.clock, options.ca_file);
}

KinesisClient::KinesisClient(http::Origin origin, std::string region,
                             std::unique_ptr<ClientCredentials> credentials,
                             const env::Clock& clock, const std::string& ca_file)
    : region_(std::move(region)),
      origin_(std::move(origin)),
      ca_file_(ca_file),
      authority_(origin_.authority()),
      clock_(clock),
      credentials_(std::move(credentials)),
      signing_with_(credentials_->at(clock.wall_now())),
      signer_(*signing_with_, region_, "kinesis"),
      client_(origin_, ca_file) {}

http::ClientRequest KinesisClient::signed_request(std::string_view operation, std::string body) {
  http::ClientRequest request;
  request.headers.emplace_back("Content-Type", "application/x-amz-json-1.1");
  request.headers.emplace_back("X-Amz-Target", fmt::format("Kinesis_20131202.{}", operation));
  request.body = std::move(body);
  const WallTime now = clock_.wall_now();
  if (auto credentials = credentials_->at(now); credentials != signing_with_) {
    signing_with_ = std::move(credentials);
    signer_ = aws::Sigv4Signer(*signing_with_, region_, "kinesis");
  }
  signer_.sign(request, authority_, now);
  return request;
}

// HTTP/2, as for Amazon: a connection carries many.
std::unique_ptr<http::Client> KinesisClient::streaming_client(std::size_t streams_max) {
  const auto protocol = origin_.tls ? http::ClientProtocol::automatic : http::ClientProtocol::http2;
  return http::make_client(
      client_.loop(), client_.network(), origin_,
      {.protocol = protocol, .connections_max = streams_max, .streams_max = 100}, ca_file_);
}

std::expected<void, CallError> KinesisClient::send(std::string_view operation, std::string body) {
  Result<http::ClientResponse> answer = client_.send(signed_request(operation, std::move(body)));
  if (!answer) return std::unexpected(CallError{.type = "", .message = answer.error().message});
  body_ = std::move(answer->body);
  if (answer->status == 200) return {};
  return std::unexpected(to_call_error(answer->status, body_));
}

CallError to_call_error(int status, std::string& body) {
  aws::ErrorAnswer error = aws::decode_error(body);
  if (error.type.empty()) error.type = fmt::format("HTTP status {}", status);
  const bool retryable = is_retryable(status, error.type);
  return {
      .type = std::move(error.type), .message = std::move(error.message), .retryable = retryable};
}

}  // namespace weir::app
