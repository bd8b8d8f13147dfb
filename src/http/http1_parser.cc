#include "http/http1_parser.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "http/http1_syntax.h"
#include "http/message.h"

namespace weir::http {
namespace {

// SDKs send 8 to 15 fields; room for them is taken in one piece.
constexpr std::size_t expected_headers = 16;

std::unexpected<Refusal> bad_request(std::string_view reason) {
  return std::unexpected(Refusal{400, reason});
}

// What the framing fields say, before it is decided whether they agree.
struct Framing {
  std::optional<std::uint64_t> content_length;
  bool has_transfer_encoding = false;
  bool asks_close = false;
  bool asks_keep_alive = false;
  std::size_t hosts = 0;
};

bool is_visible_ascii(char c) { return c > 0x20 && c < 0x7f; }

std::expected<void, Refusal> take_version(std::string_view version, RequestHead& head) {
  const bool is_well_formed = version.size() == 8 && version.starts_with("HTTP/") &&
                              version[5] >= '0' && version[5] <= '9' && version[6] == '.' &&
                              version[7] >= '0' && version[7] <= '9';
  if (!is_well_formed) return std::unexpected(not_http);
  if (version[5] != '1') {
    return std::unexpected(Refusal{505, "Only HTTP/1.1 and HTTP/1.0 are spoken here."});
  }
  head.is_version_1_0 = version[7] == '0';
  head.keeps_alive = !head.is_version_1_0;
  return {};
}

void split_query(std::string_view target, RequestHead& head) {
  const std::size_t question_mark = std::min(target.find('?'), target.size());
  head.path = target.substr(0, question_mark);
  head.query = target.substr(std::min(question_mark + 1, target.size()));
}

// "http://host:port/path?query", as clients send it to a proxy.
std::expected<void, Refusal> take_absolute_target(std::string_view target, RequestHead& head) {
  const std::size_t colon = target.find("://");
  const std::string_view scheme = target.substr(0, std::min(colon, target.size()));
  if (!equals_ignoring_case(scheme, "http") && !equals_ignoring_case(scheme, "https")) {
    return bad_request("The request target is not valid.");
  }
  target.remove_prefix(colon + 3);
  const std::size_t path = std::min(target.find_first_of("/?"), target.size());
  if (path == 0) return bad_request("The request target names no host.");
  split_query(target.substr(path), head);
  if (head.path.empty()) head.path = "/";
  return {};
}

std::expected<void, Refusal> take_target(std::string_view target, RequestHead& head) {
  if (target.empty() || !std::all_of(target.begin(), target.end(), is_visible_ascii)) {
    return bad_request("The request target is not valid.");
  }
  if (target.front() == '/') {
    split_query(target, head);
    return {};
  }
  if (target == "*" && head.method == "OPTIONS") {
    head.path = target;
    return {};
  }
  return take_absolute_target(target, head);
}

std::expected<void, Refusal> take_request_line(std::string_view line, RequestHead& head) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return bad_request("The request line is not valid.");
  }
  head.method = line.substr(0, first);
  if (!is_token(head.method)) return bad_request("The method is not valid.");
  TRY(take_version(line.substr(last + 1), head));
  if (head.method == "CONNECT") {
    return std::unexpected(Refusal{501, "This is not a proxy."});
  }
  return take_target(line.substr(first + 1, last - first - 1), head);
}

std::expected<void, Refusal> take_content_length(std::string_view value, Framing& framing) {
  if (framing.content_length) return bad_request("There is more than one Content-Length.");
  framing.content_length = parse_decimal(value);
  if (!framing.content_length) return bad_request("Content-Length is not a number.");
  return {};
}

std::expected<void, Refusal> take_transfer_encoding(std::string_view value, Framing& framing,
                                                    RequestHead& head) {
  if (framing.has_transfer_encoding)
    return bad_request("There is more than one Transfer-Encoding.");
  framing.has_transfer_encoding = true;
  // HTTP/1.0 does not know it: a server before this one may have taken the body for another
  // request.
  if (head.is_version_1_0) return bad_request("HTTP/1.0 has no Transfer-Encoding.");
  if (!equals_ignoring_case(value, "chunked")) {
    return std::unexpected(Refusal{501, "The only Transfer-Encoding known here is chunked."});
  }
  head.is_chunked = true;
  return {};
}

// Looks at the fields that decide where this request ends and what becomes of the connection. The
// length of a name rules out nearly all others at once.
std::expected<void, Refusal> take_framing(const Header& field, Framing& framing,
                                          RequestHead& head) {
  const auto is_named = [&field](std::string_view name) {
    return equals_ignoring_case(field.name, name);
  };
  switch (field.name.size()) {
    case 4:
      if (is_named("host")) ++framing.hosts;
      return {};
    case 6:
      if (is_named("expect")) {
        head.expects_continue |= equals_ignoring_case(field.value, "100-continue");
      }
      return {};
    case 10:
      if (is_named("connection")) {
        framing.asks_close |= list_has(field.value, "close");
        framing.asks_keep_alive |= list_has(field.value, "keep-alive");
      }
      return {};
    case 14:
      if (is_named("content-length")) return take_content_length(field.value, framing);
      return {};
    case 17:
      if (is_named("transfer-encoding")) return take_transfer_encoding(field.value, framing, head);
      return {};
    default:
      return {};
  }
}

std::expected<void, Refusal> conclude(const Framing& framing, RequestHead& head) {
  if (framing.content_length && framing.has_transfer_encoding) {
    return bad_request("Content-Length and Transfer-Encoding exclude each other.");
  }
  if (framing.hosts > 1 || (framing.hosts == 0 && !head.is_version_1_0)) {
    return bad_request("A request needs exactly one Host.");
  }
  head.content_length = framing.content_length.value_or(0);
  if (framing.asks_keep_alive) head.keeps_alive = true;
  if (framing.asks_close) head.keeps_alive = false;
  // An HTTP/1.0 client would take "100 Continue" for the answer.
  if (head.is_version_1_0) head.expects_continue = false;
  return {};
}

}  // namespace

std::expected<RequestHead, Refusal> parse_request_head(std::string_view bytes,
                                                       std::size_t headers_max) {
  RequestHead head;
  Framing framing;
  TRY(take_request_line(take_start_line(bytes), head));
  head.headers.reserve(expected_headers);
  while (bytes != "\r\n") {
    if (head.headers.size() == headers_max) {
      return std::unexpected(Refusal{431, "There are too many header fields."});
    }
    const Header field = TRY(take_field_line(bytes));
    TRY(take_framing(field, framing, head));
    head.headers.push_back(field);
  }
  TRY(conclude(framing, head));
  return head;
}

}  // namespace weir::http
