#include "codec/json_reader.h"

#include <cstddef>
#include <cstring>
#include <expected>
#include <optional>
#include <span>
#include <string_view>

#include "base/bytes.h"
#include "base/check.h"
#include "codec/base64.h"

namespace weir::codec {
namespace {

bool is_digit(char character) { return character >= '0' && character <= '9'; }

}  // namespace

JsonReader::JsonReader(std::span<char> document)
    : begin_(document.data()), at_(begin_), end_(begin_ + document.size()) {}

void JsonReader::fail() { failed_ = true; }

void JsonReader::skip_blanks() {
  while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
}

bool JsonReader::take(char expected) {
  if (at_ == end_ || *at_ != expected) {
    fail();
    return false;
  }
  ++at_;
  return true;
}

JsonKind JsonReader::kind() {
  if (failed_) return JsonKind::failed;
  CHECK(value_comes_, "no value comes at {}", position());
  skip_blanks();
  switch (at_ == end_ ? '\0' : *at_) {
    case '{':
      return JsonKind::object;
    case '[':
      return JsonKind::array;
    case '"':
      return JsonKind::text;
    case 't':
    case 'f':
      return JsonKind::boolean;
    case 'n':
      return JsonKind::null;
    case '-':
      return JsonKind::number;
    default:
      if (at_ != end_ && is_digit(*at_)) return JsonKind::number;
      fail();
      return JsonKind::failed;
  }
}

bool JsonReader::begin_value(JsonKind wanted) {
  if (kind() == wanted) return true;
  fail();
  return false;
}

void JsonReader::end_value() { value_comes_ = false; }

void JsonReader::enter(JsonKind kind) {
  if (!begin_value(kind)) return;
  if (depth_ == depth_max) return fail();
  ++at_;
  objects_ = objects_ << 1 | (kind == JsonKind::object ? 1 : 0);
  ++depth_;
  value_comes_ = false;
  first_ = true;
}

void JsonReader::leave() {
  ++at_;
  objects_ >>= 1;
  --depth_;
  value_comes_ = false;
  first_ = false;
}

void JsonReader::enter_object() { enter(JsonKind::object); }

void JsonReader::enter_array() { enter(JsonKind::array); }

std::optional<std::string_view> JsonReader::next_key() {
  std::string_view name;
  if (!next_member(Escapes::resolve, name)) return std::nullopt;
  return name;
}

bool JsonReader::next_member(Escapes escapes, std::string_view& name) {
  if (failed_) return false;
  CHECK(depth_ > 0 && (objects_ & 1) == 1 && !value_comes_, "no member comes at {}", position());
  skip_blanks();
  if (at_ != end_ && *at_ == '}') {
    leave();
    return false;
  }
  if (!first_ && !take(',')) return false;
  first_ = false;
  skip_blanks();
  if (at_ == end_ || *at_ != '"') {
    fail();
    return false;
  }
  name = text(escapes);
  skip_blanks();
  if (failed_ || !take(':')) return false;
  value_comes_ = true;
  return true;
}

bool JsonReader::next_element() {
  if (failed_) return false;
  CHECK(depth_ > 0 && (objects_ & 1) == 0 && !value_comes_, "no element comes at {}", position());
  skip_blanks();
  if (at_ != end_ && *at_ == ']') {
    leave();
    return false;
  }
  if (!first_ && !take(',')) return false;
  first_ = false;
  value_comes_ = true;
  return true;
}

std::string_view JsonReader::read_text() {
  if (!begin_value(JsonKind::text)) return {};
  end_value();
  return text(Escapes::resolve);
}

std::expected<MutableBytes, JsonBase64Error> JsonReader::read_base64() {
  if (!begin_value(JsonKind::text)) return MutableBytes{};
  end_value();
  const auto decode = [](std::string_view text) -> std::expected<MutableBytes, Base64Error> {
    // The text is a part of the document, which is ours to write.
    auto* const place = reinterpret_cast<std::byte*>(const_cast<char*>(text.data()));
    const auto size = base64_decode(text, place);
    if (!size) return std::unexpected(size.error());
    return MutableBytes(place, *size);
  };

  // Base64 has no character that would need a second look: if what lies before the next quote
  // decodes, it was a well-formed string as well.
  const char* const begin = at_ + 1;
  const auto rest = static_cast<std::size_t>(end_ - begin);
  if (const void* quote = rest == 0 ? nullptr : std::memchr(begin, '"', rest)) {
    const auto size = static_cast<std::size_t>(static_cast<const char*>(quote) - begin);
    if (const auto bytes = decode({begin, size})) {
      at_ += size + 2;
      return *bytes;
    }
  }
  const std::string_view unescaped = text(Escapes::resolve);
  if (failed_) return MutableBytes{};
  const auto bytes = decode(unescaped);
  if (!bytes) return std::unexpected(JsonBase64Error{bytes.error(), unescaped});
  return *bytes;
}

bool JsonReader::digits() {
  if (at_ == end_ || !is_digit(*at_)) {
    fail();
    return false;
  }
  while (at_ != end_ && is_digit(*at_)) ++at_;
  return true;
}

std::string_view JsonReader::read_number() {
  if (!begin_value(JsonKind::number)) return {};
  end_value();
  const char* const begin = at_;
  if (*at_ == '-') ++at_;
  if (at_ != end_ && *at_ == '0') {
    ++at_;
  } else if (!digits()) {
    return {};
  }
  if (at_ != end_ && *at_ == '.') {
    ++at_;
    if (!digits()) return {};
  }
  if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
    ++at_;
    if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
    if (!digits()) return {};
  }
  return {begin, static_cast<std::size_t>(at_ - begin)};
}

void JsonReader::literal(std::string_view word) {
  end_value();
  if (!std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(word)) return fail();
  at_ += word.size();
}

bool JsonReader::read_boolean() {
  if (!begin_value(JsonKind::boolean)) return false;
  const bool value = *at_ == 't';
  literal(value ? "true" : "false");
  return value && !failed_;
}

void JsonReader::read_null() {
  if (begin_value(JsonKind::null)) literal("null");
}

void JsonReader::skip_value() {
  std::string_view name;
  switch (kind()) {
    case JsonKind::object:
      enter_object();
      while (next_member(Escapes::check, name)) skip_value();
      return;
    case JsonKind::array:
      enter_array();
      while (next_element()) skip_value();
      return;
    case JsonKind::text:
      end_value();
      text(Escapes::check);
      return;
    case JsonKind::number:
      read_number();
      return;
    case JsonKind::boolean:
      read_boolean();
      return;
    case JsonKind::null:
      read_null();
      return;
    case JsonKind::failed:
      return;
  }
}

bool JsonReader::skip_rest() {
  if (value_comes_) skip_value();
  std::string_view name;
  while (depth_ > 0 && !failed_) {
    const bool in_object = (objects_ & 1) == 1;
    if (in_object ? next_member(Escapes::check, name) : next_element()) skip_value();
  }
  return finish();
}

bool JsonReader::finish() {
  if (failed_) return false;
  CHECK(depth_ == 0, "finished inside {} containers", depth_);
  if (value_comes_) skip_value();
  if (failed_) return false;
  skip_blanks();
  if (at_ != end_) fail();
  return !failed_;
}

}  // namespace weir::codec
