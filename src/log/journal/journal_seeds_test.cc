// Random histories on the simulated disk, a few hundred seeds of them: appends, trims, ends, power
// cuts at any moment, also during recovery. After each a model says what must and what may be
// there.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "log/journal/sim_machine.h"

namespace weir::log::journal {
namespace {

struct ModelLog {
  std::map<std::uint64_t, std::string> known;  // Acknowledged or seen: must be there.
  std::set<std::string> maybe;                 // Under way when the power went.
  std::uint64_t horizon = 0;                   // Acknowledged.
  std::uint64_t horizon_max = 0;               // Asked for.
  std::uint64_t offsets_used = 0;              // None below may be given out again.
  WallTime last_arrival;
  std::uint64_t first_offset = 0;  // Since the last start, none below is given out.
  WallTime first_arrival;
  bool ended = false;
  bool maybe_ended = false;
};

class History {
 public:
  explicit History(std::uint64_t seed) : machine_(small_settings(), seed), chance_(seed * 7919) {}

  void run() {
    ASSERT_TRUE(machine_.boot());
    for (int round = 0; round < 6 && !testing::Test::HasFailure(); ++round) {
      const std::uint64_t actions = chance_.below(60);
      for (std::uint64_t i = 0; i < actions; ++i) act();
      for (std::uint64_t steps = chance_.below(300); steps > 0; --steps) machine_.scheduler.step();
      reboot();
      verify();
    }
    EXPECT_EQ(machine_.logger.error_count(), 0u);
    EXPECT_FALSE(machine_.fatal_reason) << *machine_.fatal_reason;
  }

 private:
  void act() {
    const std::uint64_t id = 1 + chance_.below(5);
    switch (chance_.below(10)) {
      case 0:
        trim(id);
        break;
      case 1:
        if (chance_.below(15) == 0) end(id);
        break;
      case 2:
        machine_.clock.jump_wall(milliseconds(static_cast<int>(chance_.below(4000)) - 2000));
        break;
      default:
        append(id);
        break;
    }
    for (std::uint64_t steps = chance_.below(12); steps > 0; --steps) machine_.scheduler.step();
  }

  env::EventLoop& any_loop() { return machine_.loop(chance_.below(2)); }

  void append(std::uint64_t id) {
    std::vector<std::string> texts;
    for (std::uint64_t i = 0; i <= chance_.below(4); ++i) {
      texts.push_back(std::to_string(next_text_++) + std::string(chance_.below(9000), 'x'));
      model_[id].maybe.insert(texts.back());
    }
    env::EventLoop& home = any_loop();
    home.post([this, id, texts, &home, log = machine_.journal->log(LogId{id})] {
      log->append(home, SimMachine::batch(texts), [this, id, texts](Result<Appended> appended) {
        ModelLog& model = model_[id];
        for (std::size_t i = 0; i < texts.size(); ++i) {
          model.maybe.erase(texts[i]);
          if (!appended) continue;
          const std::uint64_t offset = appended->offset_of(i).value;
          EXPECT_GE(offset, model.first_offset) << "an offset was used twice";
          EXPECT_TRUE(model.known.emplace(offset, texts[i]).second) << "an offset was used twice";
          model.offsets_used = std::max(model.offsets_used, offset + 1);
          EXPECT_GE(appended->arrival, model.first_arrival);
          model.last_arrival = std::max(model.last_arrival, appended->arrival);
        }
      });
    });
  }

  void trim(std::uint64_t id) {
    auto log = machine_.journal->log(LogId{id});
    const std::uint64_t tail = log->bounds().tail.value;
    const std::uint64_t horizon = chance_.below(3) == 0 ? tail : chance_.below(tail + 1);
    ModelLog& model = model_[id];
    model.horizon_max = std::max(model.horizon_max, horizon);
    env::EventLoop& home = any_loop();
    home.post([this, id, horizon, &home, log] {
      log->trim(home, Offset{horizon}, [this, id, horizon](Result<void> trimmed) {
        if (trimmed) model_[id].horizon = std::max(model_[id].horizon, horizon);
      });
    });
  }

  void end(std::uint64_t id) {
    model_[id].maybe_ended = true;
    env::EventLoop& home = any_loop();
    home.post([this, id, &home, log = machine_.journal->log(LogId{id})] {
      log->end(home, [this, id](Result<Offset> marker) {
        if (!marker) return;
        model_[id].ended = true;
        model_[id].offsets_used = std::max(model_[id].offsets_used, marker->value + 1);
      });
    });
  }

  void reboot() {
    if (chance_.below(4) == 0) {
      machine_.kill();
    } else {
      machine_.power_cut();
    }
    // The power may go again while recovery runs, and again.
    while (chance_.below(2) == 0) {
      machine_.disk.crash_after(1 + chance_.below(12));
      const bool booted = machine_.boot().has_value();
      if (booted && !machine_.disk.is_off()) machine_.disk.crash();
      machine_.power_cut();
      machine_.disk.restart();
    }
    Result<void> booted = machine_.boot();
    ASSERT_TRUE(booted) << booted.error().message;
  }

  void verify() {
    for (auto& [id, model] : model_) {
      if (testing::Test::HasFailure()) return;
      verify_log(id, model);
    }
  }

  void verify_log(std::uint64_t id, ModelLog& model) {
    const Bounds bounds = machine_.journal->log(LogId{id})->bounds();
    EXPECT_GE(bounds.trim_horizon.value, model.horizon) << "a trim was forgotten";
    EXPECT_LE(bounds.trim_horizon.value, std::max(model.horizon, model.horizon_max));
    EXPECT_GE(bounds.tail.value, model.offsets_used) << "an offset can be used twice, log " << id;
    EXPECT_GE(bounds.last_arrival, model.last_arrival);
    EXPECT_TRUE(!model.ended || bounds.end);
    EXPECT_TRUE(!bounds.end || model.maybe_ended);
    std::map<std::uint64_t, std::string> seen;
    Offset from;
    for (;;) {
      Result<ReadBatch> part = machine_.read(id, from, {.records_max = 1 + chance_.below(20)});
      ASSERT_TRUE(part) << part.error().message << ", log " << id << " from " << from.value;
      for (const StoredRecord& record : part->records) {
        seen[record.offset.value] = text_of(record.data);
      }
      if (part->records.empty()) break;
      from = part->next;
    }
    for (const auto& [offset, text] : seen) {
      auto known = model.known.find(offset);
      if (known != model.known.end()) {
        EXPECT_EQ(known->second, text) << "changed";
      } else {
        EXPECT_TRUE(model.maybe.contains(text)) << "never appended, or twice";
        model.maybe.erase(text);
      }
    }
    for (const auto& [offset, text] : model.known) {
      if (offset >= bounds.trim_horizon.value) {
        EXPECT_TRUE(seen.contains(offset)) << "lost " << offset << " of log " << id;
      }
    }
    model.known = std::move(seen);
    model.maybe.clear();
    model.horizon = model.horizon_max = bounds.trim_horizon.value;
    model.offsets_used = bounds.tail.value;
    model.last_arrival = model.first_arrival = bounds.last_arrival;
    model.first_offset = bounds.tail.value;
    model.ended = model.maybe_ended = bounds.end.has_value();
  }

  SimMachine machine_;
  env::SeededRandom chance_;
  std::map<std::uint64_t, ModelLog> model_;
  std::uint64_t next_text_ = 0;
};

TEST(JournalSeeds, NothingAcknowledgedIsLostDoubledOrChanged) {
  for (std::uint64_t seed = 1; seed <= 400 && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    History(seed).run();
  }
}

}  // namespace
}  // namespace weir::log::journal
