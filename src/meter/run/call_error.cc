#include "meter/run/call_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "aws/protocol.h"
#include "meter/wire/connection.h"

namespace weir::meter {

CallFailure failure_of(const Exchange& exchange, bool is_binary) {
  if (exchange.status == 0) {
    return {.code = exchange.is_too_slow ? "TimedOut" : "NoAnswer",
            .message = std::string(exchange.failure)};
  }
  aws::ErrorAnswer error = aws::decode_error(
      exchange.body, is_binary ? aws::Protocol::cbor_1_1 : aws::Protocol::json_1_1);
  if (error.type.empty()) error.type = fmt::format("HTTP {}", exchange.status);
  return {.code = std::move(error.type), .message = std::move(error.message)};
}

bool is_throttle(std::string_view code) {
  constexpr std::array<std::string_view, 5> throttles{
      "ProvisionedThroughputExceededException", "LimitExceededException", "ThrottlingException",
      "KMSThrottlingException", "ServiceUnavailableException"};
  return std::ranges::find(throttles, code) != throttles.end();
}

bool may_be_retried(int status, std::string_view code) {
  return status == 0 || status >= 500 || is_throttle(code) || code == "InternalFailure";
}

}  // namespace weir::meter
