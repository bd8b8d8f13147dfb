#include "meter/wire/answer_parser.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <expected>
#include <span>
#include <string_view>

#include "http/http1_syntax.h"

namespace weir::meter {
namespace {

constexpr std::size_t buffer_bytes_min = 16u << 10;
constexpr std::size_t buffer_bytes_kept_max = 4u << 20;
constexpr std::size_t head_bytes_max = 64u << 10;
constexpr std::string_view status_line_begin = "HTTP/1.1 ";

}  // namespace

void AnswerParser::clear() {
  filled_ = 0;
  bytes_received_ = 0;
  scanner_ = {};
  head_bytes_ = 0;
  status_ = 0;
  content_length_ = 0;
  reads_to_end_ = true;
  keeps_alive_ = true;
  chunked_.reset();
  if (buffer_.size() > buffer_bytes_kept_max) {
    buffer_.clear();
    buffer_.shrink_to_fit();
  }
}

std::span<char> AnswerParser::room() {
  // The whole of an announced body at once, so that a large answer is not copied as it grows.
  std::size_t wanted = std::max(buffer_bytes_min, filled_ + 4'096);
  if (head_bytes_ > 0 && !chunked_) wanted = std::max(wanted, head_bytes_ + content_length_);
  if (buffer_.size() < wanted) buffer_.resize(std::max(wanted, buffer_.size() * 2));
  return std::span(buffer_).subspan(filled_);
}

std::expected<bool, std::string_view> AnswerParser::add(std::size_t count) {
  filled_ += count;
  bytes_received_ += count;
  if (head_bytes_ > 0) return take_body();
  return parse_head();
}

std::expected<bool, std::string_view> AnswerParser::parse_head() {
  while (true) {
    const std::string_view bytes(buffer_.data(), filled_);
    const auto end = scanner_.find_end(bytes);
    if (!end) return std::unexpected(end.error().reason);
    if (*end == 0) {
      if (filled_ > head_bytes_max) return std::unexpected("the answer's head is too large");
      return false;
    }
    std::string_view head = bytes.substr(0, *end);
    const std::string_view line = http::take_start_line(head);
    if (!line.starts_with(status_line_begin) || line.size() < status_line_begin.size() + 3) {
      return std::unexpected("the answer is not HTTP/1.1");
    }
    const auto status = http::parse_decimal(line.substr(status_line_begin.size(), 3));
    if (!status) return std::unexpected("the answer has no status");
    status_ = static_cast<int>(*status);
    if (status_ >= 200) {
      while (head.size() > 2) {
        const auto field = http::take_field_line(head);
        if (!field) return std::unexpected(field.error().reason);
        if (auto taken = take_field(field->name, field->value); !taken) {
          return std::unexpected(taken.error());
        }
      }
      head_bytes_ = *end;
      return take_body();
    }
    // 100 Continue and its like: another head follows.
    std::memmove(buffer_.data(), buffer_.data() + *end, filled_ - *end);
    filled_ -= *end;
    scanner_ = {};
  }
}

std::expected<void, std::string_view> AnswerParser::take_field(std::string_view name,
                                                               std::string_view value) {
  if (http::equals_ignoring_case(name, "content-length")) {
    const auto length = http::parse_decimal(value);
    if (!length) return std::unexpected("the answer's Content-Length is no number");
    if (*length > body_bytes_max_) return std::unexpected("the answer is too large");
    content_length_ = *length;
    reads_to_end_ = false;
  } else if (http::equals_ignoring_case(name, "transfer-encoding")) {
    if (!http::equals_ignoring_case(value, "chunked")) {
      return std::unexpected("the answer's Transfer-Encoding is not known");
    }
    chunked_.emplace(body_bytes_max_);
    reads_to_end_ = false;
  } else if (http::equals_ignoring_case(name, "connection")) {
    keeps_alive_ = !http::list_has(value, "close");
  }
  return {};
}

std::expected<bool, std::string_view> AnswerParser::take_body() {
  const std::size_t body_bytes = filled_ - head_bytes_;
  if (chunked_) {
    const auto progress = chunked_->advance(std::span(buffer_).subspan(head_bytes_, body_bytes));
    if (!progress) return std::unexpected(progress.error().reason);
    filled_ = head_bytes_ + progress->bytes_kept;
    return progress->is_complete;
  }
  if (reads_to_end_) {
    if (body_bytes > body_bytes_max_) return std::unexpected("the answer is too large");
    return false;
  }
  // What follows an answer that nobody has asked for more of makes the connection useless.
  if (body_bytes > content_length_) keeps_alive_ = false;
  return body_bytes >= content_length_;
}

std::span<char> AnswerParser::body() {
  const std::size_t bytes = chunked_        ? chunked_->body_bytes()
                            : reads_to_end_ ? filled_ - head_bytes_
                                            : content_length_;
  return std::span(buffer_).subspan(head_bytes_, bytes);
}

}  // namespace weir::meter
