#include "env/sim_file_content.h"

#include <gtest/gtest.h>

#include <set>

#include "env/seeded_random.h"

namespace weir::env {
namespace {

constexpr SimCut keeps_nothing = {.survival_percent = 0, .torn_percent = 0};
constexpr SimCut keeps_all = {.survival_percent = 100, .torn_percent = 0};
constexpr SimCut keeps_half = {.survival_percent = 50, .torn_percent = 0};
constexpr SimCut tears_all = {.survival_percent = 100, .torn_percent = 100};

std::string pages_of(char letter, std::size_t pages = 1) {
  return std::string(pages * disk_page_bytes, letter);
}

TEST(SimFileContent, WhatIsWrittenIsSeenAtOnceAndDurableAfterASync) {
  SimFileContent content;
  content.write(3, bytes_of("abc"));
  EXPECT_EQ(content.seen(), std::string("\0\0\0abc", 6));
  EXPECT_EQ(content.durable(), "");
  content.sync();
  EXPECT_EQ(content.durable(), content.seen());
  content.write(4, bytes_of("X"));
  EXPECT_EQ(content.seen(), std::string("\0\0\0aXc", 6));
  EXPECT_EQ(content.durable(), std::string("\0\0\0abc", 6));
}

TEST(SimFileContent, AWriteAcrossPagesReadsBackWhole) {
  SimFileContent content;
  const std::string text = pages_of('a', 2) + "tail";
  content.write(disk_page_bytes - 10, bytes_of(text));
  EXPECT_EQ(content.seen(), std::string(disk_page_bytes - 10, '\0') + text);
}

TEST(SimFileContent, ZerosWrittenOverBytesAreSeen) {
  SimFileContent content;
  content.write(0, bytes_of(pages_of('a')));
  content.sync();
  content.write(0, bytes_of(pages_of('\0')));
  EXPECT_EQ(content.seen(), pages_of('\0'));
  EXPECT_EQ(content.durable(), pages_of('a'));
}

TEST(SimFileContent, SyncedBytesSurviveEveryCut) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    SeededRandom random(seed);
    SimFileContent content;
    content.write(0, bytes_of(pages_of('a', 4)));
    content.sync();
    content.cut_power(random, keeps_half);
    EXPECT_EQ(content.seen(), pages_of('a', 4));
  }
}

TEST(SimFileContent, UnsyncedPagesSurviveInEveryCombination) {
  std::set<std::string> outcomes;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SeededRandom random(seed);
    SimFileContent content;
    content.write(0, bytes_of(pages_of('a', 3)));
    content.sync();
    content.write(0, bytes_of(pages_of('b', 3)));
    content.cut_power(random, keeps_half);
    std::string outcome;
    for (std::size_t page = 0; page < 3; ++page) {
      outcome += content.seen()[page * disk_page_bytes];
    }
    outcomes.insert(outcome);
    EXPECT_EQ(content.seen(), content.durable());
  }
  EXPECT_EQ(outcomes.size(), 8U);
}

TEST(SimFileContent, ATornPageMixesOldAndNewSectors) {
  std::set<char> letters;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    SeededRandom random(seed);
    SimFileContent content;
    content.write(0, bytes_of(pages_of('a')));
    content.sync();
    content.write(0, bytes_of(pages_of('b')));
    content.cut_power(random, tears_all);
    const std::string seen = content.seen();
    for (std::size_t sector = 0; sector < seen.size(); sector += SimFileContent::sector_bytes) {
      const std::string bytes = seen.substr(sector, SimFileContent::sector_bytes);
      EXPECT_EQ(bytes, std::string(SimFileContent::sector_bytes, bytes[0])) << "torn in a sector";
      letters.insert(bytes[0]);
    }
  }
  EXPECT_EQ(letters, (std::set{'a', 'b'}));
}

TEST(SimFileContent, GrowthThatWasNotSyncedIsLostInPart) {
  std::set<std::uint64_t> sizes;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SeededRandom random(seed);
    SimFileContent content;
    content.write(0, bytes_of(pages_of('a')));
    content.sync();
    content.write(disk_page_bytes, bytes_of(pages_of('b', 2)));
    content.cut_power(random, keeps_all);
    const std::size_t left = content.size() / disk_page_bytes;
    sizes.insert(left);
    // Lost bytes do not come back when the file grows again.
    content.write(3 * disk_page_bytes, bytes_of("z"));
    EXPECT_EQ(content.seen(),
              pages_of('a') + pages_of('b', left - 1) + pages_of('\0', 3 - left) + "z");
  }
  EXPECT_EQ(sizes, (std::set<std::uint64_t>{1, 2, 3}));
}

TEST(SimFileContent, AFileCutInThePageHasZerosBehindItsOldEnd) {
  SeededRandom random(0);
  for (int i = 0; i < 20; ++i) {
    SimFileContent content;
    content.write(0, bytes_of("abc"));
    content.sync();
    content.write(3, bytes_of("def"));
    content.cut_power(random, keeps_all);
    if (content.size() > 3) continue;
    content.write(8, bytes_of("z"));
    EXPECT_EQ(content.seen(), std::string("abc\0\0\0\0\0z", 9));
    return;
  }
  FAIL() << "the growth survived twenty times";
}

TEST(SimFileContent, ADurableWriteMakesItsOwnPagesDurableAndNoOthers) {
  SeededRandom random(1);
  SimFileContent content;
  content.write(0, bytes_of(pages_of('\0', 3)));
  content.sync();
  content.write(0, bytes_of("unsynced"));
  content.write_durable(disk_page_bytes, bytes_of(pages_of('b')));
  content.cut_power(random, keeps_nothing);
  EXPECT_EQ(content.seen(), pages_of('\0') + pages_of('b') + pages_of('\0'));
}

TEST(SimFileContent, AFailedSyncLosesPagesForEverThoughALaterOneSucceeds) {
  bool has_lost = false;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    SeededRandom random(seed);
    SimFileContent content;
    content.write(0, bytes_of(pages_of('a')));
    content.sync();
    content.write(0, bytes_of(pages_of('b')));
    content.fail_sync(random);
    content.sync();
    EXPECT_EQ(content.seen(), pages_of('b'));
    content.cut_power(random, keeps_all);
    has_lost = has_lost || content.seen() == pages_of('a');
  }
  EXPECT_TRUE(has_lost);
}

TEST(SimFileContent, PagesThatAFailedSyncLostAreDurableOnceWrittenAndSyncedAgain) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    SeededRandom random(seed);
    SimFileContent content;
    content.write(0, bytes_of(pages_of('a', 2)));
    content.sync();
    content.write(0, bytes_of(pages_of('\0', 2)));
    content.fail_sync(random);
    content.write(0, bytes_of(pages_of('\0', 2)));
    content.sync();
    content.cut_power(random, keeps_nothing);
    EXPECT_EQ(content.seen(), pages_of('\0', 2));
  }
}

TEST(SimFileContent, AFlippedBitIsSeenAndSurvives) {
  SeededRandom random(1);
  SimFileContent content;
  content.write(0, bytes_of("aaa"));
  content.sync();
  content.flip_bit(1, 1);
  content.cut_power(random, keeps_nothing);
  EXPECT_EQ(content.seen(), "aca");
}

}  // namespace
}  // namespace weir::env
