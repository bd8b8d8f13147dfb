#include "env/log_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace weir::env {
namespace {

bool is_control(char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F; }

bool needs_quotes(std::string_view value) {
  return value.empty() || std::ranges::any_of(value, [](char byte) {
           return byte == ' ' || byte == '"' || byte == '=' || byte == '\\' || is_control(byte);
         });
}

void append_quoted(std::string& line, std::string_view value) {
  line += '"';
  for (const char byte : value) {
    if (byte == '"' || byte == '\\') {
      line += '\\';
      line += byte;
    } else if (byte == '\n') {
      line += "\\n";
    } else if (is_control(byte)) {
      fmt::format_to(std::back_inserter(line), "\\u{:04x}", static_cast<unsigned char>(byte));
    } else {
      line += byte;
    }
  }
  line += '"';
}

}  // namespace

std::string log_line(std::string_view event, std::initializer_list<Field> fields) {
  std::string line = fmt::format("event={}", event);
  for (const Field& field : fields) {
    fmt::format_to(std::back_inserter(line), " {}=", field.name);
    if (needs_quotes(field.value)) {
      append_quoted(line, field.value);
    } else {
      line += field.value;
    }
  }
  return line;
}

}  // namespace weir::env
