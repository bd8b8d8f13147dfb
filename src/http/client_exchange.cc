#include "http/client_exchange.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "http/client.h"
#include "http/http1_syntax.h"
#include "http/http2/http2_fields.h"

namespace weir::http {
namespace {

using std::string_view_literals::operator""sv;

// Of one connection, not of a request: HTTP/2 has none of them (RFC 9113, section 8.2.2).
constexpr std::array connection_headers = {"connection"sv, "host"sv, "keep-alive"sv,
                                           "transfer-encoding"sv, "upgrade"sv};

// Other values repeat from request to request.
constexpr std::array changing_headers = {"amz-sdk-invocation-id"sv, "authorization"sv,
                                         "x-amz-content-sha256"sv, "x-amz-date"sv};

bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
  return std::ranges::any_of(
      names, [name](std::string_view other) { return equals_ignoring_case(name, other); });
}

// Methods that usually have a body say so when it is empty (RFC 9110, section 8.6).
bool says_length(const ClientRequest& request) {
  return !request.body.empty() || request.method == "POST" || request.method == "PUT";
}

std::string_view target_of(const ClientRequest& request) {
  return request.target.empty() ? "/" : std::string_view(request.target);
}

}  // namespace

void Exchange::fail(Error error) {
  if (done) return std::exchange(done, nullptr)(std::unexpected(std::move(error)));
  if (opened) std::exchange(opened, nullptr)(std::unexpected(std::move(error)));
}

Result<void> check_request(const ClientRequest& request) {
  const auto is_visible = [](char c) { return c > 0x20 && c < 0x7f; };
  if (!is_token(request.method) || !std::ranges::all_of(request.target, is_visible)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("\"{} {}\" cannot be a request line.", request.method, request.target));
  }
  for (const auto& [name, value] : request.headers) {
    if (!is_token(name) || find_control(value) != value.size()) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("Header \"{}\" has characters that are not allowed.", name));
    }
  }
  return {};
}

std::string http1_head(const ClientRequest& request, std::string_view authority) {
  std::string head =
      fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n", request.method, target_of(request), authority);
  for (const auto& [name, value] : request.headers) {
    head += fmt::format("{}: {}\r\n", name, value);
  }
  if (says_length(request)) head += fmt::format("Content-Length: {}\r\n", request.body.size());
  return head + "\r\n";
}

void add_http2_head(const ClientRequest& request, std::string_view authority, bool is_tls,
                    std::string& content_length, Http2Fields& fields) {
  fields.add(":method", request.method, Repeats::yes);
  fields.add(":scheme", is_tls ? "https" : "http", Repeats::yes);
  fields.add(":path", target_of(request), Repeats::yes);
  fields.add(":authority", authority, Repeats::yes);
  for (const auto& [name, value] : request.headers) {
    if (is_one_of(name, connection_headers)) continue;
    fields.add(name, value, is_one_of(name, changing_headers) ? Repeats::no : Repeats::yes);
  }
  if (!says_length(request)) return;
  content_length = fmt::to_string(request.body.size());
  fields.add("content-length", content_length, Repeats::no);
}

}  // namespace weir::http
