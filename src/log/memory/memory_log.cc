#include "log/memory/memory_log.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

#include "base/check.h"
#include "base/copy_bytes.h"

namespace weir::log::memory {
namespace {

// Small batches share a block, which is freed once all its records are trimmed. Each is twice as
// large as the one before, up to this, so that a log of one record stays small.
constexpr std::size_t block_bytes_max = 64u << 10;

std::size_t bytes_of_records(const RecordBatch& batch) {
  std::size_t bytes = 0;
  for (const Record& record : batch.records) {
    bytes += record.partition_key.size() + record.data.size();
  }
  return bytes;
}

}  // namespace

// The caller's memory may hold far more than the records, so they are copied.
std::byte* MemoryLog::copy(const RecordBatch& batch) {
  const std::size_t bytes = bytes_of_records(batch);
  if (block_ == nullptr || block_left_ < bytes) {
    block_bytes_ = std::max(bytes, std::min(2 * block_bytes_, block_bytes_max));
    block_left_ = block_bytes_;
    block_ = std::make_shared_for_overwrite<std::byte[]>(block_left_);
    block_next_ = block_.get();
  }
  std::byte* const begin = block_next_;
  for (const Record& record : batch.records) {
    block_next_ = copy_bytes(bytes_of(record.partition_key), block_next_);
    block_next_ = copy_bytes(record.data, block_next_);
  }
  block_left_ -= bytes;
  return begin;
}

void MemoryLog::append(env::EventLoop& home, RecordBatch batch, Done<Appended> done) {
  CHECK(!batch.records.empty());
  answers_.post(home, [done = std::move(done), result = append_now(batch)]() mutable {
    done(std::move(result));
  });
}

Result<Appended> MemoryLog::append_now(const RecordBatch& batch) {
  std::vector<Waiter> woken;
  Appended appended;
  {
    MutexLock lock(mutex_);
    if (closed_) return fail(ErrorCode::unavailable, "The log store is closing.");
    if (removed_) return fail(ErrorCode::not_found, "The log has been removed.");
    if (end_) return fail(ErrorCode::expired, "The log has ended.");
    appended.first = tail();
    appended.arrival = WallTime{next_arrival()};
    const std::byte* const begin = copy(batch);
    const std::byte* from = begin;
    for (const Record& record : batch.records) {
      entries_.push_back({appended.arrival.ms,
                          static_cast<std::uint32_t>(record.partition_key.size()),
                          static_cast<std::uint32_t>(record.data.size()), from, block_});
      from += record.partition_key.size() + record.data.size();
    }
    bytes_ += static_cast<std::size_t>(from - begin);
    while (bytes_ > bytes_max_ && horizon_ < appended.first) drop_oldest();
    woken = take_waiters(tail());
  }
  wake(std::move(woken));
  return appended;
}

void MemoryLog::end(env::EventLoop& home, Done<Offset> done) {
  answers_.post(
      home, [done = std::move(done), result = end_now()]() mutable { done(std::move(result)); });
}

Result<Offset> MemoryLog::end_now() {
  std::vector<Waiter> woken;
  Offset marker;
  {
    MutexLock lock(mutex_);
    if (closed_) return fail(ErrorCode::unavailable, "The log store is closing.");
    if (end_) return *end_;
    marker = tail();
    next_arrival();
    end_ = marker;
    woken = std::exchange(waiters_, {});
  }
  wake(std::move(woken));
  return marker;
}

void MemoryLog::read(env::EventLoop& home, Offset from, ReadLimits limits, Done<ReadBatch> done) {
  answers_.post(home, [done = std::move(done), result = read_now(from, limits)]() mutable {
    done(std::move(result));
  });
}

Result<ReadBatch> MemoryLog::read_now(Offset from, const ReadLimits& limits) const {
  MutexLock lock(mutex_);
  if (removed_) return fail(ErrorCode::not_found, "The log has been removed.");
  ReadBatch batch;
  batch.next = std::max(from, horizon_);
  std::size_t bytes = 0;
  while (batch.next - horizon_ < entries_.size()) {
    const Entry& entry = entries_[batch.next - horizon_];
    bytes += entry.key_bytes + entry.data_bytes;
    const bool full = batch.records.size() >= limits.records_max || bytes > limits.bytes_max;
    if (full && !batch.records.empty()) return batch;
    batch.records.push_back({batch.next,
                             WallTime{entry.arrival_ms},
                             text_of({entry.key, entry.key_bytes}),
                             {entry.key + entry.key_bytes, entry.data_bytes}});
    if (batch.owners.empty() || batch.owners.back() != entry.owner) {
      batch.owners.push_back(entry.owner);
    }
    batch.next = batch.next + 1;
  }
  batch.ended = end_ && batch.next >= *end_;
  return batch;
}

void MemoryLog::wait_for_records(env::EventLoop& home, Offset from, Done<void> done) {
  {
    MutexLock lock(mutex_);
    if (from >= tail() && !end_ && !removed_ && !closed_) {
      waiters_.push_back({&home, from, std::move(done)});
      return;
    }
  }
  answers_.post(home, [done = std::move(done)]() mutable { done({}); });
}

void MemoryLog::find(env::EventLoop& home, WallTime time, Done<Offset> done) {
  Offset found;
  {
    MutexLock lock(mutex_);
    auto at = std::ranges::lower_bound(entries_, time.ms, {}, &Entry::arrival_ms);
    found = at == entries_.end() ? tail()
                                 : horizon_ + static_cast<std::uint64_t>(at - entries_.begin());
  }
  answers_.post(home, [done = std::move(done), found]() mutable { done(found); });
}

void MemoryLog::trim(env::EventLoop& home, Offset new_horizon, Done<void> done) {
  {
    MutexLock lock(mutex_);
    new_horizon = std::min(new_horizon, tail());
    while (horizon_ < new_horizon) drop_oldest();
  }
  answers_.post(home, [done = std::move(done)]() mutable { done({}); });
}

Bounds MemoryLog::bounds() const {
  MutexLock lock(mutex_);
  return {horizon_, tail(), end_, last_arrival_};
}

bool MemoryLog::has_entries() const {
  MutexLock lock(mutex_);
  return tail() > Offset{};
}

void MemoryLog::remove() {
  std::vector<Waiter> woken;
  {
    MutexLock lock(mutex_);
    removed_ = true;
    horizon_ = tail();
    entries_.clear();
    bytes_ = 0;
    block_ = nullptr;
    woken = std::exchange(waiters_, {});
  }
  wake(std::move(woken));
}

void MemoryLog::close() {
  std::vector<Waiter> woken;
  {
    MutexLock lock(mutex_);
    closed_ = true;
    woken = std::exchange(waiters_, {});
  }
  wake(std::move(woken));
}

Offset MemoryLog::tail() const {
  if (end_) return *end_ + 1;
  return horizon_ + entries_.size();
}

// The end marker has no entry.
void MemoryLog::drop_oldest() {
  if (!entries_.empty()) {
    bytes_ -= entries_.front().key_bytes + entries_.front().data_bytes;
    entries_.pop_front();
  }
  horizon_ = horizon_ + 1;
}

std::int64_t MemoryLog::next_arrival() {
  last_arrival_ = std::max(last_arrival_, clock_.wall_now());
  return last_arrival_.ms;
}

std::vector<MemoryLog::Waiter> MemoryLog::take_waiters(Offset tail) {
  std::vector<Waiter> taken;
  if (waiters_.empty()) return taken;
  auto first =
      std::ranges::partition(waiters_, [&](const Waiter& each) { return each.from >= tail; });
  std::ranges::move(first, std::back_inserter(taken));
  waiters_.erase(first.begin(), first.end());
  return taken;
}

void MemoryLog::wake(std::vector<Waiter> waiters) {
  for (Waiter& waiter : waiters) {
    waiter.home->post([done = std::move(waiter.done)]() mutable { done({}); });
  }
}

}  // namespace weir::log::memory
