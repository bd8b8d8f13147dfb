#include "log/memory/memory_log_store.h"

#include <utility>

namespace weir::log::memory {

std::shared_ptr<ShardLog> MemoryLogStore::log(LogId id) {
  MutexLock lock(mutex_);
  std::shared_ptr<MemoryLog>& log = logs_[id];
  if (!log) log = std::make_shared<MemoryLog>(clock_, answers_, log_bytes_);
  return log;
}

std::vector<LogId> MemoryLogStore::log_ids() const {
  MutexLock lock(mutex_);
  std::vector<LogId> ids;
  for (const auto& [id, log] : logs_) {
    if (log->has_entries()) ids.push_back(id);
  }
  return ids;
}

void MemoryLogStore::remove(LogId id) {
  std::shared_ptr<MemoryLog> removed;
  {
    MutexLock lock(mutex_);
    auto found = logs_.find(id);
    if (found == logs_.end()) return;
    removed = std::move(found->second);
    logs_.erase(found);
  }
  removed->remove();
}

void MemoryLogStore::close(env::EventLoop& home, Done<void> done) {
  {
    MutexLock lock(mutex_);
    for (auto& [id, log] : logs_) log->close();
  }
  // Appends complete at once, so nothing is under way but answers, which are behind this one's
  // turn.
  answers_.post(home, [done = std::move(done)]() mutable { done({}); });
}

}  // namespace weir::log::memory
