// PlanErrors: everything that is wrong with a plan, so that it is mended in one go.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "meter/plan/plan_error.h"

namespace weir::meter {

class PlanErrors {
 public:
  // More are not kept: nobody reads them.
  static constexpr std::size_t errors_max = 50;

  void add(Position at, std::string message) {
    if (errors_.size() < errors_max) errors_.push_back({std::move(at), std::move(message)});
  }
  void add(const PlanErrors& others) {
    for (const PlanError& error : others.errors_) add(error.at, error.message);
  }

  bool is_empty() const { return errors_.empty(); }
  const std::vector<PlanError>& all() const { return errors_; }

  // A line each, in the order of the file.
  std::string text() const {
    std::vector<PlanError> sorted = errors_;
    std::ranges::stable_sort(sorted, {}, [](const PlanError& error) {
      return std::pair(error.at.line, error.at.column);
    });
    std::string lines;
    for (const PlanError& error : sorted) {
      if (!lines.empty()) lines += '\n';
      lines += error.text();
    }
    return lines;
  }

 private:
  std::vector<PlanError> errors_;
};

}  // namespace weir::meter
