// MemoryLogStore: logs in memory, gone with the process. For tests of everything above the log and
// for benchmarks. Each log keeps its newest records only, so that a long test does not take all
// memory there is.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "base/mutex.h"
#include "env/clock.h"
#include "log/answers.h"
#include "log/memory/memory_log.h"
#include "log/shard_log.h"

namespace weir::log::memory {

// Threads: any. Logs may not be used once it is destroyed.
class MemoryLogStore final : public LogStore {
 public:
  static constexpr std::size_t log_bytes_max = 64u << 20;

  // A log keeps at most `log_bytes` of keys and data, or its last append. `clock` must outlive it.
  explicit MemoryLogStore(const env::Clock& clock, std::size_t log_bytes = log_bytes_max)
      : clock_(clock), log_bytes_(log_bytes) {}

  std::shared_ptr<ShardLog> log(LogId id) override;
  std::vector<LogId> log_ids() const override;
  void remove(LogId id) override;
  void close(env::EventLoop& home, Done<void> done) override;

 private:
  const env::Clock& clock_;
  const std::size_t log_bytes_;
  Answers answers_;
  mutable Mutex mutex_;
  std::map<LogId, std::shared_ptr<MemoryLog>> logs_ GUARDED_BY(mutex_);
};

}  // namespace weir::log::memory
