#include "log/journal/journal_log.h"

#include <utility>

#include "base/check.h"
#include "log/journal/journal_core.h"

namespace weir::log::journal {

void JournalLog::append(env::EventLoop& home, RecordBatch batch, Done<Appended> done) {
  CHECK(!batch.records.empty(), "an append of nothing to log {}", id_.value);
  Request request(Request::Kind::append, home, shared_from_this());
  for (const Record& record : batch.records) {
    CHECK(record.partition_key.size() <= 0xFFFF && record.data.size() <= (64u << 20),
          "a record of {} and {} bytes", record.partition_key.size(), record.data.size());
    request.bytes += entry_header_bytes + record.partition_key.size() + record.data.size();
  }
  request.batch = std::move(batch);
  request.done = std::move(done);
  core_.committer.submit(std::move(request));
}

void JournalLog::end(env::EventLoop& home, Done<Offset> done) {
  Request request(Request::Kind::end, home, shared_from_this());
  request.bytes = entry_header_bytes;
  request.done = std::move(done);
  core_.committer.submit(std::move(request));
}

void JournalLog::trim(env::EventLoop& home, Offset new_horizon, Done<void> done) {
  Request request(Request::Kind::trim, home, shared_from_this());
  request.horizon = new_horizon;
  request.bytes = block_header_bytes + state_payload_bytes;
  request.done = std::move(done);
  core_.committer.submit(std::move(request));
}

void JournalLog::read(env::EventLoop& home, Offset from, ReadLimits limits, Done<ReadBatch> done) {
  core_.reader.read(home, shared_from_this(), from, limits, std::move(done));
}

void JournalLog::find(env::EventLoop& home, WallTime time, Done<Offset> done) {
  core_.reader.find(home, shared_from_this(), time, std::move(done));
}

void JournalLog::wait_for_records(env::EventLoop& home, Offset from, Done<void> done) {
  {
    MutexLock lock(core_.mutex);
    if (from >= state_.tail && !state_.end && !state_.removed && !core_.closed) {
      state_.waiters.push_back({&home, from, std::move(done)});
      return;
    }
  }
  core_.answers.post(home, [done = std::move(done)]() mutable { done({}); });
}

Bounds JournalLog::bounds() const {
  MutexLock lock(core_.mutex);
  return {state_.horizon, state_.tail, state_.end, state_.last_arrival};
}

}  // namespace weir::log::journal
