// Setting: one line of the table that flags, environment, configuration file and docs/settings.md
// are made from; and how texts become values.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <charconv>
#include <functional>
#include <string>
#include <string_view>
#include <system_error>

#include "base/result.h"

namespace weir::server {

// Checks a text and stores what it means. Errors: invalid_argument: what is wrong with the text.
using SetSetting = std::function<Result<void>(std::string_view)>;

struct Setting {
  std::string_view name;         // "shard-write-bytes".
  std::string_view kind;         // What is expected: "bytes per second".
  std::string default_text;      // As a person would write it.
  std::string_view description;  // What it does and when to change it.
  bool is_switch = false;        // Given as a flag it needs no value.
  SetSetting set;
};

template <class Integer>
Result<Integer> parse_integer(std::string_view text, Integer min, Integer max) {
  Integer value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || value < min || value > max) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("\"{}\" is not a whole number from {} to {}", text, min, max));
  }
  return value;
}

// `into` must outlive the setting.
template <class Integer>
SetSetting set_integer(Integer& into, Integer min, Integer max) {
  return [&into, min, max](std::string_view text) -> Result<void> {
    into = TRY(parse_integer<Integer>(text, min, max));
    return {};
  };
}

SetSetting set_switch(bool& into, bool meaning_of_true);

}  // namespace weir::server
