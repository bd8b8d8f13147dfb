// Constraints: what the API reference says a member's value must satisfy. Protocols read them; only
// validation.h acts on them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

namespace weir::aws {

// A regular expression, which must match a whole text. `matches` does what `text` says; `text` is
// only printed, because std::regex is too slow for every record.
struct Pattern {
  std::string_view text;
  bool (*matches)(std::string_view) = nullptr;
};

// Written with designated initializers, constexpr. What is left out does not constrain.
struct Constraints {
  static constexpr std::int64_t no_value_min = std::numeric_limits<std::int64_t>::min();
  static constexpr std::int64_t no_value_max = std::numeric_limits<std::int64_t>::max();
  static constexpr std::size_t no_length_max = std::numeric_limits<std::size_t>::max();

  std::span<const std::string_view> values{};  // Of an enumeration, in production's order.
  Pattern pattern{};
  std::int64_t value_min = no_value_min;
  std::int64_t value_max = no_value_max;
  // Of a text in Unicode characters, of a blob in bytes, of a list or a map in entries.
  std::size_t length_min = 0;
  std::size_t length_max = no_length_max;
  const Constraints* elements = nullptr;    // Of a list of texts.
  const Constraints* map_keys = nullptr;    // Of a map.
  const Constraints* map_values = nullptr;  // Of a map.
};

}  // namespace weir::aws
