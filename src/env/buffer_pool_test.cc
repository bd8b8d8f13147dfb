#include "env/buffer_pool.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "env/file_system.h"

namespace weir::env {
namespace {

TEST(BufferPoolTest, GivesWholePagesAtPageAddresses) {
  BufferPool pool(1u << 20);
  for (const std::size_t bytes :
       {std::size_t{1}, disk_page_bytes, disk_page_bytes + 1, std::size_t{5000001}}) {
    const auto buffer = pool.take(bytes);
    EXPECT_GE(buffer->capacity, bytes);
    EXPECT_LE(buffer->capacity, bytes + std::max(disk_page_bytes, bytes / 8));
    EXPECT_EQ(buffer->capacity % disk_page_bytes, 0U);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(buffer->bytes) % disk_page_bytes, 0U);
    std::memset(buffer->bytes, 1, buffer->capacity);
  }
}

TEST(BufferPoolTest, WhatTheLastHolderLetsGoIsUsedAgain) {
  BufferPool pool(1u << 20);
  auto buffer = pool.take(100'000);
  const std::byte* const bytes = buffer->bytes;
  auto reader = buffer;
  buffer.reset();
  EXPECT_NE(pool.take(100'000)->bytes, bytes) << "a reader still has it";
  reader.reset();
  EXPECT_EQ(pool.take(100'000)->bytes, bytes);
}

TEST(BufferPoolTest, ALargerOneServesUnlessMostOfItWouldBeWasted) {
  BufferPool pool(1u << 20);
  const std::byte* const bytes = pool.take(100'000)->bytes;
  EXPECT_EQ(pool.take(60'000)->bytes, bytes);
  EXPECT_NE(pool.take(30'000)->bytes, bytes);
}

TEST(BufferPoolTest, KeepsNoMoreThanItMay) {
  BufferPool pool(4 * disk_page_bytes);
  auto kept = pool.take(3 * disk_page_bytes);
  auto too_much = pool.take(3 * disk_page_bytes);
  for (const auto& each : {kept, too_much}) each->bytes[0] = std::byte{1};
  kept.reset();
  too_much.reset();
  const auto again = pool.take(3 * disk_page_bytes);
  EXPECT_EQ(again->bytes[0], std::byte{1});
  EXPECT_EQ(pool.take(3 * disk_page_bytes)->bytes[0], std::byte{0}) << "new memory is zeroed";
}

TEST(BufferPoolTest, SizesThatNobodyWantsAnyMoreMakeWay) {
  BufferPool pool(16 * disk_page_bytes);
  std::vector<std::shared_ptr<Buffer>> small;
  small.reserve(16);
  for (int i = 0; i < 16; ++i) small.push_back(pool.take(disk_page_bytes));
  auto large = pool.take(16 * disk_page_bytes);
  large->bytes[0] = std::byte{1};
  small.clear();
  large.reset();
  EXPECT_EQ(pool.take(16 * disk_page_bytes)->bytes[0], std::byte{1}) << "small ones had filled it";
}

TEST(BufferPoolTest, KeepsFewHoweverSmall) {
  BufferPool pool(1u << 20);
  std::vector<std::shared_ptr<Buffer>> buffers;
  buffers.reserve(65);
  for (int i = 0; i < 65; ++i) buffers.push_back(pool.take(disk_page_bytes));
  for (const auto& each : buffers) each->bytes[0] = std::byte{1};
  buffers.clear();
  int kept = 0;
  for (int i = 0; i < 65; ++i) {
    buffers.push_back(pool.take(disk_page_bytes));
    if (buffers.back()->bytes[0] == std::byte{1}) ++kept;
  }
  EXPECT_EQ(kept, 64);
}

TEST(BufferPoolTest, BuffersMayOutliveIt) {
  std::shared_ptr<Buffer> buffer;
  {
    BufferPool pool(1u << 20);
    buffer = pool.take(disk_page_bytes);
  }
  std::memset(buffer->bytes, 1, buffer->capacity);
}

}  // namespace
}  // namespace weir::env
