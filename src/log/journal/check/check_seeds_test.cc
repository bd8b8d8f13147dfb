// Random histories with power cuts: the check never takes what one leaves for damage, and says of
// the logs what recovery then makes of them.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "log/journal/check/planted_fixture.h"

namespace weir::log::journal {
namespace {

constexpr std::uint64_t logs = 4;

class CheckSeeds : public StoppedJournal, public testing::WithParamInterface<std::uint64_t> {
 protected:
  CheckSeeds() : StoppedJournal(GetParam()) {}

  void live(env::SeededRandom& chance) {
    for (std::uint64_t i = chance.below(50); i > 0; --i) {
      act(chance);
      for (std::uint64_t steps = chance.below(12); steps > 0; --steps) machine_.scheduler.step();
    }
    for (std::uint64_t steps = chance.below(6); steps > 0; --steps) machine_.scheduler.step();
  }

  void act(env::SeededRandom& chance) {
    env::EventLoop& home = machine_.loop(chance.below(2));
    const auto log = machine_.journal->log(LogId{1 + chance.below(logs)});
    const Offset tail = log->bounds().tail;
    const Offset horizon{chance.below(3) == 0 ? tail.value : chance.below(tail.value + 1)};
    const std::uint64_t choice = chance.below(40);
    std::vector<std::string> texts;
    for (std::uint64_t i = 0; i <= chance.below(4); ++i) {
      texts.push_back(std::to_string(i) + std::string(chance.below(9000), 'x'));
    }
    home.post([&home, log, choice, horizon, texts] {
      if (choice == 0) {
        log->end(home, [](Result<Offset>) {});
      } else if (choice < 6) {
        log->trim(home, horizon, [](Result<void>) {});
      } else {
        log->append(home, SimMachine::batch(texts), [](Result<Appended>) {});
      }
    });
  }

  struct Seen {
    Bounds bounds;
    std::vector<std::string> texts;
  };

  std::vector<Seen> seen_by_check() {
    const auto checked = check();
    if (checked == nullptr) return {};
    EXPECT_TRUE(damage(*checked).empty()) << describe(checked->findings());
    std::vector<Seen> seen(logs);
    for (std::uint64_t id = 1; id <= logs; ++id) {
      const auto found = checked->logs().find(LogId{id});
      if (found == checked->logs().end()) continue;
      Seen& log = seen[id - 1];
      log.bounds = {found->second.horizon, found->second.tail, found->second.end, {}};
      log.texts = read_all(*checked, id);
      EXPECT_EQ(found->second.record_count, log.texts.size());
    }
    return seen;
  }

  void compare_with_recovery(const std::vector<Seen>& seen) {
    for (std::uint64_t id = 1; id <= logs; ++id) {
      const Bounds bounds = machine_.journal->log(LogId{id})->bounds();
      const Seen& expected = seen[id - 1];
      EXPECT_EQ(bounds.trim_horizon, expected.bounds.trim_horizon) << "log " << id;
      EXPECT_EQ(bounds.tail, expected.bounds.tail) << "log " << id;
      EXPECT_EQ(bounds.end, expected.bounds.end) << "log " << id;
      std::vector<std::string> texts;
      for (Offset from;;) {
        const Result<ReadBatch> batch = machine_.read(id, from);
        ASSERT_TRUE(batch) << batch.error().message;
        for (const StoredRecord& record : batch->records) texts.emplace_back(text_of(record.data));
        if (batch->records.empty()) break;
        from = batch->next;
      }
      EXPECT_TRUE(texts == expected.texts) << "log " << id;
    }
  }
};

TEST_P(CheckSeeds, WhatAPowerCutLeavesIsNoDamageAndReadsAsRecoveryReadsIt) {
  env::SeededRandom chance(GetParam() * 104'729);
  ASSERT_TRUE(machine_.boot());
  for (int round = 0; round < 6 && !HasFailure(); ++round) {
    live(chance);
    if (chance.below(4) == 0) {
      machine_.kill();
    } else {
      machine_.power_cut();
    }
    const std::vector<Seen> seen = seen_by_check();
    if (HasFailure()) return;
    ASSERT_TRUE(machine_.boot());
    compare_with_recovery(seen);
  }
}

INSTANTIATE_TEST_SUITE_P(Seed, CheckSeeds, testing::Range<std::uint64_t>(1, 61));

}  // namespace
}  // namespace weir::log::journal
