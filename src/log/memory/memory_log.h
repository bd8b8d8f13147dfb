// MemoryLog: one log of MemoryLogStore.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "base/mutex.h"
#include "env/clock.h"
#include "log/answers.h"
#include "log/shard_log.h"

namespace weir::log::memory {

// Threads: any.
class MemoryLog final : public ShardLog {
 public:
  // Both must outlive it.
  MemoryLog(const env::Clock& clock, Answers& answers) : clock_(clock), answers_(answers) {}

  void append(env::EventLoop& home, RecordBatch batch, Done<Appended> done) override;
  void end(env::EventLoop& home, Done<Offset> done) override;
  void read(env::EventLoop& home, Offset from, ReadLimits limits, Done<ReadBatch> done) override;
  void wait_for_records(env::EventLoop& home, Offset from, Done<void> done) override;
  void find(env::EventLoop& home, WallTime time, Done<Offset> done) override;
  void trim(env::EventLoop& home, Offset new_horizon, Done<void> done) override;
  Bounds bounds() const override;

  // Whether it ever had an entry.
  bool has_entries() const;

  // Forgets everything; reads answer not_found from now on. Wakes waiters.
  void remove();

  // Takes no appends from now on. Wakes waiters.
  void close();

 private:
  struct Entry {
    std::int64_t arrival_ms;
    std::uint32_t key_bytes;
    std::uint32_t data_bytes;
    const std::byte* key;  // The data follows it.
    Owner owner;
  };
  struct Waiter {
    env::EventLoop* home;
    Offset from;
    Done<void> done;
  };

  Result<Appended> append_now(const RecordBatch& batch);
  Result<Offset> end_now();
  Result<ReadBatch> read_now(Offset from, const ReadLimits& limits) const;
  Offset tail() const REQUIRES(mutex_);
  std::int64_t next_arrival() REQUIRES(mutex_);
  void wake(std::vector<Waiter> waiters);

  // Takes out those who wait for a record below `tail`.
  std::vector<Waiter> take_waiters(Offset tail) REQUIRES(mutex_);

  const env::Clock& clock_;
  Answers& answers_;
  mutable Mutex mutex_;
  std::deque<Entry> entries_ GUARDED_BY(mutex_);  // From the horizon on, without the end marker.
  Offset horizon_ GUARDED_BY(mutex_);
  std::optional<Offset> end_ GUARDED_BY(mutex_);
  WallTime last_arrival_ GUARDED_BY(mutex_);
  std::vector<Waiter> waiters_ GUARDED_BY(mutex_);
  bool removed_ GUARDED_BY(mutex_) = false;
  bool closed_ GUARDED_BY(mutex_) = false;
};

}  // namespace weir::log::memory
