#include "http/http2_request.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "http/http1_syntax.h"
#include "http/message.h"
#include "http/server.h"

namespace weir::http {
namespace {

// RFC 9113, section 6.5.2.
constexpr std::size_t field_overhead = 32;

// The head of an SDK's request, which then needs no second block.
constexpr std::size_t expected_text_bytes = 1024;
constexpr std::size_t expected_fields = 16;

bool is_request_target(std::string_view target, std::string_view method) {
  const bool is_visible = std::ranges::all_of(target, [](char c) { return c > 0x20 && c < 0x7f; });
  return is_visible && (target.starts_with('/') || (target == "*" && method == "OPTIONS"));
}

}  // namespace

Http2Request::Http2Request(std::string_view peer_address, const ServerLimits& limits)
    : limits_(limits), memory_(std::make_shared<Memory>()) {
  memory_->text.reserve(expected_text_bytes);
  memory_->fields.reserve(expected_fields);
  peer_address_ = keep(peer_address);
}

Http2Request::Place Http2Request::keep(std::string_view text) {
  const Place place{static_cast<std::uint32_t>(memory_->text.size()),
                    static_cast<std::uint32_t>(text.size())};
  memory_->text += text;
  return place;
}

void Http2Request::add_field(std::string_view name, std::string_view value) {
  head_bytes_ += name.size() + value.size() + field_overhead;
  if (head_bytes_ > limits_.head_bytes_max) return;
  if (name.starts_with(':')) return add_pseudo_field(name, value);
  // One more than allowed shows that there are too many.
  if (memory_->fields.size() > limits_.headers_max) return;
  const Place kept_name = keep(name);
  const Place kept_value = keep(value);
  memory_->fields.push_back({kept_name, kept_value});
  add_known_field(name, kept_value);
}

void Http2Request::add_pseudo_field(std::string_view name, std::string_view value) {
  if (name == ":method") {
    method_ = keep(value);
    is_head_method_ = value == "HEAD";
  } else if (name == ":path") {
    target_ = keep(value);
  } else if (name == ":authority") {
    const Place kept_name = keep("host");
    authority_ = keep(value);
    has_authority_ = true;
    memory_->fields.push_back({kept_name, authority_});
  }
}

void Http2Request::add_known_field(std::string_view name, Place value) {
  if (name == "host") {
    host_ = value;
    has_host_ = true;
    // It is there already, for the same host: check_host sees to that.
    if (has_authority_) memory_->fields.pop_back();
  } else if (name == "content-length") {
    // That it is one number is seen to below, and that as many bytes come.
    content_length_ = parse_decimal(at(value)).value_or(0);
  } else if (name == "expect") {
    expects_continue_ = equals_ignoring_case(at(value), "100-continue");
  }
}

std::expected<void, Refusal> Http2Request::check_host() {
  if (!has_authority_ && !has_host_) {
    return std::unexpected(Refusal{400, "A request needs :authority or a host."});
  }
  if (has_authority_ && has_host_ && !equals_ignoring_case(at(authority_), at(host_))) {
    return std::unexpected(Refusal{400, "The host is not that of :authority."});
  }
  return {};
}

std::expected<void, Refusal> Http2Request::finish_head() {
  if (head_bytes_ > limits_.head_bytes_max) {
    return std::unexpected(Refusal{431, "The head of the request is too large."});
  }
  if (memory_->fields.size() > limits_.headers_max) {
    return std::unexpected(Refusal{431, "There are too many header fields."});
  }
  const std::string_view method = at(method_);
  if (method == "CONNECT") return std::unexpected(Refusal{501, "This is not a proxy."});
  if (!is_token(method)) return std::unexpected(Refusal{400, "The method is not valid."});
  if (!is_request_target(at(target_), method)) {
    return std::unexpected(Refusal{400, "The request target is not valid."});
  }
  TRY(check_host());
  if (content_length_ > limits_.body_bytes_max) {
    return std::unexpected(Refusal{413, "The body is too large."});
  }
  memory_->body.expect(content_length_);
  return {};
}

std::expected<void, Refusal> Http2Request::add_body(std::span<const char> bytes) {
  if (bytes.size() > limits_.body_bytes_max - body_bytes()) {
    return std::unexpected(Refusal{413, "The body is too large."});
  }
  memory_->body.append(bytes);
  return {};
}

Request Http2Request::take() {
  const std::string_view target = at(target_);
  const std::size_t question_mark = std::min(target.find('?'), target.size());
  Request request{.method = at(method_),
                  .path = target.substr(0, question_mark),
                  .query = target.substr(std::min(question_mark + 1, target.size())),
                  .headers = {},
                  .body = memory_->body.bytes(),
                  .buffer = nullptr,
                  .peer_address = at(peer_address_)};
  request.headers.reserve(memory_->fields.size());
  for (const FieldPlaces& field : memory_->fields) {
    request.headers.push_back({at(field.name), at(field.value)});
  }
  request.buffer = std::move(memory_);
  return request;
}

}  // namespace weir::http
