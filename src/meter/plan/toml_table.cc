#include "meter/plan/toml_table.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "base/check.h"
#include "meter/plan/quantities.h"
#include "meter/plan/spelling.h"

namespace weir::meter {
namespace {

// Of every text that is no template: names, paths, labels.
constexpr std::size_t text_bytes_max = 4'096;
// A record may have 10 MiB, but nobody writes that down.
constexpr std::size_t template_bytes_max = 1u << 20;

std::string_view kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::string:
      return "a text";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a number";
    case toml::node_type::boolean:
      return "true or false";
    default:
      return "a date or time";
  }
}

// A text, or a number as it would be written: "duration = 5" lacks a unit, and is told so.
std::optional<std::string> text_of_quantity(const toml::node& node) {
  if (auto text = node.value_exact<std::string>()) return text;
  if (const auto whole = node.value_exact<std::int64_t>()) return fmt::format("{}", *whole);
  if (const auto number = node.value_exact<double>()) return fmt::format("{}", *number);
  return std::nullopt;
}

}  // namespace

std::string spoken(double number) {
  if (number != std::floor(number) || std::abs(number) > 1e16) return fmt::format("{}", number);
  std::string digits = fmt::format("{:.0f}", std::abs(number));
  for (std::size_t place = digits.size(); place > 3; place -= 3) digits.insert(place - 3, 1, ',');
  return fmt::format("{}{}", number < 0 ? "-" : "", digits);
}

TomlTable::TomlTable(TomlDocument& document, const toml::table& table, const PlanTable& keys)
    : document_(document), table_(table), keys_(keys) {
  const std::vector<std::string_view> names = keys.names();
  for (const auto& [key, node] : table) {
    if (keys.find(key.str()) != nullptr) continue;
    const std::string guess = did_you_mean(key.str(), names);
    document_.errors.add(document_.position(key.source().begin),
                         fmt::format("\"{}\" is not a key of {}{}", key.str(), keys.title,
                                     guess.empty() ? "." : guess));
  }
}

const toml::node* TomlTable::find(std::string_view key) const {
  CHECK(keys_.find(key) != nullptr, "{} has no key {}", keys_.title, key);
  return table_.get(key);
}

Position TomlTable::at() const { return document_.position(table_.source().begin); }

Position TomlTable::at(const toml::node& node) const {
  return document_.position(node.source().begin);
}

void TomlTable::complain(const toml::node& node, std::string message) const {
  document_.errors.add(at(node), std::move(message));
}

void TomlTable::complain_of_kind(std::string_view key, const toml::node& node,
                                 std::string_view kind) const {
  complain(node, fmt::format("\"{}\" is {}; {} belongs here.", key, kind_of(node), kind));
}

void TomlTable::complain_of_word(std::string_view key, const toml::node& node,
                                 const std::vector<std::string_view>& words) const {
  const std::string text = *node.value<std::string>();
  const std::string guess = did_you_mean(text, words);
  complain(node, guess.empty()
                     ? fmt::format("The {} \"{}\" is not {}.", key, text, in_a_list(words))
                     : fmt::format("The {} \"{}\" is none{}", key, text, guess));
}

const toml::node* TomlTable::find_text(std::string_view key) const {
  const toml::node* const node = find(key);
  if (node == nullptr) return nullptr;
  if (!node->is_string()) {
    complain_of_kind(key, *node, "a text");
    return nullptr;
  }
  if (node->as_string()->get().size() > text_bytes_max) {
    complain(*node, fmt::format("\"{}\" has {} bytes; {} are allowed.", key,
                                spoken(static_cast<double>(node->as_string()->get().size())),
                                spoken(text_bytes_max)));
    return nullptr;
  }
  return node;
}

void TomlTable::read(std::string_view key, std::string& into) const {
  if (const toml::node* const node = find_text(key)) into = node->as_string()->get();
}

void TomlTable::read(std::string_view key, bool& into) const {
  const toml::node* const node = find(key);
  if (node == nullptr) return;
  if (const auto flag = node->value_exact<bool>()) {
    into = *flag;
  } else {
    complain_of_kind(key, *node, "true or false");
  }
}

TemplateText TomlTable::template_of(const toml::node& node) const {
  return {.text = node.as_string()->get(),
          .language = document_.language,
          .at = at(node),
          .source = document_.source(node.source()),
          .writing = Writing::toml};
}

void TomlTable::read_template(std::string_view key, TemplateText& into) const {
  const toml::node* const node = find(key);
  if (node == nullptr) return;
  if (!node->is_string()) return complain_of_kind(key, *node, "a text");
  if (node->as_string()->get().size() > template_bytes_max) {
    return complain(*node, fmt::format("\"{}\" has more than 1 MiB.", key));
  }
  into = template_of(*node);
}

bool TomlTable::find_whole(std::string_view key, std::int64_t low, std::int64_t high,
                           std::int64_t& into) const {
  const toml::node* const node = find(key);
  if (node == nullptr) return false;
  const auto value = node->value_exact<std::int64_t>();
  if (!value) {
    complain_of_kind(key, *node, "a whole number");
    return false;
  }
  if (*value < low || *value > high) {
    complain(*node,
             fmt::format("\"{}\" is {}; {} to {} are allowed.", key, *value,
                         spoken(static_cast<double>(low)), spoken(static_cast<double>(high))));
    return false;
  }
  into = *value;
  return true;
}

void TomlTable::read_number(std::string_view key, double& into, double low, double high) const {
  const toml::node* const node = find(key);
  if (node == nullptr) return;
  if (!node->is_number()) return complain_of_kind(key, *node, "a number");
  const double value = *node->value<double>();
  // A number that is none fails both comparisons.
  if (value >= low && value <= high) {
    into = value;
  } else {
    complain(*node, fmt::format("\"{}\" is {}; {} to {} are allowed.", key, value, spoken(low),
                                spoken(high)));
  }
}

