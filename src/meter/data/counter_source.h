// CounterSource: a counter of a plan: JMeter's element of that name.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "meter/data/decimal_format.h"
#include "meter/plan/plan.h"
#include "meter/templates/variables.h"

namespace weir::meter {

// Threads: any.
class CounterSource {
 public:
  // Errors: invalid_argument  a format that is not understood, an end that is never reached.
  static Result<std::unique_ptr<CounterSource>> make(const Counter& plan, VariableNames& names);

  // Sets the variable to the next number: of all users, or of one's own.
  void advance(Variables& variables);

 private:
  CounterSource(const Counter& plan, DecimalFormat format, VariableNames& names);

  DecimalFormat format_;
  std::int64_t start_;
  std::int64_t step_;
  std::uint64_t count_max_;  // After so many numbers it begins again; 0: never.
  bool is_per_thread_;
  Slot slot_;
  Slot own_;  // Where a user keeps a count of its own.
  std::atomic<std::int64_t> shared_{0};
};

}  // namespace weir::meter
