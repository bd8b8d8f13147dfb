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
  // Keeps the newest `bytes_max` bytes of keys and data: what is older is trimmed by itself. Clock
  // and answers must outlive it.
  MemoryLog(const env::Clock& clock, Answers& answers, std::size_t bytes_max)
      : clock_(clock), answers_(answers), bytes_max_(bytes_max) {}

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
  // Copies keys and data, each behind the other, into block_; returns where they begin.
  std::byte* copy(const RecordBatch& batch) REQUIRES(mutex_);
  void drop_oldest() REQUIRES(mutex_);
  std::int64_t next_arrival() REQUIRES(mutex_);
  void wake(std::vector<Waiter> waiters);

  // Takes out those who wait for a record below `tail`.
  std::vector<Waiter> take_waiters(Offset tail) REQUIRES(mutex_);

  const env::Clock& clock_;
  Answers& answers_;
  const std::size_t bytes_max_;
  mutable Mutex mutex_;
  std::deque<Entry> entries_ GUARDED_BY(mutex_);  // From the horizon on, without the end marker.
  Offset horizon_ GUARDED_BY(mutex_);
  std::size_t bytes_ GUARDED_BY(mutex_) = 0;               // Of keys and data in entries_.
  std::shared_ptr<std::byte[]> block_ GUARDED_BY(mutex_);  // Takes the next records.
  std::size_t block_bytes_ GUARDED_BY(mutex_) = 0;         // Its size.
  std::byte* block_next_ GUARDED_BY(mutex_) = nullptr;     // Where the next one goes.
  std::size_t block_left_ GUARDED_BY(mutex_) = 0;          // How much room there is.
  std::optional<Offset> end_ GUARDED_BY(mutex_);
  WallTime last_arrival_ GUARDED_BY(mutex_);
  std::vector<Waiter> waiters_ GUARDED_BY(mutex_);
  bool removed_ GUARDED_BY(mutex_) = false;
  bool closed_ GUARDED_BY(mutex_) = false;
};

}  // namespace weir::log::memory
