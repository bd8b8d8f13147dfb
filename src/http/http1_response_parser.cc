#include "http/http1_response_parser.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "http/client.h"
#include "http/http1_syntax.h"
#include "http/message.h"

namespace weir::http {
namespace {

std::unexpected<Refusal> bad_answer(std::string_view reason) {
  return std::unexpected(Refusal{502, reason});
}

// "HTTP/1.1 200 OK"; the phrase may be missing, and its blank too.
std::expected<void, Refusal> take_status_line(std::string_view line, ResponseHead& head) {
  const bool is_http1 = line.size() >= 12 && line.starts_with("HTTP/1.") && line[7] >= '0' &&
                        line[7] <= '9' && line[8] == ' ';
  if (!is_http1) return bad_answer("The answer is not HTTP/1.1.");
  const std::optional<std::uint64_t> status = parse_decimal(line.substr(9, 3));
  if (!status || *status < 100 || (line.size() > 12 && line[12] != ' ')) {
    return bad_answer("The answer has no valid status.");
  }
  head.status = static_cast<int>(*status);
  head.keeps_alive = line[7] != '0';
  return {};
}

std::expected<void, Refusal> take_framing(const Header& field, ResponseHead& head) {
  if (equals_ignoring_case(field.name, "content-length")) {
    if (head.content_length) return bad_answer("The answer has more than one Content-Length.");
    head.content_length = parse_decimal(field.value);
    if (!head.content_length) return bad_answer("The answer's Content-Length is not a number.");
  } else if (equals_ignoring_case(field.name, "transfer-encoding")) {
    if (head.is_chunked || !equals_ignoring_case(field.value, "chunked")) {
      return bad_answer("The answer has an unknown Transfer-Encoding.");
    }
    head.is_chunked = true;
  } else if (equals_ignoring_case(field.name, "connection")) {
    if (list_has(field.value, "keep-alive")) head.keeps_alive = true;
    if (list_has(field.value, "close")) head.keeps_alive = false;
  }
  return {};
}

}  // namespace

std::expected<ResponseHead, Refusal> parse_response_head(std::string_view bytes) {
  ResponseHead head;
  TRY(take_status_line(take_start_line(bytes), head));
  while (bytes != "\r\n") {
    if (head.headers.size() == answer_headers_max) {
      return bad_answer("The answer has too many headers.");
    }
    auto field = take_field_line(bytes);
    if (!field) return bad_answer("A header field of the answer is not valid.");
    TRY(take_framing(*field, head));
    head.headers.push_back(*field);
  }
  if (head.is_chunked && head.content_length) {
    return bad_answer("The answer has both Content-Length and Transfer-Encoding.");
  }
  return head;
}

}  // namespace weir::http
