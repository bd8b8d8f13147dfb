#include "log/journal/journal_core.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/check.h"
#include "log/journal/data_directory.h"

namespace weir::log::journal {
namespace {

constexpr std::size_t pooled_bytes_max = 16u << 20;

}  // namespace

JournalCore::JournalCore(const JournalSettings& journal_settings,
                         JournalDependencies journal_dependencies, std::string journal_directory)
    : settings(journal_settings),
      dependencies(std::move(journal_dependencies)),
      directory(std::move(journal_directory)),
      tail_cache(settings.tail_cache_bytes),
      index_cache(settings.index_cache_bytes),
      buffers(pooled_bytes_max),
      committer(*this),
      maker(*this),
      sealer(*this),
      reader(*this),
      reclaimer(*this) {
  CHECK(settings.relocate_below_percent <= 25, "{} %: copies would be copied again for ever",
        settings.relocate_below_percent);
}

std::shared_ptr<JournalLog> JournalCore::find_or_make_log(LogId id) {
  MutexLock lock(mutex);
  std::shared_ptr<JournalLog>& log = logs[id];
  if (!log) {
    log = std::make_shared<JournalLog>(*this, id);
    log->state().tail = first_offset;
    log->state().horizon = first_offset;
  }
  return log;
}

Result<std::shared_ptr<env::File>> JournalCore::file_of(const std::shared_ptr<Segment>& segment) {
  {
    MutexLock lock(mutex);
    if (segment->file) return segment->file;
  }
  std::shared_ptr<env::File> file = TRY(dependencies.files.open(segment->path));
  std::shared_ptr<env::File> evicted;
  MutexLock files_lock(files_mutex_);
  MutexLock lock(mutex);
  if (segment->file) return segment->file;
  segment->file = file;
  open_files_.push_back(segment);
  if (open_files_.size() > settings.open_files_max) {
    if (std::shared_ptr<Segment> oldest = open_files_.front().lock()) {
      evicted = std::move(oldest->file);
      oldest->file = nullptr;
    }
    open_files_.erase(open_files_.begin());
  }
  return file;
}

void JournalCore::run_in_background(Task task) {
  ++background_tasks;
  dependencies.background.run([core = shared_from_this(), task = std::move(task)]() mutable {
    task();
    task = nullptr;
    --core->background_tasks;
    core->finish_closing_if_idle();
  });
}

void JournalCore::fail_for_good(const std::string& what) {
  if (failed.exchange(true)) return;
  dependencies.fatal(what);
}

void JournalCore::finish_closing_if_idle() {
  if (!closed || !committer.is_idle() || background_tasks != 0) return;
  std::vector<Task> waiting;
  {
    MutexLock lock(mutex);
    waiting = std::exchange(on_closed, {});
    // Whoever is answered may open the directory again, though a thread still holds this.
    lock_file = nullptr;
  }
  for (Task& each : waiting) each();
}

void JournalCore::abandon() {
  // Callbacks are destroyed at the end, without the mutex: what they hold may come back here.
  std::vector<Waiter> waiters;
  std::vector<Task> closing;
  {
    MutexLock lock(mutex);
    for (auto& [id, log] : logs) {
      std::ranges::move(log->state().take_waiters(true), std::back_inserter(waiters));
    }
    closing = std::exchange(on_closed, {});
  }
  committer.abandon();
  answers.abandon();
}

std::string JournalCore::segment_path(std::uint64_t id) const {
  return journal::segment_path(directory, id);
}

}  // namespace weir::log::journal
