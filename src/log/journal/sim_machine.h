// SimMachine: a simulated machine with a journal on it, for tests: boots, cuts the power, asks and
// waits.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "env/memory_logger.h"
#include "env/seeded_random.h"
#include "env/sim_clock.h"
#include "env/sim_file_system.h"
#include "env/sim_loop.h"
#include "env/sim_scheduler.h"
#include "env/sim_worker.h"
#include "log/journal/journal.h"

namespace weir::log::journal {

// Small segments, so that a test crosses many of them.
inline JournalSettings small_settings() {
  JournalSettings settings;
  settings.segment_bytes = 256u << 10;
  settings.first_segment_bytes = 64u << 10;
  settings.group_bytes_max = 64u << 10;
  settings.tail_cache_bytes = 64u << 10;
  settings.index_cache_bytes = 4u << 10;
  return settings;
}

class SimMachine {
 public:
  explicit SimMachine(JournalSettings machine_settings = small_settings(), std::uint64_t seed = 1)
      : settings(machine_settings), random(seed), scheduler(clock, random), disk(scheduler) {}

  // Starts the journal; its error, if it does not start.
  Result<void> boot() {
    running = std::make_unique<Running>(scheduler);
    Result<std::unique_ptr<Journal>> opened =
        Journal::open(settings,
                      {disk, clock, random, running->worker, logger,
                       [this](const std::string& reason) { fatal_reason = reason; }},
                      "data");
    if (!opened) return std::unexpected(opened.error());
    journal = std::move(*opened);
    return {};
  }

  void power_cut() {
    disk.crash();
    shut_down();
  }
  void kill() {
    disk.kill();
    shut_down();
  }

  env::SimLoop& loop(std::size_t index = 0) {
    return index == 0 ? running->first_loop : running->second_loop;
  }

  // Makes the call `start(loop, done)` and runs the simulation until it is answered.
  template <class T, class Start>
  Result<T> ask(Start start) {
    auto answer = std::make_shared<std::optional<Result<T>>>();
    loop().post([this, answer, start = std::move(start)]() mutable {
      start(loop(), Done<T>([answer](Result<T> result) { answer->emplace(std::move(result)); }));
    });
    while (!*answer && scheduler.step()) {
    }
    if (!*answer) return fail(ErrorCode::unavailable, "no answer");
    return std::move(**answer);
  }

  static RecordBatch batch(const std::vector<std::string>& texts) {
    auto kept = std::make_shared<std::vector<std::string>>(texts);
    RecordBatch made;
    for (const std::string& text : *kept) made.records.push_back({"key", bytes_of(text)});
    made.owner = std::move(kept);
    return made;
  }

  Result<Appended> append(std::uint64_t id, const std::vector<std::string>& texts) {
    return ask<Appended>([log = journal->log(LogId{id}), texts](env::EventLoop& home, auto done) {
      log->append(home, batch(texts), std::move(done));
    });
  }

  Result<void> trim(std::uint64_t id, Offset horizon) {
    return ask<void>([log = journal->log(LogId{id}), horizon](env::EventLoop& home, auto done) {
      log->trim(home, horizon, std::move(done));
    });
  }

  Result<ReadBatch> read(std::uint64_t id, Offset from, ReadLimits limits = {}) {
    return ask<ReadBatch>(
        [log = journal->log(LogId{id}), from, limits](env::EventLoop& home, auto done) {
          log->read(home, from, limits, std::move(done));
        });
  }

  // All records of a log; fails the test if one cannot be read.
  std::vector<std::string> read_all(std::uint64_t id) {
    std::vector<std::string> texts;
    Offset from;
    for (;;) {
      Result<ReadBatch> part = read(id, from);
      EXPECT_TRUE(part) << part.error().message;
      if (!part || part->records.empty()) return texts;
      for (const StoredRecord& record : part->records) texts.emplace_back(text_of(record.data));
      from = part->next;
    }
  }

  // Lets everything in the background finish.
  void settle() { scheduler.run_until_idle(); }

  std::vector<std::string> segment_names() {
    Result<std::vector<std::string>> names = disk.list("data");
    EXPECT_TRUE(names);
    std::erase_if(*names, [](const std::string& each) { return !each.ends_with(".segment"); });
    return *names;
  }

  JournalSettings settings;
  env::SimClock clock;
  env::SeededRandom random;
  env::SimScheduler scheduler;
  env::SimFileSystem disk;
  env::MemoryLogger logger;
  std::optional<std::string> fatal_reason;

  struct Running {
    explicit Running(env::SimScheduler& scheduler)
        : worker(scheduler), first_loop(scheduler, 0), second_loop(scheduler, 1) {}
    env::SimWorker worker;
    env::SimLoop first_loop;
    env::SimLoop second_loop;
  };
  std::unique_ptr<Running> running;
  std::unique_ptr<Journal> journal;

 private:
  void shut_down() {
    journal.reset();
    running.reset();
  }
};

}  // namespace weir::log::journal
