#include "env/process_usage.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <vector>

namespace weir::env {
namespace {

TEST(ProcessUsage, SaysWhatIsTaken) {
  const ProcessUsage before = process_usage();
  EXPECT_GT(before.resident_bytes, 1u << 20);
  EXPECT_GE(before.virtual_bytes, before.resident_bytes);
  EXPECT_GT(before.open_files_max, before.open_files);
  std::FILE* const file = std::tmpfile();
  ASSERT_NE(file, nullptr);
  std::vector<char> memory(64u << 20, 'x');
  const ProcessUsage after = process_usage();
  EXPECT_EQ(after.open_files, before.open_files + 1);
  EXPECT_GT(after.resident_bytes, before.resident_bytes + (32u << 20));
  EXPECT_GE(after.cpu_seconds, before.cpu_seconds);
  std::fclose(file);
  EXPECT_EQ(memory.back(), 'x');
}

}  // namespace
}  // namespace weir::env
