#include "aws/event_message.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "base/overloaded.h"
#include "codec/crc32.h"
#include "codec/utf8.h"

namespace weir::aws {
namespace {

constexpr std::size_t prelude_bytes = 12;
constexpr std::size_t crc_bytes = 4;

// The numbers that stand for the types of values.
enum class HeaderType : std::uint8_t {
  is_true,
  is_false,
  int8,
  int16,
  int32,
  int64,
  bytes,
  text,
  timestamp,
  uuid
};

template <std::integral Integer>
void append_integer(Integer value, std::string& out) {
  for (unsigned shift = sizeof value * 8; shift > 0; shift -= 8) {
    out += static_cast<char>(static_cast<std::uint64_t>(value) >> (shift - 8));
  }
}

template <std::integral Integer>
Integer integer_at(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char octet : bytes.substr(0, sizeof(Integer))) {
    value = value << 8 | static_cast<std::uint8_t>(octet);
  }
  return static_cast<Integer>(value);
}

void append_type(HeaderType type, std::string& out) { out += static_cast<char>(type); }

void append_sized(HeaderType type, std::string_view content, std::string& out) {
  CHECK(content.size() <= event_header_value_bytes_max, "a header of {} bytes", content.size());
  append_type(type, out);
  append_integer(static_cast<std::uint16_t>(content.size()), out);
  out += content;
}

template <std::integral Integer>
void append_number(HeaderType type, Integer value, std::string& out) {
  append_type(type, out);
  append_integer(value, out);
}

void append_value(const EventHeaderValue& value, std::string& out) {
  std::visit(
      Overloaded{
          [&](bool is) { append_type(is ? HeaderType::is_true : HeaderType::is_false, out); },
          [&](std::int8_t number) { append_number(HeaderType::int8, number, out); },
          [&](std::int16_t number) { append_number(HeaderType::int16, number, out); },
          [&](std::int32_t number) { append_number(HeaderType::int32, number, out); },
          [&](std::int64_t number) { append_number(HeaderType::int64, number, out); },
          [&](ByteView bytes) { append_sized(HeaderType::bytes, text_of(bytes), out); },
          [&](std::string_view text) { append_sized(HeaderType::text, text, out); },
          [&](WallTime time) { append_number(HeaderType::timestamp, time.ms, out); },
          [&](const EventUuid& uuid) {
            append_type(HeaderType::uuid, out);
            out += text_of(uuid);
          }},
      value);
}

void put_integer(std::uint32_t value, std::size_t at, std::string& out) {
  for (std::size_t index = 0; index < sizeof value; ++index) {
    out[at + index] = static_cast<char>(value >> (24 - 8 * index));
  }
}

std::unexpected<Error> corrupt(std::string_view what) {
  return fail(ErrorCode::corrupt, fmt::format("An event-stream message is corrupt: {}.", what));
}

// Takes headers off the front of their part of a frame. What is not there makes it fail for good.
class HeaderReader {
 public:
  explicit HeaderReader(std::string_view bytes) : bytes_(bytes) {}

  bool at_end() const { return bytes_.empty(); }
  bool failed() const { return failed_; }

  EventHeader read() {
    const std::string_view name = text(integer<std::uint8_t>());
    if (name.empty()) failed_ = true;
    return {.name = name, .value = value()};
  }

 private:
  EventHeaderValue value() {
    switch (static_cast<HeaderType>(integer<std::uint8_t>())) {
      case HeaderType::is_true:
        return true;
      case HeaderType::is_false:
        return false;
      case HeaderType::int8:
        return integer<std::int8_t>();
      case HeaderType::int16:
        return integer<std::int16_t>();
      case HeaderType::int32:
        return integer<std::int32_t>();
      case HeaderType::int64:
        return integer<std::int64_t>();
      case HeaderType::bytes:
        return bytes_of(take(value_size()));
      case HeaderType::text:
        return text(value_size());
      case HeaderType::timestamp:
        return WallTime{integer<std::int64_t>()};
      case HeaderType::uuid:
        return uuid();
    }
    failed_ = true;
    return false;
  }

  std::string_view take(std::size_t size) {
    if (failed_ || size > bytes_.size()) {
      failed_ = true;
      bytes_ = {};
      return {};
    }
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }

  template <std::integral Integer>
  Integer integer() {
    return integer_at<Integer>(take(sizeof(Integer)));
  }

  std::size_t value_size() {
    const std::size_t size = integer<std::uint16_t>();
    if (size > event_header_value_bytes_max) failed_ = true;
    return size;
  }

  std::string_view text(std::size_t size) {
    const std::string_view taken = take(size);
    if (!codec::is_utf8(taken)) failed_ = true;
    return taken;
  }

