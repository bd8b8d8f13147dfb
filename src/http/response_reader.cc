#include "http/response_reader.h"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "base/result.h"
#include "http/client.h"
#include "http/http1_answer.h"
#include "http/http1_response_parser.h"
#include "http/http1_syntax.h"
#include "http/message.h"

namespace weir::http {
namespace {

constexpr std::size_t first_room = 8u << 10;
constexpr std::size_t body_room = 64u << 10;

std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return result;
}

}  // namespace

std::span<char> ResponseReader::room() {
  if (filled_ == bytes_.size()) {
    // Grows with what has come, not with what was announced.
    std::size_t size = head_ ? std::max(body_room, 2 * filled_) : std::max(first_room, 2 * filled_);
    if (head_ && head_->content_length) {
      size = std::clamp<std::size_t>(size, filled_ + 1, *head_->content_length);
    }
    bytes_.resize(size);
  }
  return {bytes_.data() + filled_, bytes_.size() - filled_};
}

std::expected<bool, Refusal> ResponseReader::add(std::size_t count) {
  CHECK(count <= bytes_.size() - filled_);
  filled_ += count;
  return head_ ? add_body() : add_head();
}

std::expected<bool, Refusal> ResponseReader::add_head() {
  while (!head_) {
    const std::string_view received(bytes_.data(), filled_);
    const std::size_t head_bytes = TRY(scanner_.find_end(received));
    if (head_bytes == 0) {
      if (filled_ < answer_head_bytes_max) return false;
      return std::unexpected(Refusal{502, "The head of the answer is too large."});
    }
    ResponseHead head = TRY(parse_response_head(received.substr(0, head_bytes)));
    if (head.is_informational()) {
      bytes_.erase(0, head_bytes);
      filled_ -= head_bytes;
      scanner_ = {};
      continue;
    }
    head_ = std::move(head);
    begin_body(head_bytes);
  }
  return add_body();
}

void ResponseReader::begin_body(std::size_t head_bytes) {
  response_.status = head_->status;
  response_.headers.reserve(head_->headers.size());
  for (const Header& header : head_->headers) {
    response_.headers.emplace_back(lower_case(header.name), header.value);
  }
  head_->headers.clear();
  bytes_.erase(0, head_bytes);
  filled_ -= head_bytes;
  if (has_no_body_ || !has_body(head_->status, {})) {
    head_->content_length = 0;
    head_->is_chunked = false;
  }
  if (head_->is_chunked) chunked_.emplace(body_bytes_max_);
}

std::expected<bool, Refusal> ResponseReader::add_body() {
  if (chunked_) {
    const auto progress = TRY(chunked_->advance({bytes_.data(), filled_}));
    filled_ = progress.bytes_kept;
    if (!progress.is_complete) return false;
    return complete(chunked_->body_bytes(), chunked_->raw_bytes());
  }
  if (head_->content_length.value_or(filled_) > body_bytes_max_) {
    return std::unexpected(Refusal{502, "The answer is too large."});
  }
  if (!head_->content_length || filled_ < *head_->content_length) return false;
  return complete(*head_->content_length, *head_->content_length);
}

bool ResponseReader::complete(std::size_t body_bytes, std::size_t bytes_used) {
  // Bytes behind the answer belong to nothing: whoever sent them is not to be trusted with another
  // request.
  keeps_alive_ = head_->keeps_alive && bytes_used == filled_;
  bytes_.resize(body_bytes);
  response_.body = std::move(bytes_);
  is_complete_ = true;
  return true;
}

bool ResponseReader::end() {
  if (!head_ || chunked_ || head_->content_length) return false;
  head_->keeps_alive = false;
  return complete(filled_, filled_);
}

ClientResponse ResponseReader::take() { return std::move(response_); }

std::pair<int, std::vector<std::pair<std::string, std::string>>> ResponseReader::take_head() {
  return {response_.status, std::move(response_.headers)};
}

std::string ResponseReader::take_piece() {
  if (is_complete_) return std::exchange(response_.body, {});
  if (chunked_) {
    std::string piece = bytes_.substr(0, chunked_->body_bytes());
    bytes_.erase(0, piece.size());
    filled_ -= piece.size();
    chunked_->forget_body();
    return piece;
  }
  bytes_.resize(filled_);
  if (head_->content_length) *head_->content_length -= filled_;
  filled_ = 0;
  return std::exchange(bytes_, {});
}

}  // namespace weir::http
