#include "http/chunked_body.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <expected>
#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "http/http1_syntax.h"

namespace weir::http {
namespace {

// Extensions and trailers of one body together. Nobody uses the former, and checksums in the latter
// take a few hundred bytes; without a bound a client could keep a connection busy with them for
// ever.
constexpr std::size_t ignored_bytes_max = 8u << 10;

// 16 MiB takes six digits; leading zeros are allowed, within reason.
constexpr std::size_t size_digits_max = 15;

std::unexpected<Refusal> bad_request(std::string_view reason) {
  return std::unexpected(Refusal{400, reason});
}

// The line that starts at `at`, without CR LF; nothing if its end has not come.
std::expected<std::optional<std::string_view>, Refusal> find_line(std::span<const char> bytes,
                                                                  std::size_t at) {
  const std::string_view rest(bytes.data() + at, bytes.size() - at);
  const std::size_t line_feed = rest.find('\n');
  if (line_feed == std::string_view::npos) {
    if (rest.size() > ignored_bytes_max)
      return bad_request("A line of a chunked body is too long.");
    return std::nullopt;
  }
  if (line_feed == 0 || rest[line_feed - 1] != '\r') {
    return bad_request("A line of a chunked body ends in a bare line feed.");
  }
  const std::string_view line = rest.substr(0, line_feed - 1);
  if (find_control(line) != line.size()) {
    return bad_request("A line of a chunked body has a control character.");
  }
  return line;
}

std::optional<unsigned> hex_value(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

std::optional<std::uint64_t> parse_hexadecimal(std::string_view digits) {
  if (digits.empty() || digits.size() > size_digits_max) return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : digits) {
    const std::optional<unsigned> digit = hex_value(c);
    if (!digit) return std::nullopt;
    number = number << 4 | *digit;
  }
  return number;
}

}  // namespace

std::expected<ChunkedBody::Progress, Refusal> ChunkedBody::advance(std::span<char> bytes) {
  while (step_ != Step::complete) {
    if (!TRY(take_step(bytes))) break;
  }
  if (step_ == Step::complete) return Progress{.is_complete = true, .bytes_kept = bytes.size()};
  // Closes the gap that framing has left, so that the next bytes arrive where they belong.
  const std::size_t rest = bytes.size() - raw_;
  if (rest > 0 && raw_ != joined_) std::memmove(&bytes[joined_], &bytes[raw_], rest);
  raw_ = joined_;
  return Progress{.is_complete = false, .bytes_kept = joined_ + rest};
}

std::expected<bool, Refusal> ChunkedBody::take_step(std::span<char> bytes) {
  switch (step_) {
    case Step::size_line:
      return take_size_line(bytes);
    case Step::chunk:
      take_chunk(bytes);
      return step_ != Step::chunk;
    case Step::chunk_end:
      return take_chunk_end(bytes);
    case Step::trailer:
      return take_trailer_line(bytes);
    case Step::complete:
      break;
  }
  return true;
}

void ChunkedBody::take_chunk(std::span<char> bytes) {
  const std::size_t count = std::min(remaining_, bytes.size() - raw_);
  if (count > 0 && raw_ != joined_) std::memmove(&bytes[joined_], &bytes[raw_], count);
  joined_ += count;
  raw_ += count;
  remaining_ -= count;
  if (remaining_ == 0) step_ = Step::chunk_end;
}

std::expected<bool, Refusal> ChunkedBody::take_size_line(std::span<const char> bytes) {
  const std::optional<std::string_view> line = TRY(find_line(bytes, raw_));
  if (!line) return false;
  const std::size_t extension = std::min(line->find(';'), line->size());
  const std::optional<std::uint64_t> size = parse_hexadecimal(line->substr(0, extension));
  if (!size) return bad_request("The size of a chunk is not valid.");
  if (*size > body_bytes_max_ - joined_) {
    return std::unexpected(Refusal{413, "The body is too large."});
  }
  ignored_bytes_ += line->size() - extension;
  if (ignored_bytes_ > ignored_bytes_max) return bad_request("There are too many extensions.");
  raw_ += line->size() + 2;
  remaining_ = *size;
  step_ = *size == 0 ? Step::trailer : Step::chunk;
  return true;
}

std::expected<bool, Refusal> ChunkedBody::take_chunk_end(std::span<const char> bytes) {
  const std::string_view rest(bytes.data() + raw_, bytes.size() - raw_);
  if (!std::string_view("\r\n").starts_with(rest.substr(0, 2))) {
    return bad_request("A chunk does not end where its size says.");
  }
  if (rest.size() < 2) return false;
  raw_ += 2;
  step_ = Step::size_line;
  return true;
}

std::expected<bool, Refusal> ChunkedBody::take_trailer_line(std::span<const char> bytes) {
  const std::optional<std::string_view> line = TRY(find_line(bytes, raw_));
  if (!line) return false;
  raw_ += line->size() + 2;
  ignored_bytes_ += line->size() + 2;
  if (ignored_bytes_ > ignored_bytes_max) return bad_request("There are too many trailers.");
  if (line->empty()) step_ = Step::complete;
  return true;
}

}  // namespace weir::http
