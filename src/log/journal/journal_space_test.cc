// What a journal keeps: files on the disk, files that are open, memory for indexes.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "log/journal/index_cache.h"
#include "log/journal/sim_machine.h"

namespace weir::log::journal {
namespace {

class JournalSpaceTest : public testing::Test {
 protected:
  explicit JournalSpaceTest(const JournalSettings& settings = small_settings())
      : machine_(settings) {}

  void SetUp() override { ASSERT_TRUE(machine_.boot()); }

  // A record for each log, `rounds` times.
  void fill(const std::vector<std::uint64_t>& logs, int rounds, std::size_t bytes = 6000) {
    for (int i = 0; i < rounds; ++i) {
      for (const std::uint64_t id : logs) {
        texts_[id].push_back(std::to_string(i) + std::string(bytes, 'x'));
        const Result<Appended> appended = machine_.append(id, {texts_[id].back()});
        ASSERT_TRUE(appended) << appended.error().message;
      }
    }
    machine_.settle();
  }

  SimMachine machine_;
  std::map<std::uint64_t, std::vector<std::string>> texts_;
};

class FewOpenFiles : public JournalSpaceTest {
 protected:
  static JournalSettings settings() {
    JournalSettings settings = small_settings();
    settings.open_files_max = 3;
    settings.tail_cache_bytes = 0;
    return settings;
  }
  FewOpenFiles() : JournalSpaceTest(settings()) {}
};

// The lock, the segment that is written, the next one, and those that readers may keep.
constexpr std::size_t always_open = 3;

TEST_F(FewOpenFiles, SealedSegmentsDoNotStayOpen) {
  fill({1}, 400);
  ASSERT_GT(machine_.segment_names().size(), 10u);
  EXPECT_LE(machine_.disk.open_file_count(), always_open);
}

TEST_F(FewOpenFiles, ReadersKeepFewFilesOpen) {
  fill({1}, 400);
  EXPECT_EQ(machine_.read_all(1), texts_[1]);
  machine_.settle();
  EXPECT_LE(machine_.disk.open_file_count(), always_open + 3);
  // And so does a journal that finds the segments there.
  machine_.kill();
  ASSERT_TRUE(machine_.boot());
  EXPECT_EQ(machine_.read_all(1), texts_[1]);
  machine_.settle();
  EXPECT_LE(machine_.disk.open_file_count(), always_open + 3);
}

TEST_F(JournalSpaceTest, ASegmentGoesWhenAllThatIsInItHasExpired) {
  fill({1, 2}, 100);
  const std::size_t before = machine_.segment_names().size();
  ASSERT_GT(before, 4u);
  ASSERT_TRUE(machine_.trim(1, Offset{100}));
  ASSERT_TRUE(machine_.trim(2, Offset{100}));
  machine_.settle();
  EXPECT_LE(machine_.segment_names().size(), 3u);
  EXPECT_TRUE(machine_.read_all(1).empty());
  machine_.kill();
  ASSERT_TRUE(machine_.boot());
  EXPECT_EQ(machine_.journal->log(LogId{1})->bounds().trim_horizon, Offset{100});
  EXPECT_EQ(machine_.journal->log(LogId{1})->bounds().tail, Offset{100});
}

// A log with long retention must not pin the segments of one with short retention.
TEST_F(JournalSpaceTest, WhatLivesOnInANearlyDeadSegmentIsCopiedAndTheSegmentGoes) {
  for (int i = 0; i < 100; ++i) {
    fill({1, 1, 1, 1, 1, 1, 1, 1}, 1);
    fill({2}, 1, 200);
  }
  const std::vector<std::string> before = machine_.segment_names();
  ASSERT_GT(before.size(), 8u);
  ASSERT_TRUE(machine_.trim(1, Offset{800}));
  machine_.settle();
  EXPECT_LE(machine_.segment_names().size(), 4u);
  EXPECT_FALSE(std::ranges::count(machine_.segment_names(), before.front()));
  EXPECT_EQ(machine_.read_all(2), texts_[2]);
  EXPECT_GT(machine_.journal->counters().relocated_bytes, 0u);
  machine_.power_cut();
  ASSERT_TRUE(machine_.boot());
  EXPECT_EQ(machine_.read_all(2), texts_[2]);
  EXPECT_EQ(machine_.logger.error_count(), 0u);
}

TEST_F(JournalSpaceTest, ARemovedLogGivesItsSpaceBack) {
  fill({1, 2}, 60);
  machine_.journal->remove(LogId{1});
  machine_.journal->remove(LogId{2});
  machine_.settle();
  EXPECT_LE(machine_.segment_names().size(), 3u);
}

// A slow log beside fast ones has a few records in each of thousands of segments. A read of it does
// not walk through all of them at a time.
TEST_F(JournalSpaceTest, AReadTakesAFewSegmentsAtATime) {
  for (int i = 0; i < 400; ++i) {
    fill({2}, 1, 10);
    fill({1}, 1, 60'000);
  }
  ASSERT_GT(machine_.segment_names().size(), 100u);
  machine_.kill();
  ASSERT_TRUE(machine_.boot());
  const Result<ReadBatch> first = machine_.read(2, {});
  ASSERT_TRUE(first);
  EXPECT_GT(first->records.size(), 10u);
  EXPECT_LT(first->records.size(), 300u);
  EXPECT_EQ(machine_.read_all(2), texts_[2]);
}

TEST(IndexCacheTest, KeepsWhatWasUsedLatelyWithinItsBytes) {
  IndexCache cache(10 * sizeof(Extent) * 10);
  const auto row = [](std::size_t extents) {
    return std::make_shared<const std::vector<Extent>>(extents);
  };
  for (std::uint32_t i = 0; i < 20; ++i) {
    cache.put({1, i}, row(10));
    EXPECT_TRUE(cache.find({1, 0})) << i;  // Used all the time.
  }
  EXPECT_FALSE(cache.find({1, 5}));
  EXPECT_TRUE(cache.find({1, 19}));
  int kept = 0;
  for (std::uint32_t i = 0; i < 20; ++i) kept += cache.find({1, i}) != nullptr ? 1 : 0;
  EXPECT_LE(kept, 10);
  EXPECT_GE(kept, 5);
}

TEST(IndexCacheTest, KeepsARowThatIsLargerThanAllOfItOnlyUntilTheNext) {
  IndexCache cache(100);
  const auto row = std::make_shared<const std::vector<Extent>>(1000);
  cache.put({1, 0}, row);
  EXPECT_TRUE(cache.find({1, 0}));
  cache.put({1, 1}, row);
  EXPECT_FALSE(cache.find({1, 0}));
}

}  // namespace
}  // namespace weir::log::journal