bool TomlTable::read_duration(std::string_view key, milliseconds& into, milliseconds low) const {
  const toml::node* const node = find(key);
  if (node == nullptr) return false;
  const auto text = text_of_quantity(*node);
  if (!text) {
    complain_of_kind(key, *node, "a duration such as \"1.5s\"");
    return false;
  }
  const auto duration = parse_duration(*text);
  if (!duration) {
    complain(*node, fmt::format("The {} \"{}\" {}.", key, *text, duration.error()));
    return false;
  }
  if (*duration < low) {
    complain(*node,
             fmt::format("The {} \"{}\" is too short; it is at least a millisecond.", key, *text));
    return false;
  }
  into = *duration;
  return true;
}

bool TomlTable::read_rate(std::string_view key, double& per_second, bool may_be_zero) const {
  const toml::node* const node = find(key);
  if (node == nullptr) return false;
  const auto text = text_of_quantity(*node);
  if (!text) {
    complain_of_kind(key, *node, "a rate such as \"20/s\"");
    return false;
  }
  const auto rate = parse_rate(*text);
  if (!rate) {
    complain(*node, fmt::format("The {} \"{}\" {}.", key, *text, rate.error()));
    return false;
  }
  if (*rate == 0 && !may_be_zero) {
    complain(*node, fmt::format("The {} \"{}\" is 0; nothing would be sent.", key, *text));
    return false;
  }
  per_second = *rate;
  return true;
}

bool TomlTable::find_size(std::string_view key, std::uint64_t low, std::uint64_t high,
                          std::uint64_t& into) const {
  const toml::node* const node = find(key);
  if (node == nullptr) return false;
  const auto text = text_of_quantity(*node);
  if (!text) {
    complain_of_kind(key, *node, "a size such as \"4MiB\"");
    return false;
  }
  const auto size = parse_size(*text);
  if (!size) {
    complain(*node, fmt::format("The {} \"{}\" {}.", key, *text, size.error()));
    return false;
  }
  if (*size < low || *size > high) {
    complain(*node,
             fmt::format("The {} \"{}\" is {} bytes; {} to {} are allowed.", key, *text,
                         spoken(static_cast<double>(*size)), spoken(static_cast<double>(low)),
                         spoken(static_cast<double>(high))));
    return false;
  }
  into = *size;
  return true;
}

void TomlTable::read_share(std::string_view key, double& into) const {
  const toml::node* const node = find(key);
  if (node == nullptr) return;
  const auto text = text_of_quantity(*node);
  if (!text) return complain_of_kind(key, *node, "a share such as \"20%\"");
  const auto share = parse_share(*text);
  if (!share) return complain(*node, fmt::format("The {} \"{}\" {}.", key, *text, share.error()));
  into = *share;
}

void TomlTable::with_table(std::string_view key, const PlanTable& keys,
                           const std::function<void(const TomlTable&)>& visit) const {
  const toml::node* const node = find(key);
  if (node == nullptr) return;
  const toml::table* const table = node->as_table();
  if (table == nullptr) return complain_of_kind(key, *node, "a table");
  visit(TomlTable(document_, *table, keys));
}

void TomlTable::each_table(std::string_view key, const PlanTable& keys, std::size_t count_max,
                           const std::function<void(const TomlTable&)>& visit) const {
  const toml::node* const node = find(key);
  if (node == nullptr) return;
  const toml::array* const list = node->as_array();
  if (list == nullptr) return complain_of_kind(key, *node, "a list of tables");
  if (list->size() > count_max) {
    return complain(*node, fmt::format("\"{}\" has {} entries; {} are allowed.", key, list->size(),
                                       spoken(static_cast<double>(count_max))));
  }
  for (const toml::node& entry : *list) {
    if (const toml::table* const table = entry.as_table()) {
      visit(TomlTable(document_, *table, keys));
    } else {
      complain(entry,
               fmt::format("An entry of \"{}\" is {}; a table belongs here.", key, kind_of(entry)));
    }
  }
}

void TomlTable::each_text(
    std::string_view key, std::size_t count_max,
    const std::function<void(const std::string&, const toml::node&)>& visit) const {
  const toml::node* const node = find(key);
  if (node == nullptr) return;
  const toml::array* const list = node->as_array();
  if (list == nullptr) return complain_of_kind(key, *node, "a list of texts");
  if (list->size() > count_max) {
    return complain(*node, fmt::format("\"{}\" has {} entries; {} are allowed.", key, list->size(),
                                       spoken(static_cast<double>(count_max))));
  }
  for (const toml::node& entry : *list) {
    if (const auto* const text = entry.as_string()) {
      visit(text->get(), entry);
    } else {
      complain(entry,
               fmt::format("An entry of \"{}\" is {}; a text belongs here.", key, kind_of(entry)));
    }
  }
}

void TomlTable::each_entry(
    std::string_view key, std::size_t count_max,
    const std::function<void(std::string_view, const toml::key&, const toml::node&)>& visit) const {
  const toml::node* const node = find(key);
  if (node == nullptr) return;
  const toml::table* const table = node->as_table();
  if (table == nullptr) return complain_of_kind(key, *node, "a table");
  if (table->size() > count_max) {
    return complain(*node, fmt::format("\"{}\" has {} entries; {} are allowed.", key, table->size(),
                                       spoken(static_cast<double>(count_max))));
  }
  for (const auto& [name, entry] : *table) visit(name.str(), name, entry);
}

}  // namespace weir::meter
