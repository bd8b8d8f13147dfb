// Validation: checks a decoded request against the constraints of its description and words what is
// wrong exactly as production does:
//
//     2 validation errors detected: Value null at 'data' failed to satisfy constraint: Member must
//     not be null; Value '' at 'streamName' failed to satisfy constraint: Member must …
//
// A valid request costs a few comparisons and no allocation.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <string_view>

#include "aws/service_error.h"
#include "aws/shape.h"
#include "aws/validation_report.h"
#include "base/time.h"

namespace weir::aws {

// The visitor behind validate(). Walks a structure; what it finds goes into a ValidationReport.
class Validator {
 public:
  Validator(ValidationReport& report, const Place* parent) : report_(report), parent_(parent) {}

  template <class T>
  void required(std::string_view name, const T& member, const Constraints& constraints = {}) {
    const Place place = Place::of_member(parent_, name);
    if constexpr (is_required<T>) {
      if (!member.present()) return report_.add_null(place);
      check(place, *member, constraints);
    } else {
      if (is_null(member)) return report_.add_null(place);
      check(place, member, constraints);
    }
  }

  template <class T>
  void optional(std::string_view name, const std::optional<T>& member,
                const Constraints& constraints = {}) {
    if (member) check(Place::of_member(parent_, name), *member, constraints);
  }

 private:
  // Only views have a null of their own; everything else is there.
  template <class T>
  static bool is_null(const T& member) {
    if constexpr (std::same_as<T, std::string_view> || std::same_as<T, Blob>) {
      return member.data() == nullptr;
    } else {
      return false;
    }
  }

  void check(const Place& place, std::string_view text, const Constraints& constraints) {
    if (!satisfies(text, constraints)) report_.add_text(place, text, constraints);
  }

  template <std::integral T>
  void check(const Place& place, T value, const Constraints& constraints) {
    if constexpr (!std::same_as<T, bool>) {
      if (value < constraints.value_min || value > constraints.value_max) {
        report_.add_number(place, value, constraints);
      }
    }
  }

  void check(const Place& place, Blob blob, const Constraints& constraints) {
    if (!has_valid_length(blob.size(), constraints)) {
      report_.add_length(place, java_text(blob), blob.size(), constraints);
    }
  }

  void check(const Place& /*place*/, double /*value*/, const Constraints& /*constraints*/) {}
  void check(const Place& /*place*/, WallTime /*value*/, const Constraints& /*constraints*/) {}

  template <Structure T>
  void check(const Place& place, const T& structure, const Constraints& /*constraints*/) {
    Validator members(report_, &place);
    T::describe(members, structure);
  }

  template <List T>
  void check(const Place& place, const T& list, const Constraints& constraints) {
    if (!has_valid_length(list.size(), constraints)) {
      report_.add_length(place, java_text(list), list.size(), constraints);
    }
    if constexpr (std::same_as<typename T::value_type, std::string_view>) {
      if (constraints.elements != nullptr && !all_satisfy(list, *constraints.elements)) {
        report_.add_each(place, java_text(list), "Member must satisfy constraint",
                         *constraints.elements);
      }
    }
    std::size_t number = 0;
    for (const auto& element : list) {
      if (report_.full()) return;
      check_element(Place::of_element(&place, ++number), element);
    }
  }

  void check(const Place& place, const TextMap& map, const Constraints& constraints) {
    report_.check_map(place, map, constraints);
  }

  template <class T>
  void check_element(const Place& place, const T& element) {
    if (is_null(element)) return report_.add_null(place);
    if constexpr (!std::same_as<T, std::string_view>) check(place, element, {});
  }

  template <class Texts>
  static bool all_satisfy(const Texts& texts, const Constraints& constraints) {
    for (const std::string_view text : texts) {
      // A null element is an error of its own.
      if (text.data() != nullptr && !satisfies(text, constraints)) return false;
    }
    return true;
  }

  ValidationReport& report_;
  const Place* parent_;
};

// A ValidationException if `request` violates a constraint.
template <Structure Request>
Outcome<void> validate(const Request& request) {
  ValidationReport report;
  Validator validator(report, nullptr);
  Request::describe(validator, request);
  if (report.empty()) return {};
  return validation(report.message());
}

}  // namespace weir::aws
