// Arguments: what stands in the brackets of the data generator's `{{module.function(…)}}`.
//
// The data generator hands over one value: JSON, or what is not JSON as a raw text. So it is here,
// and where a function takes several values they may also come as a JSON array, as an object with
// their names, or with commas between them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "meter/templates/json_value.h"

namespace weir::meter {

// Threads: one, while a template is compiled.
class Arguments {
 public:
  // Without brackets, or with nothing inside.
  Arguments() = default;
  explicit Arguments(std::string_view raw);

  bool empty() const { return !value_; }

  // The one value as the data generator has it; null without one.
  const JsonValue* value() const { return value_ ? &*value_ : nullptr; }
  // The one value if it is a text, JSON or raw.
  std::optional<std::string> text() const;

  // Value number `index`, from 0, of several; an object's is that with the name.
  const JsonValue* at(std::size_t index, std::string_view name) const;

  // The same as a number within bounds, or `otherwise` if it is not there, null or 0 as in
  // JavaScript's `value || otherwise` where `otherwise` is not 0.
  std::int64_t integer(std::size_t index, std::string_view name, std::int64_t otherwise,
                       std::int64_t low, std::int64_t high);
  std::string text_at(std::size_t index, std::string_view name, std::string_view otherwise);
  // As JavaScript takes values for true.
  bool flag(std::size_t index, std::string_view name);

  // A function that cannot use its arguments says so; the first sentence counts.
  void fail(std::string message);
  const std::optional<std::string>& error() const { return error_; }

 private:
  std::optional<JsonValue> value_;
  std::vector<JsonValue> several_;  // Of a raw text, between commas.
  std::optional<std::string> error_;
};

// A value as a number: a JSON number, or a text that is one.
std::optional<double> number_of(const JsonValue& value);

}  // namespace weir::meter
