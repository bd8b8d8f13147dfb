// ServiceTime: civil time that never goes back while the process runs.
//
// Retention, expiry of iterators and everything else that must not be undone by a clock that is set
// back goes by it. After the wall clock has jumped back, it stands still until the clock has caught
// up.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>

#include "env/clock.h"

namespace weir::stream {

// Threads: any.
class ServiceTime {
 public:
  explicit ServiceTime(const env::Clock& clock) : clock_(clock) {}

  WallTime now() const;
  // What the clock says now; may jump either way. For times that are stored: a clock that was years
  // ahead for a moment must leave no trace.
  WallTime wall_now() const { return clock_.wall_now(); }

  MonotonicTime monotonic_now() const { return clock_.monotonic_now(); }

 private:
  const env::Clock& clock_;
  mutable std::atomic<std::int64_t> latest_ms_{0};
};

}  // namespace weir::stream