  EventUuid uuid() {
    EventUuid uuid{};
    const std::string_view taken = take(uuid.size());
    if (!failed_) std::memcpy(uuid.data(), taken.data(), uuid.size());
    return uuid;
  }

  std::string_view bytes_;
  bool failed_ = false;
};

bool has_duplicates(const std::vector<EventHeader>& headers) {
  std::vector<std::string_view> names;
  names.reserve(headers.size());
  for (const EventHeader& header : headers) names.push_back(header.name);
  std::ranges::sort(names);
  return std::ranges::adjacent_find(names) != names.end();
}

Result<std::vector<EventHeader>> read_headers(std::string_view bytes) {
  std::vector<EventHeader> headers;
  HeaderReader reader(bytes);
  while (!reader.at_end()) {
    headers.push_back(reader.read());
    if (reader.failed()) return corrupt("a header is malformed");
  }
  if (has_duplicates(headers)) return corrupt("a header occurs twice");
  return headers;
}

std::uint32_t crc_of(std::string_view bytes) { return codec::crc32(bytes_of(bytes)); }

}  // namespace

bool operator==(const EventHeader& left, const EventHeader& right) {
  if (left.name != right.name || left.value.index() != right.value.index()) return false;
  // Views of bytes have no comparison of their own.
  if (const auto* bytes = std::get_if<ByteView>(&left.value)) {
    return text_of(*bytes) == text_of(std::get<ByteView>(right.value));
  }
  std::string left_value;
  std::string right_value;
  append_value(left.value, left_value);
  append_value(right.value, right_value);
  return left_value == right_value;
}

void begin_event_message(std::span<const EventHeader> headers, std::string& out) {
  const std::size_t begin = out.size();
  out.append(prelude_bytes, '\0');
  for (const EventHeader& header : headers) {
    CHECK(!header.name.empty() && header.name.size() <= 255, "a header name of {} bytes",
          header.name.size());
    append_integer(static_cast<std::uint8_t>(header.name.size()), out);
    out += header.name;
    append_value(header.value, out);
  }
  const std::size_t headers_bytes = out.size() - begin - prelude_bytes;
  CHECK(headers_bytes <= event_headers_bytes_max, "{} bytes of headers", headers_bytes);
  put_integer(static_cast<std::uint32_t>(headers_bytes), begin + 4, out);
}

void finish_event_message(std::size_t begin, std::string& out) {
  const std::size_t size = out.size() - begin + crc_bytes;
  CHECK(size <= prelude_bytes + event_headers_bytes_max + event_payload_bytes_max + crc_bytes,
        "a message of {} bytes", size);
  put_integer(static_cast<std::uint32_t>(size), begin, out);
  put_integer(crc_of(std::string_view(out).substr(begin, 8)), begin + 8, out);
  append_integer(crc_of(std::string_view(out).substr(begin)), out);
}

std::string_view EventMessage::text(std::string_view name) const {
  const auto header = std::ranges::find(headers, name, &EventHeader::name);
  if (header == headers.end()) return {};
  const auto* text = std::get_if<std::string_view>(&header->value);
  return text != nullptr ? *text : std::string_view{};
}

Result<std::optional<EventMessage>> read_event_message(std::span<char> bytes) {
  const std::string_view all(bytes.data(), bytes.size());
  if (all.size() < prelude_bytes) return std::nullopt;
  const std::size_t size = integer_at<std::uint32_t>(all);
  const std::size_t headers_bytes = integer_at<std::uint32_t>(all.substr(4));
  if (integer_at<std::uint32_t>(all.substr(8)) != crc_of(all.substr(0, 8))) {
    return corrupt("the checksum of its lengths does not fit");
  }
  if (headers_bytes > event_headers_bytes_max) return corrupt("its headers are too long");
  if (size < prelude_bytes + headers_bytes + crc_bytes) return corrupt("its lengths do not fit");
  const std::size_t payload_bytes = size - prelude_bytes - headers_bytes - crc_bytes;
  if (payload_bytes > event_payload_bytes_max) return corrupt("its payload is too long");
  if (all.size() < size) return std::nullopt;
  if (integer_at<std::uint32_t>(all.substr(size - crc_bytes)) !=
      crc_of(all.substr(0, size - crc_bytes))) {
    return corrupt("its checksum does not fit");
  }
  EventMessage message{.headers = TRY(read_headers(all.substr(prelude_bytes, headers_bytes))),
                       .payload = bytes.subspan(prelude_bytes + headers_bytes, payload_bytes),
                       .frame_bytes = size};
  return message;
}

}  // namespace weir::aws
