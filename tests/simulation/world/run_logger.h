// RunLogger: takes the lines of the process under test. A line at level error is a finding, unless
// the fault that was injected calls for it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "env/log_line.h"
#include "env/logger.h"
#include "world/findings.h"

namespace weir::simulation {

class RunLogger final : public env::Logger {
 public:
  // `power_is_off`: nobody is there any more whom an error could reach.
  RunLogger(Findings& findings, bool verbose, std::function<bool()> power_is_off)
      : findings_(findings), verbose_(verbose), power_is_off_(std::move(power_is_off)) {}

  void write(env::Severity severity, std::string_view event,
             std::initializer_list<env::Field> fields) override {
    const bool is_error = severity == env::Severity::error;
    if (!verbose_ && !is_error) return;
    const std::string line = env::log_line(event, fields);
    if (verbose_) fmt::print("  log  {}{}\n", is_error ? "ERROR " : "", line);
    if (!is_error || errors_expected_ || errors_always_expected_ || power_is_off_()) return;
    findings_.report("an error was logged: {}", line);
  }

  // While a fault is at work that an operator must hear of.
  void expect_errors(bool expected) { errors_expected_ = expected; }
  // Nobody can say when somebody will come across it.
  void expect_errors_from_now_on() { errors_always_expected_ = true; }

 private:
  Findings& findings_;
  const bool verbose_;
  const std::function<bool()> power_is_off_;
  bool errors_expected_ = false;
  bool errors_always_expected_ = false;
};

}  // namespace weir::simulation
