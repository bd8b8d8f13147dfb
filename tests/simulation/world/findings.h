// Findings: what a run found wrong. The first finding stops the run; those after it are its echo.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>

namespace weir::simulation {

class Findings {
 public:
  template <class... Arguments>
  void report(fmt::format_string<Arguments...> text, Arguments&&... arguments) {
    if (first_.empty()) first_ = fmt::format(text, std::forward<Arguments>(arguments)...);
  }

  bool empty() const { return first_.empty(); }
  const std::string& first() const { return first_; }

 private:
  std::string first_;
};

}  // namespace weir::simulation
