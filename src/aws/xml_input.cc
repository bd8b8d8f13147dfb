#include "aws/xml_input.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "codec/utf8.h"

namespace weir::aws {
namespace {

constexpr std::array<std::pair<std::string_view, char>, 5> entities = {
    {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}}};

// Where the content of the first element `name` begins; npos if there is none.
std::size_t find_content(std::string_view xml, std::string_view name) {
  std::size_t at = 0;
  while ((at = xml.find('<', at)) != std::string_view::npos) {
    ++at;
    if (!xml.substr(at).starts_with(name)) continue;
    const std::size_t behind = at + name.size();
    if (behind >= xml.size()) return std::string_view::npos;
    if (xml[behind] == '>') return behind + 1;
    if (xml[behind] != ' ') continue;
    const std::size_t end = xml.find('>', behind);
    if (end == std::string_view::npos || xml[end - 1] == '/') continue;
    return end + 1;
  }
  return std::string_view::npos;
}

// Appends what "&name;" stands for; false if it stands for nothing.
bool append_reference(std::string& to, std::string_view name) {
  for (const auto& [entity, character] : entities) {
    if (name != entity) continue;
    to += character;
    return true;
  }
  if (!name.starts_with('#')) return false;
  name.remove_prefix(1);
  const bool is_hexadecimal = name.starts_with('x');
  if (is_hexadecimal) name.remove_prefix(1);
  std::uint32_t code_point = 0;
  const auto parsed =
      std::from_chars(name.data(), name.data() + name.size(), code_point, is_hexadecimal ? 16 : 10);
  if (parsed.ec != std::errc() || parsed.ptr != name.data() + name.size()) return false;
  const bool is_surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (code_point == 0 || code_point > 0x10FFFF || is_surrogate) return false;
  std::array<char, 4> bytes{};
  to.append(bytes.data(), codec::utf8_encode(code_point, bytes.data()));
  return true;
}

std::string unescaped(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t reference = text.find('&');
    result += text.substr(0, reference);
    if (reference == std::string_view::npos) break;
    text.remove_prefix(reference);
    const std::size_t end = text.find(';');
    if (end != std::string_view::npos && append_reference(result, text.substr(1, end - 1))) {
      text.remove_prefix(end + 1);
    } else {
      result += '&';
      text.remove_prefix(1);
    }
  }
  return result;
}

// The next element `name`; `xml` then begins behind it.
std::optional<std::string_view> take_element(std::string_view& xml, std::string_view name) {
  const std::size_t begin = find_content(xml, name);
  if (begin == std::string_view::npos) return std::nullopt;
  std::string closing = "</";
  closing += name;
  closing += '>';
  const std::size_t end = xml.find(closing, begin);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view content = xml.substr(begin, end - begin);
  xml.remove_prefix(end + closing.size());
  return content;
}

}  // namespace

std::optional<std::string_view> xml_element(std::string_view xml, std::string_view name) {
  return take_element(xml, name);
}

std::vector<std::string_view> xml_elements(std::string_view xml, std::string_view name) {
  std::vector<std::string_view> found;
  while (const auto element = take_element(xml, name)) found.push_back(*element);
  return found;
}

std::optional<std::string> xml_text(std::string_view xml, std::string_view name) {
  const auto content = xml_element(xml, name);
  if (!content) return std::nullopt;
  return unescaped(*content);
}

}  // namespace weir::aws
