#include "meter/report/markup.h"

#include "codec/utf8.h"

namespace weir::meter {
namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd";

// The size of the valid character that `text` begins with; 0 if it begins with none.
std::size_t character_size(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  return size <= text.size() && codec::is_utf8(text.substr(0, size)) ? size : 0;
}

void append_escaped(std::string& out, std::string_view character) {
  const char first = character.front();
  switch (first) {
    case '&':
      out += "&amp;";
      return;
    case '<':
      out += "&lt;";
      return;
    case '>':
      out += "&gt;";
      return;
    case '"':
      out += "&quot;";
      return;
    case '\'':
      out += "&#39;";
      return;
    case '\n':
      out += "&#10;";
      return;
    case '\r':
      out += "&#13;";
      return;
    case '\t':
      out += "&#9;";
      return;
    default:
      break;
  }
  const bool is_control = static_cast<unsigned char>(first) < 0x20 || first == 0x7f;
  const bool is_no_character = character == "\xef\xbf\xbe" || character == "\xef\xbf\xbf";
  out += is_control || is_no_character ? replacement : character;
}

}  // namespace

std::string markup_escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    if (size == 0) {
      out += replacement;
    } else {
      append_escaped(out, text.substr(0, size));
    }
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return out;
}

std::string valid_utf8(std::string_view text) {
  if (codec::is_utf8(text)) return std::string(text);
  std::string out;
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    out += size == 0 ? replacement : text.substr(0, size);
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return out;
}

}  // namespace weir::meter
