#include "stream/persistent_map.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>

#include "env/seeded_random.h"

namespace weir::stream {
namespace {

using Numbers = PersistentMap<int, int>;

std::map<int, int> entries_of(const Numbers& map) {
  std::map<int, int> entries;
  map.for_each([&](int key, int value) { entries.emplace(key, value); });
  return entries;
}

Numbers numbers_up_to(int count) {
  Numbers map;
  for (int key = 0; key < count; ++key) map.set(key, key * 10);
  return map;
}

TEST(PersistentMap, IsEmptyAtFirst) {
  const Numbers map;
  EXPECT_EQ(map.size(), 0u);
  EXPECT_EQ(map.find(1), nullptr);
  EXPECT_TRUE(entries_of(map).empty());
}

TEST(PersistentMap, GivesBackWhatWasSetLast) {
  Numbers map;
  map.set(1, 10);
  map.set(1, 11);
  ASSERT_NE(map.find(1), nullptr);
  EXPECT_EQ(*map.find(1), 11);
  EXPECT_EQ(map.size(), 1u);
}

TEST(PersistentMap, EraseSaysWhetherThereWasSuchAnEntry) {
  Numbers map = numbers_up_to(3);
  EXPECT_TRUE(map.erase(1));
  EXPECT_FALSE(map.erase(1));
  EXPECT_FALSE(map.erase(7));
  EXPECT_EQ(map.find(1), nullptr);
  EXPECT_EQ(map.size(), 2u);
}

TEST(PersistentMap, CanBeEmptiedAndFilledAgain) {
  Numbers map = numbers_up_to(200);
  for (int key = 0; key < 200; ++key) EXPECT_TRUE(map.erase(key));
  EXPECT_EQ(map.size(), 0u);
  EXPECT_EQ(map.find(5), nullptr);
  EXPECT_FALSE(map.erase(5));
  map.set(5, 50);
  EXPECT_EQ(entries_of(map), (std::map<int, int>{{5, 50}}));
}

TEST(PersistentMap, VisitsInOrderOfKeysAcrossManyChunks) {
  Numbers map;
  for (int key = 999; key >= 0; --key) map.set(key, key);
  int expected = 0;
  map.for_each([&](int key, int) { EXPECT_EQ(key, expected++); });
  EXPECT_EQ(expected, 1'000);
}

TEST(PersistentMap, VisitsFromAKeyOnUntilToldToStop) {
  Numbers map;
  for (int key = 0; key < 1'000; key += 2) map.set(key, key);
  std::vector<int> visited;
  map.for_each_from(501, [&](int key, int) {
    visited.push_back(key);
    return visited.size() < 3;
  });
  EXPECT_EQ(visited, (std::vector<int>{502, 504, 506}));
}

TEST(PersistentMap, VisitsNothingFromBehindTheLastKeyOn) {
  const Numbers map = numbers_up_to(100);
  map.for_each_from(100, [](int, int) {
    ADD_FAILURE();
    return true;
  });
}

TEST(PersistentMap, VisitsFromBeforeTheFirstKeyOnEverything) {
  const Numbers map = numbers_up_to(100);
  int visited = 0;
  map.for_each_from(-5, [&](int, int) { return ++visited > 0; });
  EXPECT_EQ(visited, 100);
}

TEST(PersistentMap, ACopyIsUntouchedByWhatHappensToTheOther) {
  Numbers map = numbers_up_to(300);
  const Numbers copy = map;
  for (int key = 0; key < 300; key += 3) map.erase(key);
  for (int key = 1; key < 300; key += 3) map.set(key, -1);
  map.set(1'000, 1);
  EXPECT_EQ(entries_of(copy), entries_of(numbers_up_to(300)));
  EXPECT_EQ(copy.size(), 300u);
}

TEST(PersistentMap, WhatWasFoundStaysWhileACopyHoldsIt) {
  PersistentMap<std::string, std::string> map;
  map.set("key", "value");
  const auto copy = map;
  const std::string* const found = copy.find(std::string_view("key"));
  map.set("key", "other");
  map.erase(std::string("key"));
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(*found, "value");
}

TEST(PersistentMap, BehavesAsAnOrdinaryMapUnderRandomChanges) {
  env::SeededRandom random(7);
  Numbers map;
  std::map<int, int> model;
  for (int step = 0; step < 20'000; ++step) {
    const int key = static_cast<int>(random.below(500));
    if (random.below(3) == 0) {
      EXPECT_EQ(map.erase(key), model.erase(key) == 1);
    } else {
      map.set(key, step);
      model[key] = step;
    }
    ASSERT_EQ(map.size(), model.size());
    if (step % 500 == 0) {
      ASSERT_EQ(entries_of(map), model);
    }
  }
  for (int key = -1; key <= 500; ++key) {
    const int* const found = map.find(key);
    const auto expected = model.find(key);
    ASSERT_EQ(found != nullptr, expected != model.end()) << key;
    if (found != nullptr) {
      EXPECT_EQ(*found, expected->second);
    }
  }
}

}  // namespace
}  // namespace weir::stream
