#include "aws/validation_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <vector>

namespace weir::aws {
namespace {

// "StreamARN" is "streamARN" in a path.
void print_name(std::string_view name, std::string& out) {
  const char first = name.front();
  out += first >= 'A' && first <= 'Z' ? static_cast<char>(first - 'A' + 'a') : first;
  out += name.substr(1);
}

void print_place(const Place& place, std::string& out) {
  if (place.parent != nullptr) {
    print_place(*place.parent, out);
    out += '.';
  }
  if (place.number != 0) {
    fmt::format_to(std::back_inserter(out), "{}.member", place.number);
  } else if (place.is_map_value) {
    fmt::format_to(std::back_inserter(out), "{}.member", place.name);
  } else {
    print_name(place.name, out);
  }
}

std::string value_set(std::span<const std::string_view> values) {
  return fmt::format("Member must satisfy enum value set: [{}]", fmt::join(values, ", "));
}

std::string length_at_least(std::size_t length) {
  return fmt::format("Member must have length greater than or equal to {}", length);
}

std::string length_at_most(std::size_t length) {
  return fmt::format("Member must have length less than or equal to {}", length);
}

std::string matching(const Pattern& pattern) {
  return fmt::format("Member must satisfy regular expression pattern: {}", pattern.text);
}

}  // namespace

bool is_one_of(std::span<const std::string_view> values, std::string_view text) {
  return std::ranges::find(values, text) != values.end();
}

std::string ValidationReport::message() const {
  return fmt::format("{} validation error{} detected: {}", count_, count_ == 1 ? "" : "s", errors_);
}

void ValidationReport::add(const Place& place, std::string_view value,
                           std::string_view constraint) {
  if (full()) return;
  if (count_ > 0) errors_ += "; ";
  ++count_;
  errors_ += "Value ";
  errors_ += value;
  errors_ += " at '";
  print_place(place, errors_);
  errors_ += "' failed to satisfy constraint: ";
  errors_ += constraint;
}

void ValidationReport::add_null(const Place& place) {
  add(place, "null", "Member must not be null");
}

void ValidationReport::add_text(const Place& place, std::string_view text,
                                const Constraints& constraints) {
  if (full()) return;
  const std::string value = fmt::format("'{}'", text);
  if (!constraints.values.empty() && !is_one_of(constraints.values, text)) {
    add(place, value, value_set(constraints.values));
  }
  if (constraints.pattern.matches != nullptr && !constraints.pattern.matches(text)) {
    add(place, value, matching(constraints.pattern));
  }
  if (!has_valid_text_length(text, constraints)) {
    add_length(place, text, codec::utf8_length(text), constraints);
  }
}

void ValidationReport::add_number(const Place& place, std::int64_t number,
                                  const Constraints& constraints) {
  const std::string value = fmt::format("'{}'", number);
  if (number < constraints.value_min) {
    add(place, value,
        fmt::format("Member must have value greater than or equal to {}", constraints.value_min));
  }
  if (number > constraints.value_max) {
    add(place, value,
        fmt::format("Member must have value less than or equal to {}", constraints.value_max));
  }
}

void ValidationReport::add_length(const Place& place, std::string_view value, std::size_t length,
                                  const Constraints& constraints) {
  if (full()) return;
  const std::string quoted = fmt::format("'{}'", value);
  if (length < constraints.length_min) add(place, quoted, length_at_least(constraints.length_min));
  if (length > constraints.length_max) add(place, quoted, length_at_most(constraints.length_max));
}

// All constraints are listed, not only the violated ones, and the lengths come first here.
void ValidationReport::add_each(const Place& place, std::string_view value,
                                std::string_view introduction, const Constraints& each) {
  std::vector<std::string> constraints;
  if (each.length_max != Constraints::no_length_max) {
    constraints.push_back(length_at_most(each.length_max));
    constraints.push_back(length_at_least(each.length_min));
  }
  if (each.pattern.matches != nullptr) constraints.push_back(matching(each.pattern));
  if (!each.values.empty()) constraints.push_back(value_set(each.values));
  add(place, fmt::format("'{}'", value),
      fmt::format("{}: [{}]", introduction, fmt::join(constraints, ", ")));
}

void ValidationReport::check_map(const Place& place, const TextMap& map,
                                 const Constraints& constraints) {
  static constexpr Constraints none;
  const Constraints& keys = constraints.map_keys != nullptr ? *constraints.map_keys : none;
  const Constraints& values = constraints.map_values != nullptr ? *constraints.map_values : none;
  const auto valid_key = [&](const auto& entry) { return satisfies(entry.first, keys); };
  const auto valid_value = [&](const auto& entry) {
    return entry.second.data() == nullptr || satisfies(entry.second, values);
  };
  if (!has_valid_length(map.size(), constraints)) {
    // A name that is there twice counts once.
    add_length(place, java_text(map), in_java_order(map).size(), constraints);
  }
  if (!std::ranges::all_of(map, valid_key)) {
    add_each(place, java_text(map), "Map keys must satisfy constraint", keys);
  }
  if (!std::ranges::all_of(map, valid_value)) {
    add_each(place, java_text(map), "Map value must satisfy constraint", values);
  }
  const auto is_null = [](const auto& entry) { return entry.second.data() == nullptr; };
  if (std::ranges::none_of(map, is_null)) return;
  for (const auto& entry : in_java_order(map)) {
    if (is_null(entry)) add_null(Place::of_map_value(&place, entry.first));
  }
}

}  // namespace weir::aws
