#include "codec/json_tree.h"

#include <charconv>
#include <system_error>
#include <utility>

namespace weir::codec {
namespace {

// As deep as JsonReader lets a document be. False: too many values.
bool read_value(JsonReader& reader, JsonTree& value, std::size_t& values_left) {
  if (values_left-- == 0) return false;
  value.kind = reader.kind();
  switch (value.kind) {
    case JsonKind::object:
      reader.enter_object();
      while (const auto name = reader.next_key()) {
        JsonTree member;
        if (!read_value(reader, member, values_left)) return false;
        value.members.emplace_back(*name, std::move(member));
      }
      return true;
    case JsonKind::array:
      reader.enter_array();
      while (reader.next_element()) {
        JsonTree item;
        if (!read_value(reader, item, values_left)) return false;
        value.items.push_back(std::move(item));
      }
      return true;
    case JsonKind::text:
      value.text = reader.read_text();
      return true;
    case JsonKind::number:
      value.text = reader.read_number();
      return true;
    case JsonKind::boolean:
      value.boolean = reader.read_boolean();
      return true;
    case JsonKind::null:
      reader.read_null();
      return true;
    case JsonKind::failed:
      return false;
  }
  return false;
}

}  // namespace

const JsonTree* JsonTree::member(std::string_view name) const {
  const JsonTree* found = nullptr;
  for (const auto& [key, value] : members) {
    if (key == name) found = &value;
  }
  return found;
}

std::optional<double> JsonTree::number() const {
  if (kind != JsonKind::number) return std::nullopt;
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

std::optional<JsonTree> parse_json_tree(std::span<char> document, std::size_t values_max) {
  JsonReader reader(document);
  JsonTree tree;
  if (!read_value(reader, tree, values_max) || !reader.finish()) return std::nullopt;
  return tree;
}

}  // namespace weir::codec
