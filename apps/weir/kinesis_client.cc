#include "kinesis_client.h"

#include <fmt/format.h>

#include <utility>

#include "aws/credential_provider.h"
#include "aws/sigv4_signer.h"
#include "text_file.h"

namespace weir::app {
namespace {

constexpr std::string_view local_endpoint = "http://127.0.0.1:4567";

std::string first_of(const World& world, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (const auto value = world.environment(name); value && !value->empty()) return *value;
  }
  return {};
}

bool is_local(const http::Origin& origin) {
  return origin.host == "localhost" || origin.host == "::1" || origin.host.starts_with("127.");
}

bool is_retryable(int status, std::string_view type) {
  return status >= 500 || type == "ProvisionedThroughputExceededException" ||
         type == "LimitExceededException" || type == "ThrottlingException";
}

}  // namespace

KinesisClient::KinesisClient(http::Origin origin, std::string region, aws::Credentials credentials,
                             const env::Clock& clock, const std::string& ca_file)
    : region_(std::move(region)),
      authority_(origin.authority()),
      clock_(clock),
      signer_(std::move(credentials), region_, "kinesis"),
      client_(std::move(origin), ca_file) {}

std::expected<void, CallError> KinesisClient::send(std::string_view operation, std::string body) {
  http::ClientRequest request;
  request.headers.emplace_back("Content-Type", "application/x-amz-json-1.1");
  request.headers.emplace_back("X-Amz-Target", fmt::format("Kinesis_20131202.{}", operation));
  request.body = std::move(body);
  signer_.sign(request, authority_, clock_.wall_now());
  Result<http::ClientResponse> answer = client_.send(std::move(request));
  if (!answer) return std::unexpected(CallError{.type = "", .message = answer.error().message});
  body_ = std::move(answer->body);
  if (answer->status == 200) return {};
  aws::ErrorAnswer error = aws::decode_error(body_);
  if (error.type.empty()) error.type = fmt::format("HTTP status {}", answer->status);
  const bool retryable = is_retryable(answer->status, error.type);
  return std::unexpected(CallError{
      .type = std::move(error.type), .message = std::move(error.message), .retryable = retryable});
}

}  // namespace weir::app
