#include "env/startup_pages.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <thread>

#include "env/process_usage.h"

namespace weir::env {
namespace {

TEST(StartupPages, AreGoneAndTheProgramGoesOn) {
  std::atomic<bool> stops{false};
  double sum = 0;
  std::thread busy([&] {
    for (double number = 1; !stops; ++number) sum += std::sin(number);
  });
  const ProcessUsage before = process_usage();
  release_startup_pages();
  const ProcessUsage after = process_usage();
  stops = true;
  busy.join();
  EXPECT_LT(after.resident_bytes + (1u << 20), before.resident_bytes);
  EXPECT_TRUE(std::isfinite(sum));
}

}  // namespace
}  // namespace weir::env
