#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/client.h"
#include "http/http1_syntax.h"

namespace weir::http {
namespace {

std::uint16_t default_port(bool tls) { return tls ? 443 : 80; }

// Takes "http://" or "https://" off the front; whether it was the latter.
std::optional<bool> take_scheme(std::string_view& url) {
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view scheme = url.substr(0, colon);
  url.remove_prefix(colon + 3);
  if (equals_ignoring_case(scheme, "http")) return false;
  if (equals_ignoring_case(scheme, "https")) return true;
  return std::nullopt;
}

// Takes "name", "1.2.3.4" or "[::1]" off the front, the last without its brackets; empty if there
// is none.
std::string_view take_host(std::string_view& rest) {
  if (rest.starts_with('[')) {
    const std::size_t end = rest.find(']');
    if (end == std::string_view::npos) return {};
    const std::string_view host = rest.substr(1, end - 1);
    rest.remove_prefix(end + 1);
    return host;
  }
  const std::size_t end = std::min(rest.find(':'), rest.size());
  const std::string_view host = rest.substr(0, end);
  rest.remove_prefix(end);
  return host;
}

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._:%~").find(c) != std::string_view::npos;
}

}  // namespace

Result<Origin> parse_origin(std::string_view url) {
  const auto invalid = [whole = url](std::string_view reason) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("\"{}\" is no endpoint: {}.", whole, reason));
  };
  const std::optional<bool> tls = take_scheme(url);
  if (!tls) return invalid("it must start with http:// or https://");
  if (url.ends_with('/')) url.remove_suffix(1);
  Origin origin{.tls = *tls, .host = std::string(take_host(url)), .port = default_port(*tls)};
  if (origin.host.empty()) return invalid("it names no host");
  for (const char c : origin.host) {
    if (!is_host_character(c)) return invalid("only a host and a port may follow the scheme");
  }
  if (url.empty()) return origin;
  const std::optional<std::uint64_t> port =
      url.starts_with(':') ? parse_decimal(url.substr(1)) : std::nullopt;
  if (!port || *port == 0 || *port > 65'535) {
    return invalid("after the host only a port from 1 to 65535 may follow");
  }
  origin.port = static_cast<std::uint16_t>(*port);
  return origin;
}

std::string Origin::authority() const {
  const bool is_ipv6 = host.find(':') != std::string::npos;
  std::string text = is_ipv6 ? "[" + host + "]" : host;
  if (port != default_port(tls)) text += fmt::format(":{}", port);
  return text;
}

}  // namespace weir::http
