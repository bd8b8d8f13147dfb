// Damage: what of a log may be unreadable, because somebody damaged the disk under it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>

#include "log/record.h"

namespace weir::simulation {

class Damage {
 public:
  // A block with the records [first, next).
  void add_records(log::Offset first, log::Offset next) { records_.emplace(first, next); }

  // A group of which nobody can say what was in it: states, ends and records of any log.
  void add_anything() { anything_ = true; }

  bool any() const { return anything_ || !records_.empty(); }
  bool may_be_anything() const { return anything_; }

  bool contains(log::Offset offset) const { return end_of(offset).has_value(); }

  // What follows the damaged block that holds `offset`; nothing if none does.
  std::optional<log::Offset> end_of(log::Offset offset) const {
    auto block = records_.upper_bound(offset);
    if (block == records_.begin() || (--block)->second <= offset) return std::nullopt;
    return block->second;
  }

  // Whether a read from `from` may meet it before it meets the record at `certain`.
  bool lies_before(log::Offset from, log::Offset certain) const {
    if (anything_) return true;
    for (const auto& [first, next] : records_) {
      if (next > from && first <= certain) return true;
    }
    return false;
  }

 private:
  std::multimap<log::Offset, log::Offset> records_;
  bool anything_ = false;
};

}  // namespace weir::simulation
