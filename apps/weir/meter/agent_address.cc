#include "meter/agent_address.h"

#include <fmt/format.h>

#include <charconv>
#include <cstddef>
#include <string_view>
#include <system_error>

namespace weir::app {

Result<AgentAddress> parse_agent_address(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  std::string_view host = text.substr(0, colon);
  const std::string_view digits =
      colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
  AgentAddress address;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
  const bool is_number = parsed.ec == std::errc() && parsed.ptr == digits.data() + digits.size();
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (!is_number || host.empty()) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("\"{}\" is no HOST:PORT of an agent.", text));
  }
  address.host = host;
  return address;
}

}  // namespace weir::app
