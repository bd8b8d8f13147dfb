// ValidationReport: collects what is wrong with a request, in production's words. For validation.h.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "aws/java_text.h"
#include "aws/shape.h"
#include "codec/utf8.h"

namespace weir::aws {

// Where a value stands in a request: a list from the inside out that lives on the stack, so that
// walking a valid request costs nothing. Printed as "records.1.member.partitionKey".
struct Place {
  const Place* parent = nullptr;  // Null: of the request itself.
  std::string_view name{};        // Of a member, or a map's key.
  std::size_t number = 0;         // Of a list's element, from 1; 0 for anything else.
  bool is_map_value = false;

  static Place of_member(const Place* parent, std::string_view name) { return {parent, name}; }
  static Place of_element(const Place* list, std::size_t number) { return {list, {}, number}; }
  static Place of_map_value(const Place* map, std::string_view key) { return {map, key, 0, true}; }
};

inline bool has_valid_length(std::size_t length, const Constraints& constraints) {
  return length >= constraints.length_min && length <= constraints.length_max;
}

// Whether a text has a valid length, in Unicode characters.
inline bool has_valid_text_length(std::string_view text, const Constraints& constraints) {
  // A character takes one to four bytes: nearly always that is all one needs to know.
  if (text.size() <= constraints.length_max && (text.size() + 3) / 4 >= constraints.length_min) {
    return true;
  }
  return has_valid_length(codec::utf8_length(text), constraints);
}

bool is_one_of(std::span<const std::string_view> values, std::string_view text);

inline bool satisfies(std::string_view text, const Constraints& constraints) {
  if (!constraints.values.empty() && !is_one_of(constraints.values, text)) return false;
  if (constraints.pattern.matches != nullptr && !constraints.pattern.matches(text)) return false;
  return has_valid_text_length(text, constraints);
}

// No method allocates unless there is something to report.
class ValidationReport {
 public:
  // Production lists, and counts, no more.
  static constexpr int errors_max = 10;

  bool empty() const { return count_ == 0; }
  bool full() const { return count_ == errors_max; }

  // "1 validation error detected: …".
  std::string message() const;

  void add_null(const Place& place);

  // Adds what `value` violates: pattern or enumeration first, then the length.
  void add_text(const Place& place, std::string_view text, const Constraints& constraints);
  void add_number(const Place& place, std::int64_t number, const Constraints& constraints);

  // For anything else that has a length. `value` is printed in quotes.
  void add_length(const Place& place, std::string_view value, std::size_t length,
                  const Constraints& constraints);

  // For a list or a map, some of whose texts violate `each`. `introduction` says which.
  void add_each(const Place& place, std::string_view value, std::string_view introduction,
                const Constraints& each);

  void check_map(const Place& place, const TextMap& map, const Constraints& constraints);

 private:
  void add(const Place& place, std::string_view value, std::string_view constraint);

  int count_ = 0;
  std::string errors_;
};

}  // namespace weir::aws
