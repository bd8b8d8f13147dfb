// The fixture of shard_log_contract.h: asks a store from its loops and waits for the answers; every
// answer is checked to come once and never inside the call.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "log/contract_harness.h"

namespace weir::log {

template <class T>
struct Answer {
  std::atomic<bool> arrived{false};
  bool inside_call = false;
  std::optional<Result<T>> result;
};

class ShardLogContract : public testing::TestWithParam<ContractCase> {
 protected:
  template <class T>
  using Asked = std::shared_ptr<Answer<T>>;

  LogStore& store() { return harness_->store(); }
  ContractHarness& harness() { return *harness_; }
  std::shared_ptr<ShardLog> log(std::uint64_t id = 1) { return store().log(LogId{id}); }

  // A Done that keeps the answer, for calls made inside a task of a loop.
  template <class T>
  static Done<T> keep(const Asked<T>& answer) {
    return [answer](Result<T> result) {
      EXPECT_FALSE(answer->inside_call) << "the callback ran inside the call";
      EXPECT_FALSE(answer->result.has_value()) << "the callback ran twice";
      answer->result.emplace(std::move(result));
      answer->arrived = true;
      answer->arrived.notify_all();
    };
  }

  // Makes the call `start(loop, done)` on a loop, without waiting for its answer.
  template <class T, class Start>
  Asked<T> ask(Start start, std::size_t loop_index = 0) {
    auto answer = std::make_shared<Answer<T>>();
    env::EventLoop& loop = harness_->loop(loop_index);
    loop.post([answer, &loop, start = std::move(start)] {
      answer->inside_call = true;
      start(loop, keep<T>(answer));
      answer->inside_call = false;
    });
    return answer;
  }

  template <class T>
  Result<T> wait(const Asked<T>& answer) {
    harness_->run_until(answer->arrived);
    if (!answer->result) return fail(ErrorCode::unavailable, "the test got no answer");
    return std::move(*answer->result);
  }

  // Runs `task` on a loop and waits until it is done.
  template <class F>
  void on_loop(std::size_t index, F task) {
    std::atomic<bool> done{false};
    harness_->loop(index).post([&] {
      task(harness_->loop(index));
      done = true;
      done.notify_all();
    });
    harness_->run_until(done);
  }

  // Records whose keys are "k0", "k1", … and whose data is `texts`.
  static RecordBatch batch(std::vector<std::string> texts) {
    struct Kept {
      std::vector<std::string> texts;
      std::vector<std::string> keys;
    };
    auto kept = std::make_shared<Kept>();
    kept->texts = std::move(texts);
    for (std::size_t i = 0; i < kept->texts.size(); ++i)
      kept->keys.push_back("k" + std::to_string(i));
    RecordBatch made;
    for (std::size_t i = 0; i < kept->texts.size(); ++i) {
      made.records.push_back({kept->keys[i], bytes_of(kept->texts[i])});
    }
    made.owner = std::move(kept);
    return made;
  }

  Asked<Appended> ask_append(std::vector<std::string> texts, std::uint64_t id = 1,
                             std::size_t loop_index = 0) {
    return ask<Appended>(
        [log = log(id), texts = std::move(texts)](env::EventLoop& home, Done<Appended> done) {
          log->append(home, batch(texts), std::move(done));
        },
        loop_index);
  }

  Result<Appended> append(std::vector<std::string> texts, std::uint64_t id = 1,
                          std::size_t loop_index = 0) {
    return wait(ask_append(std::move(texts), id, loop_index));
  }

  Result<ReadBatch> read(Offset from, ReadLimits limits = {}, std::uint64_t id = 1) {
    return wait(ask<ReadBatch>([log = log(id), from, limits](env::EventLoop& home, auto done) {
      log->read(home, from, limits, std::move(done));
    }));
  }

  Result<Offset> end(std::uint64_t id = 1) {
    return wait(ask<Offset>(
        [log = log(id)](env::EventLoop& home, auto done) { log->end(home, std::move(done)); }));
  }

  Result<void> trim(Offset horizon, std::uint64_t id = 1) {
    return wait(ask<void>([log = log(id), horizon](env::EventLoop& home, auto done) {
      log->trim(home, horizon, std::move(done));
    }));
  }

  Result<Offset> find(WallTime time, std::uint64_t id = 1) {
    return wait(ask<Offset>([log = log(id), time](env::EventLoop& home, auto done) {
      log->find(home, time, std::move(done));
    }));
  }

  Asked<void> ask_wait(Offset from, std::uint64_t id = 1) {
    return ask<void>([log = log(id), from](env::EventLoop& home, auto done) {
      log->wait_for_records(home, from, std::move(done));
    });
  }

  Result<void> close() {
    return wait(ask<void>([&store = store()](env::EventLoop& home, auto done) {
      store.close(home, std::move(done));
    }));
  }

  // Everything a reader finds from `from` to the tail, by as many reads as it takes.
  std::vector<std::string> read_all(Offset from = {}, std::uint64_t id = 1,
                                    ReadLimits limits = {}) {
    std::vector<std::string> texts;
    for (;;) {
      Result<ReadBatch> read_batch = read(from, limits, id);
      EXPECT_TRUE(read_batch) << read_batch.error().message;
      if (!read_batch || read_batch->records.empty()) return texts;
      for (const StoredRecord& record : read_batch->records) {
        texts.emplace_back(text_of(record.data));
      }
      EXPECT_GT(read_batch->next, from);
      from = read_batch->next;
    }
  }

 private:
  std::unique_ptr<ContractHarness> harness_ = GetParam().make();
};

}  // namespace weir::log
