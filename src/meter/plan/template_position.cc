#include "meter/plan/template_position.h"

#include <string_view>

namespace weir::meter {
namespace {

// Walks along what a file holds and knows the line and column.
class Walk {
 public:
  Walk(std::string_view source, Position start) : source_(source), at_(std::move(start)) {}

  bool is_at_end() const { return next_ >= source_.size(); }
  bool starts_with(std::string_view text) const { return source_.substr(next_).starts_with(text); }
  char peek() const { return source_[next_]; }
  std::string_view rest() const { return source_.substr(next_); }
  const Position& position() const { return at_; }

  void skip(std::size_t count) {
    for (; count > 0 && !is_at_end(); --count) {
      const char byte = source_[next_++];
      if (byte == '\n') {
        ++at_.line;
        at_.column = 1;
      } else if ((static_cast<unsigned char>(byte) & 0xc0u) != 0x80u) {
        ++at_.column;  // Bytes that continue a UTF-8 character are none of their own.
      }
    }
  }

 private:
  std::string_view source_;
  std::size_t next_ = 0;
  Position at_;
};

bool is_blank(char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

// How many bytes of text stand for the code point that `digits` (hexadecimal) name.
std::size_t utf8_bytes(std::string_view digits, unsigned base) {
  std::uint32_t point = 0;
  for (const char digit : digits) {
    const bool is_decimal = digit >= '0' && digit <= '9';
    const auto value =
        static_cast<std::uint32_t>(is_decimal ? digit - '0' : (digit | 0x20) - 'a' + 10);
    point = point * base + value;
    if (point > 0x10ffff) return 4;
  }
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  return point < 0x10000 ? 3 : 4;
}

// One unit of what a file holds: `source` bytes that stand for `text` bytes.
struct Unit {
  std::size_t source = 1;
  std::size_t text = 1;
};

// "\" at the end of a line takes the blanks behind it away too.
Unit toml_escape(std::string_view rest) {
  if (rest.size() < 2) return {};
  if (rest[1] == 'u') return {6, utf8_bytes(rest.substr(2, 4), 16)};
  if (rest[1] == 'U') return {10, utf8_bytes(rest.substr(2, 8), 16)};
  if (!is_blank(rest[1])) return {2, 1};
  std::size_t end = 1;
  while (end < rest.size() && is_blank(rest[end])) ++end;
  return {end, 0};
}

Unit xml_entity(std::string_view rest) {
  const std::size_t end = rest.find(';');
  if (end == std::string_view::npos || end < 2 || end > 12) return {};
  const std::string_view name = rest.substr(1, end - 1);
  if (name.starts_with("#x")) return {end + 1, utf8_bytes(name.substr(2), 16)};
  if (name.starts_with('#')) return {end + 1, utf8_bytes(name.substr(1), 10)};
  return {end + 1, 1};
}

// Moves to the place of byte `offset` of what the units stand for.
template <class NextUnit>
void walk_to(Walk& walk, std::size_t offset, const NextUnit& next_unit) {
  while (!walk.is_at_end()) {
    const Unit unit = next_unit(walk.rest());
    // What stands for nothing (a line that goes on) is passed at the place itself too.
    if (unit.text > offset || (offset == 0 && unit.text > 0)) return;
    offset -= unit.text;
    walk.skip(unit.source);
  }
}

void walk_toml(Walk& walk, std::size_t offset) {
  const char quote = walk.peek();
  const bool has_escapes = quote == '"';
  const std::string three(3, quote);
  const bool is_multi_line = walk.starts_with(three);
  walk.skip(is_multi_line ? 3 : 1);
  // A line's end straight behind the quotes is not the text's.
  if (is_multi_line && walk.starts_with("\r\n")) walk.skip(2);
  if (is_multi_line && walk.starts_with("\n")) walk.skip(1);
  walk_to(walk, offset, [has_escapes](std::string_view rest) -> Unit {
    return has_escapes && rest.front() == '\\' ? toml_escape(rest) : Unit{};
  });
}

void walk_xml(Walk& walk, std::size_t offset) {
  constexpr std::string_view cdata = "<![CDATA[";
  const bool is_cdata = walk.starts_with(cdata);
  if (is_cdata) walk.skip(cdata.size());
  walk_to(walk, offset, [is_cdata](std::string_view rest) -> Unit {
    if (rest.starts_with("\r\n")) return {2, 1};
    return !is_cdata && rest.front() == '&' ? xml_entity(rest) : Unit{};
  });
}

}  // namespace

Position position_in(const TemplateText& field, std::size_t offset) {
  if (field.at.line == 0) return field.at;
  const bool is_plain = field.writing == Writing::plain || field.source.empty();
  Walk walk(is_plain ? field.text : field.source, field.at);
  if (is_plain) {
    walk.skip(offset);
  } else if (field.writing == Writing::toml) {
    walk_toml(walk, offset);
  } else {
    walk_xml(walk, offset);
  }
  return walk.position();
}

}  // namespace weir::meter
