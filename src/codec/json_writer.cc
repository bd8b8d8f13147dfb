#include "codec/json_writer.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/time.h"
#include "codec/base64.h"
#include "codec/json_scan.h"

namespace weir::codec {
namespace {

template <class Integer>
void append_number(std::string& out, Integer value) {
  std::array<char, std::numeric_limits<Integer>::digits10 + 3> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  out.append(digits.data(), end.ptr);
}

// The letter of the two-character escape, or 0 where only the form \u00xx will do.
char short_escape(char character) {
  switch (character) {
    case '"':
    case '\\':
      return character;
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return 0;
  }
}

void append_escape(std::string& out, char character) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += '\\';
  if (const char letter = short_escape(character); letter != 0) {
    out += letter;
    return;
  }
  out += "u00";
  out += digits[static_cast<unsigned char>(character) >> 4];
  out += digits[static_cast<unsigned char>(character) & 15];
}

}  // namespace

void JsonWriter::separate() {
  if (out_.size() == begin_) return;
  // Only structure can stand here: a string's last character is its closing quote.
  const char last = out_.back();
  if (last != '{' && last != '[' && last != ':') out_ += ',';
}

void JsonWriter::open(char bracket) {
  separate();
  out_ += bracket;
}

void JsonWriter::key(std::string_view name) {
  plain_text(name);
  out_ += ':';
}

void JsonWriter::escaped_key(std::string_view name) {
  text(name);
  out_ += ':';
}

void JsonWriter::plain_text(std::string_view value) {
  separate();
  out_ += '"';
  out_ += value;
  out_ += '"';
}

void JsonWriter::text(std::string_view value) {
  separate();
  out_ += '"';
  append_escaped(value);
  out_ += '"';
}

void JsonWriter::append_escaped(std::string_view value) {
  while (true) {
    const std::size_t plain = plain_prefix(value, PlainText::utf8);
    out_ += value.substr(0, plain);
    if (plain == value.size()) return;
    append_escape(out_, value[plain]);
    value.remove_prefix(plain + 1);
  }
}

void JsonWriter::boolean(bool value) { raw(value ? "true" : "false"); }

void JsonWriter::null() { raw("null"); }

void JsonWriter::signed_number(std::int64_t value) {
  separate();
  append_number(out_, value);
}

void JsonWriter::unsigned_number(std::uint64_t value) {
  separate();
  append_number(out_, value);
}

void JsonWriter::real(double value) {
  // The longest is "-1.7976931348623157e+308".
  std::array<char, 32> digits;
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  raw({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

void JsonWriter::timestamp(WallTime time) {
  separate();
  if (time.ms < 0) out_ += '-';
  const std::uint64_t ms =
      time.ms < 0 ? 0 - static_cast<std::uint64_t>(time.ms) : static_cast<std::uint64_t>(time.ms);
  append_number(out_, ms / 1000);
  const auto fraction = static_cast<unsigned>(ms % 1000);
  if (fraction == 0) return;
  const std::array<char, 4> digits = {'.', static_cast<char>('0' + fraction / 100),
                                      static_cast<char>('0' + fraction / 10 % 10),
                                      static_cast<char>('0' + fraction % 10)};
  std::size_t size = digits.size();
  while (digits[size - 1] == '0') --size;
  out_.append(digits.data(), size);
}

void JsonWriter::base64(ByteView bytes) {
  separate();
  const std::size_t begin = out_.size();
  const std::size_t end = begin + base64_encoded_size(bytes.size()) + 2;
  // Does not fill with zeros what is written over at once. The size that it calls back with is not
  // looked at: libstdc++ 12 gives the new capacity where the string had to grow.
  out_.resize_and_overwrite(end, [&](char* text, std::size_t /*size*/) {
    text[begin] = '"';
    base64_encode(bytes, text + begin + 1);
    text[end - 1] = '"';
    return end;
  });
}

void JsonWriter::raw(std::string_view json) {
  separate();
  out_ += json;
}

std::string json_text(std::string_view value) {
  std::string out;
  JsonWriter(out).text(value);
  return out;
}

}  // namespace weir::codec
