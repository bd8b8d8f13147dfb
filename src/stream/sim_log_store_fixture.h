// SimLogStore: logs in memory whose appends fail as those of a log a network away do: refused,
// written without an answer, not written, or written late; and whose reads can be held up.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "log/memory/memory_log_store.h"
#include "log/shard_log.h"

namespace weir::stream {

enum class AppendFault : std::uint8_t {
  none,
  lost,          // Answered with unavailable, and never written.
  unanswered,    // Written, and answered with unavailable.
  late,          // Answered with unavailable, and written before the next append.
  throttled,     // Nothing was written.
  disk_is_full,  // Nothing was written.
};

// What the logs of a store do next. Each append takes a fault of the queue, if there is one.
struct LogFaults {
  std::deque<AppendFault> appends;
  std::size_t append_count = 0;
  bool holds_reads = false;
  std::vector<Task> held_reads;

  void release_reads() {
    holds_reads = false;
    for (Task& read : std::exchange(held_reads, {})) read();
  }
};

class SimLog final : public log::ShardLog {
 public:
  SimLog(std::shared_ptr<log::ShardLog> inner, std::shared_ptr<LogFaults> faults)
      : inner_(std::move(inner)), faults_(std::move(faults)) {}

  void append(env::EventLoop& home, log::RecordBatch batch, Done<log::Appended> done) override {
    ++faults_->append_count;
    if (late_) write_silently(home, *std::exchange(late_, std::nullopt));
    AppendFault fault = AppendFault::none;
    if (!faults_->appends.empty()) {
      fault = faults_->appends.front();
      faults_->appends.pop_front();
    }
    switch (fault) {
      case AppendFault::none:
        return inner_->append(home, std::move(batch), std::move(done));
      case AppendFault::lost:
        return refuse(home, ErrorCode::unavailable, std::move(done));
      case AppendFault::unanswered:
        write_silently(home, std::move(batch));
        return refuse(home, ErrorCode::unavailable, std::move(done));
      case AppendFault::late:
        late_ = std::move(batch);
        return refuse(home, ErrorCode::unavailable, std::move(done));
      case AppendFault::throttled:
        return refuse(home, ErrorCode::throttled, std::move(done));
      case AppendFault::disk_is_full:
        return refuse(home, ErrorCode::no_space, std::move(done));
    }
  }

  void end(env::EventLoop& home, Done<log::Offset> done) override {
    inner_->end(home, std::move(done));
  }

  void read(env::EventLoop& home, log::Offset from, log::ReadLimits limits,
            Done<log::ReadBatch> done) override {
    if (!faults_->holds_reads) return inner_->read(home, from, limits, std::move(done));
    faults_->held_reads.push_back(
        [inner = inner_, &home, from, limits, done = std::move(done)]() mutable {
          inner->read(home, from, limits, std::move(done));
        });
  }

  void wait_for_records(env::EventLoop& home, log::Offset from, Done<void> done) override {
    inner_->wait_for_records(home, from, std::move(done));
  }
  void find(env::EventLoop& home, WallTime time, Done<log::Offset> done) override {
    inner_->find(home, time, std::move(done));
  }
  void trim(env::EventLoop& home, log::Offset new_horizon, Done<void> done) override {
    inner_->trim(home, new_horizon, std::move(done));
  }
  log::Bounds bounds() const override { return inner_->bounds(); }

 private:
  void write_silently(env::EventLoop& home, log::RecordBatch batch) {
    inner_->append(home, std::move(batch), [](const Result<log::Appended>&) {});
  }

  static void refuse(env::EventLoop& home, ErrorCode code, Done<log::Appended> done) {
    home.post([code, done = std::move(done)]() mutable { done(fail(code, "A planned fault.")); });
  }

  const std::shared_ptr<log::ShardLog> inner_;
  const std::shared_ptr<LogFaults> faults_;
  std::optional<log::RecordBatch> late_;
};

// Threads: one.
class SimLogStore final : public log::LogStore {
 public:
  explicit SimLogStore(const env::Clock& clock) : inner_(clock) {}

  // Of the log `id`, for as long as the store lives.
  LogFaults& faults(log::LogId id) { return *faults_of(id); }

  std::shared_ptr<log::ShardLog> log(log::LogId id) override {
    std::shared_ptr<log::ShardLog>& log = logs_[id];
    if (!log) log = std::make_shared<SimLog>(inner_.log(id), faults_of(id));
    return log;
  }
  std::vector<log::LogId> log_ids() const override { return inner_.log_ids(); }
  void remove(log::LogId id) override {
    logs_.erase(id);
    inner_.remove(id);
  }
  void close(env::EventLoop& home, Done<void> done) override {
    inner_.close(home, std::move(done));
  }

 private:
  const std::shared_ptr<LogFaults>& faults_of(log::LogId id) {
    std::shared_ptr<LogFaults>& faults = faults_[id];
    if (!faults) faults = std::make_shared<LogFaults>();
    return faults;
  }

  log::memory::MemoryLogStore inner_;
  std::map<log::LogId, std::shared_ptr<LogFaults>> faults_;
  std::map<log::LogId, std::shared_ptr<log::ShardLog>> logs_;
};

}  // namespace weir::stream
