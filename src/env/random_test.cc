#include "env/random.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <thread>
#include <vector>

#include "env/seeded_random.h"
#include "env/system_random.h"

namespace weir::env {
namespace {

TEST(SystemRandom, FillsEveryByteOfRequestsOfAnySize) {
  SystemRandom random;
  for (const std::size_t size : {1U, 7U, 16U, 64U, 65U, 255U, 5000U}) {
    std::vector<std::byte> seen(size, std::byte{0});
    for (int i = 0; i < 20; ++i) {
      std::vector<std::byte> bytes(size, std::byte{0});
      random.fill(bytes);
      for (std::size_t j = 0; j < size; ++j) seen[j] |= bytes[j];
    }
    // A byte that stays zero twenty times has chance 2^-160.
    EXPECT_EQ(std::ranges::count(seen, std::byte{0}), 0) << "of " << size;
  }
}

TEST(SystemRandom, ThreadsNeverGetTheSameNumber) {
  SystemRandom random;
  constexpr std::size_t threads_count = 4;
  constexpr std::size_t numbers = 2000;
  std::array<std::vector<std::uint64_t>, threads_count> drawn;
  std::vector<std::thread> threads;
  for (auto& own : drawn) {
    threads.emplace_back([&] {
      for (std::size_t i = 0; i < numbers; ++i) own.push_back(random.next());
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::uint64_t> all;
  for (const auto& own : drawn) all.insert(own.begin(), own.end());
  EXPECT_EQ(all.size(), threads_count * numbers);
}

TEST(SeededRandom, TheSameSeedGivesTheSameNumbers) {
  SeededRandom first(42);
  SeededRandom second(42);
  SeededRandom other(43);
  const std::uint64_t number = first.next();
  EXPECT_EQ(number, second.next());
  EXPECT_NE(number, other.next());
  EXPECT_NE(first.next(), number);
}

TEST(SeededRandom, KnowsThePublishedNumbersOfSeedZero) {
  SeededRandom random(0);
  EXPECT_EQ(random.next(), 0xE220A8397B1DCDAFU);
  EXPECT_EQ(random.next(), 0x6E789E6AA1B965F4U);
}

}  // namespace
}  // namespace weir::env
