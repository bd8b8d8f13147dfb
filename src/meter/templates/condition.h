// Condition: what {{if …}} asks.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "meter/templates/filler.h"
#include "meter/templates/variables.h"

namespace weir::meter {

enum class Comparator : std::uint8_t {
  none,  // The left side alone: true unless it is empty, "0" or "false".
  equal,
  not_equal,
  less,
  at_most,
  greater,
  at_least,
};

class Condition {
 public:
  // `right` is not used with Comparator::none.
  Condition(Filler left, Comparator comparator, Filler right, VariableNames& names);

  // Two numbers are compared as such, anything else as texts.
  bool holds(RenderContext& context) const;

 private:
  Filler left_;
  Comparator comparator_;
  Filler right_;
  // Where the sides are rendered.
  Slot left_slot_;
  Slot right_slot_;
};

}  // namespace weir::meter
