// MemoryLogger: keeps the lines, so that a test can say what must have been logged, and that no
// error was.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/mutex.h"
#include "env/log_line.h"
#include "env/logger.h"

namespace weir::env {

// Threads: any.
class MemoryLogger final : public Logger {
 public:
  struct Line {
    Severity severity;
    std::string text;  // As SpdlogLogger prints it, without time and level.
  };

  void write(Severity severity, std::string_view event,
             std::initializer_list<Field> fields) override {
    const MutexLock lock(mutex_);
    lines_.push_back({severity, log_line(event, fields)});
  }

  std::vector<Line> lines() const {
    const MutexLock lock(mutex_);
    return lines_;
  }

  std::size_t error_count() const {
    const MutexLock lock(mutex_);
    return static_cast<std::size_t>(std::ranges::count(lines_, Severity::error, &Line::severity));
  }

  // Whether a line contains `text`.
  bool contains(std::string_view text) const {
    const MutexLock lock(mutex_);
    return std::ranges::any_of(
        lines_, [&](const Line& line) { return line.text.find(text) != std::string::npos; });
  }

 private:
  mutable Mutex mutex_;
  std::vector<Line> lines_ GUARDED_BY(mutex_);
};

}  // namespace weir::env
