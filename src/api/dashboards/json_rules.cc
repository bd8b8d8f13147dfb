#include "api/dashboards/json_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <utility>

#include "codec/utf8_prefix.h"

namespace weir::api::dashboards {
namespace {

using codec::JsonKind;
using codec::JsonTree;

std::string_view name_of(JsonKind kind) {
  switch (kind) {
    case JsonKind::object:
      return "object";
    case JsonKind::array:
      return "array";
    case JsonKind::text:
      return "string";
    case JsonKind::number:
      return "number";
    case JsonKind::boolean:
      return "boolean";
    case JsonKind::null:
    case JsonKind::failed:
      break;
  }
  return "null";
}

bool is_color(std::string_view text) {
  return text.size() == 7 && text.front() == '#' &&
         std::ranges::all_of(text.substr(1),
                             [](unsigned char digit) { return std::isxdigit(digit) != 0; });
}

// A document's own texts are in findings, and may be as long as it is.
std::string shortened(std::string text) {
  constexpr std::size_t bytes_max = 500;
  if (text.size() <= bytes_max) return text;
  return std::string(codec::utf8_prefix(text, bytes_max)) + "...";
}

void add_to(std::vector<Finding>& findings, std::string path, std::string message) {
  if (findings.size() == JsonRules::findings_max) return;
  findings.push_back(
      {.path = shortened(std::move(path)), .message = shortened(std::move(message))});
}

}  // namespace

std::string path_of(const std::string& path, std::string_view name) {
  return fmt::format("{}/{}", path, name);
}

std::string path_of(const std::string& path, std::size_t index) {
  return fmt::format("{}/{}", path, index);
}

void JsonRules::add(std::string path, std::string message) {
  add_to(errors_, std::move(path), std::move(message));
}

void JsonRules::warn(std::string path, std::string message) {
  add_to(warnings_, std::move(path), std::move(message));
}

bool JsonRules::is(const JsonTree& value, JsonKind kind, const std::string& path) {
  if (value.kind == kind) return true;
  add(path, fmt::format("Should be {}", name_of(kind)));
  return false;
}

const JsonTree* JsonRules::require(const JsonTree& object, std::string_view name, JsonKind kind,
                                   const std::string& path) {
  if (object.member(name) == nullptr) {
    add(path, fmt::format("Should have required property '{}'", name));
    return nullptr;
  }
  return allow(object, name, kind, path);
}

const JsonTree* JsonRules::allow(const JsonTree& object, std::string_view name, JsonKind kind,
                                 const std::string& path) {
  const JsonTree* const found = object.member(name);
  if (found == nullptr || !is(*found, kind, path_of(path, name))) return nullptr;
  return found;
}

void JsonRules::allow_one_of(const JsonTree& object, std::string_view name,
                             std::initializer_list<std::string_view> values,
                             const std::string& path) {
  const JsonTree* const found = allow(object, name, JsonKind::text, path);
  if (found == nullptr || std::ranges::count(values, found->text) != 0) return;
  add(path_of(path, name), "Should be equal to one of the allowed values");
}

void JsonRules::allow_number(const JsonTree& object, std::string_view name,
                             const NumberRange& range, const std::string& path) {
  const JsonTree* const found = allow(object, name, JsonKind::number, path);
  if (found == nullptr) return;
  const auto number = found->number();
  if (!number || (range.is_whole && std::floor(*number) != *number)) {
    return add(path_of(path, name), range.is_whole ? "Should be integer" : "Should be number");
  }
  if (*number < range.least) {
    add(path_of(path, name), fmt::format("Should be >= {}", range.least));
  } else if (*number > range.most) {
    add(path_of(path, name), fmt::format("Should be <= {}", range.most));
  }
}

void JsonRules::allow_color(const JsonTree& object, const std::string& path) {
  const JsonTree* const found = allow(object, "color", JsonKind::text, path);
  if (found == nullptr || is_color(found->text)) return;
  add(path_of(path, "color"), "Should match pattern \"^#[0-9a-fA-F]{6}$\"");
}

bool JsonRules::has_at_most(const JsonTree& array, std::size_t count, const std::string& path) {
  if (array.items.size() <= count) return true;
  add(path, fmt::format("Should NOT have more than {} items", count));
  return false;
}

}  // namespace weir::api::dashboards
