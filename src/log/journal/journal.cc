#include "log/journal/journal.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "log/journal/journal_core.h"
#include "log/journal/recovery.h"

namespace weir::log::journal {

Result<std::unique_ptr<Journal>> Journal::open(const JournalSettings& settings,
                                               JournalDependencies dependencies,
                                               std::string directory) {
  auto core =
      std::make_shared<JournalCore>(settings, std::move(dependencies), std::move(directory));
  TRY(Recovery(*core).run());
  return std::unique_ptr<Journal>(new Journal(std::move(core)));
}

Journal::Journal(std::shared_ptr<JournalCore> core) : core_(std::move(core)) {}

Journal::~Journal() {
  core_->closed = true;
  core_->abandon();
}

std::shared_ptr<ShardLog> Journal::log(LogId id) { return core_->find_or_make_log(id); }

std::vector<LogId> Journal::log_ids() const {
  MutexLock lock(core_->mutex);
  std::vector<LogId> ids;
  for (const auto& [id, log] : core_->logs) {
    if (log->state().tail > core_->first_offset || !log->state().runs.empty()) ids.push_back(id);
  }
  std::ranges::sort(ids);
  return ids;
}

void Journal::remove(LogId id) {
  std::vector<Waiter> woken;
  {
    MutexLock lock(core_->mutex);
    auto found = core_->logs.find(id);
    if (found == core_->logs.end()) return;
    LogState& log = found->second->state();
    log.removed = true;
    log.drop_runs(log.runs.size());
    woken = log.take_waiters(true);
    core_->logs.erase(found);
    core_->reclaimer.kick();
  }
  for (Waiter& each : woken) {
    each.home->post([done = std::move(each.done)]() mutable { done({}); });
  }
}

void Journal::close(env::EventLoop& home, Done<void> done) {
  core_->closed = true;
  std::vector<Waiter> woken;
  {
    MutexLock lock(core_->mutex);
    for (auto& [id, log] : core_->logs) {
      std::ranges::move(log->state().take_waiters(true), std::back_inserter(woken));
    }
    core_->on_closed.push_back([&home, done = std::move(done)]() mutable {
      home.post([done = std::move(done)]() mutable { done({}); });
    });
  }
  for (Waiter& each : woken) {
    each.home->post([waiter = std::move(each.done)]() mutable { waiter({}); });
  }
  core_->finish_closing_if_idle();
}

JournalCounters Journal::counters() const {
  MutexLock lock(core_->mutex);
  JournalCounters counters = core_->counters;
  counters.pending_bytes = core_->committer.pending_bytes();
  counters.throttled = core_->committer.throttled();
  counters.segments = core_->segments.size();
  return counters;
}

}  // namespace weir::log::journal
