// JsonValue: a parameter of a function as the template has it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weir::meter {

struct JsonValue {
  enum class Kind : std::uint8_t { null, boolean, number, text, array, object };

  Kind kind = Kind::null;
  bool boolean = false;
  double number = 0;
  std::string text{};  // A text, or a number as written.
  std::vector<JsonValue> items{};
  std::vector<std::pair<std::string, JsonValue>> members{};

  // Nothing if `document` is not one JSON value.
  static std::optional<JsonValue> parse(std::string_view document);

  // Null if this is no object or has no such member.
  const JsonValue* member(std::string_view name) const;

  // As JavaScript makes a text of it: an array's items between commas, 1.50 as 1.5. An object, of
  // which JavaScript says "[object Object]", is its JSON.
  std::string rendered() const;
  void append_json(std::string& out) const;
};

// As JavaScript writes numbers: the shortest text that reads back as the same number.
void append_number(double number, std::string& out);

// A JSON text with its quotes.
void append_json_text(std::string_view text, std::string& out);

}  // namespace weir::meter
