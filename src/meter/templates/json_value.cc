#include "meter/templates/json_value.h"

#include <array>
#include <charconv>
#include <cmath>

#include "codec/json_reader.h"

namespace weir::meter {
namespace {

void read(codec::JsonReader& reader, JsonValue& value);

void read_object(codec::JsonReader& reader, JsonValue& value) {
  value.kind = JsonValue::Kind::object;
  reader.enter_object();
  while (const auto name = reader.next_key()) {
    value.members.emplace_back(std::string(*name), JsonValue{});
    read(reader, value.members.back().second);
  }
}

void read_array(codec::JsonReader& reader, JsonValue& value) {
  value.kind = JsonValue::Kind::array;
  reader.enter_array();
  while (reader.next_element()) read(reader, value.items.emplace_back());
}

void read_number(codec::JsonReader& reader, JsonValue& value) {
  value.kind = JsonValue::Kind::number;
  value.text = reader.read_number();
  std::from_chars(value.text.data(), value.text.data() + value.text.size(), value.number);
}

void read(codec::JsonReader& reader, JsonValue& value) {
  switch (reader.kind()) {
    case codec::JsonKind::object:
      return read_object(reader, value);
    case codec::JsonKind::array:
      return read_array(reader, value);
    case codec::JsonKind::number:
      return read_number(reader, value);
    case codec::JsonKind::text:
      value.kind = JsonValue::Kind::text;
      value.text = reader.read_text();
      return;
    case codec::JsonKind::boolean:
      value.kind = JsonValue::Kind::boolean;
      value.boolean = reader.read_boolean();
      return;
    case codec::JsonKind::null:
      return reader.read_null();
    case codec::JsonKind::failed:
      return;
  }
}

}  // namespace

std::optional<JsonValue> JsonValue::parse(std::string_view document) {
  std::string copy(document);
  codec::JsonReader reader(copy);
  JsonValue value;
  read(reader, value);
  if (!reader.finish()) return std::nullopt;
  return value;
}

const JsonValue* JsonValue::member(std::string_view name) const {
  for (const auto& [key, value] : members) {
    if (key == name) return &value;
  }
  return nullptr;
}

std::string JsonValue::rendered() const {
  std::string out;
  switch (kind) {
    case Kind::text:
      return text;
    case Kind::number:
      append_number(number, out);
      return out;
    case Kind::array:
      for (const JsonValue& item : items) {
        if (&item != &items.front()) out += ',';
        if (item.kind != Kind::null) out += item.rendered();
      }
      return out;
    default:
      append_json(out);
      return out;
  }
}

void JsonValue::append_json(std::string& out) const {
  switch (kind) {
    case Kind::null:
      out += "null";
      return;
    case Kind::boolean:
      out += boolean ? "true" : "false";
      return;
    case Kind::number:
      return append_number(number, out);
    case Kind::text:
      return append_json_text(text, out);
    case Kind::array:
      out += '[';
      for (const JsonValue& item : items) {
        if (&item != &items.front()) out += ',';
        item.append_json(out);
      }
      out += ']';
      return;
    case Kind::object:
      out += '{';
      for (const auto& [name, value] : members) {
        if (&name != &members.front().first) out += ',';
        append_json_text(name, out);
        out += ':';
        value.append_json(out);
      }
      out += '}';
      return;
  }
}

void append_number(double number, std::string& out) {
  std::array<char, 32> digits{};
  // JavaScript goes over to exponents at 1e21 and below 1e-6.
  const double magnitude = std::abs(number);
  const bool is_plain = number == 0 || (magnitude < 1e21 && magnitude >= 1e-6);
  const auto format = is_plain ? std::chars_format::fixed : std::chars_format::scientific;
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), number + 0.0, format);
  if (end.ec == std::errc()) out.append(digits.data(), end.ptr);
}

void append_json_text(std::string_view text, std::string& out) {
  static constexpr std::string_view hex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += hex[static_cast<unsigned char>(c) / 16];
      out += hex[static_cast<unsigned char>(c) % 16];
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace weir::meter
