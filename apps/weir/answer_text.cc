#include "answer_text.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "codec/percent_encoding.h"

namespace weir::app {
namespace {

constexpr std::array<std::pair<std::string_view, char>, 5> entities{
    {{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#13;", '\r'}, {"&amp;", '&'}}};

std::string plain_text(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    std::size_t taken = 1;
    char character = text.front();
    for (const auto& [entity, meaning] : entities) {
      if (!text.starts_with(entity)) continue;
      taken = entity.size();
      character = meaning;
      break;
    }
    plain += character;
    text.remove_prefix(taken);
  }
  return plain;
}

std::string value_text(std::string_view name, std::string_view text) {
  std::string plain = plain_text(text);
  if (!name.ends_with("Document")) return plain;
  std::string decoded;
  codec::append_percent_decoded(decoded, plain);
  return decoded;
}

// Whether an element is a value's name, not the list or the structure around it.
bool is_around(std::string_view name) {
  return name.ends_with("Response") || name.ends_with("Result");
}

}  // namespace

std::string answer_text(std::string_view xml) {
  std::string lines;
  std::size_t depth = 0;
  while (!xml.empty()) {
    const std::size_t begin = xml.find('<');
    const std::size_t end = xml.find('>', begin);
    if (begin == std::string_view::npos || end == std::string_view::npos) break;
    std::string_view name = xml.substr(begin + 1, end - begin - 1);
    name = name.substr(0, name.find(' '));
    xml.remove_prefix(end + 1);
    if (name == "ResponseMetadata") break;
    if (is_around(name) || name == "/member") continue;
    if (name.starts_with('/')) {
      depth -= depth > 0 ? 1 : 0;
      continue;
    }
    const std::string_view value = xml.substr(0, xml.find('<'));
    const std::string closing = fmt::format("</{}>", name);
    const bool is_value = xml.substr(value.size()).starts_with(closing);
    const std::string indentation(depth * 2, ' ');
    if (is_value) {
      xml.remove_prefix(value.size() + closing.size());
      if (name == "IsTruncated" || (value.empty() && name != "member")) continue;
      lines += name == "member"
                   ? fmt::format("{}{}\n", indentation, value_text(name, value))
                   : fmt::format("{}{}: {}\n", indentation, name, value_text(name, value));
    } else if (name == "member") {
      lines += lines.empty() || depth == 0 ? "" : fmt::format("{}-\n", indentation);
    } else {
      lines += fmt::format("{}{}\n", indentation, name);
      ++depth;
    }
  }
  return lines;
}

}  // namespace weir::app
