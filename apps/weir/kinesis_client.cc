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
