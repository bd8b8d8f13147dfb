#include "log/journal/find_job.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "log/journal/journal_core.h"

namespace weir::log::journal {
namespace {

// A segment may be given back between search and look-up; then its records are elsewhere or gone.
constexpr int attempts_max = 5;

}  // namespace

FindJob::FindJob(std::shared_ptr<JournalCore> core, env::EventLoop& home,
                 std::shared_ptr<JournalLog> log, WallTime time, Done<Offset> done)
    : core_(std::move(core)),
      home_(home),
      log_(std::move(log)),
      time_(time),
      done_(std::move(done)) {}

void FindJob::run() {
  switch (search()) {
    case Step::found:
      finish(found_);
      break;
    case Step::needs_block:
      scan_block();
      break;
    case Step::needs_index:
      on_loop_ = false;
      core_->run_in_background([self = shared_from_this()] { self->go_on(); });
      break;
  }
}

void FindJob::go_on() {
  Result<void> loaded = load_extents(*core_, *index_needed_, loaded_);
  const bool was_given_back = !loaded && loaded.error().code == ErrorCode::not_found;
  if (!loaded && !(was_given_back && ++attempts_ < attempts_max)) {
    const bool damaged = loaded.error().code == ErrorCode::corrupt;
    finish(fail(damaged ? ErrorCode::corrupt : ErrorCode::unavailable, loaded.error().message));
    return;
  }
  // Back on its loop, where everything else happens.
  home_.post([self = shared_from_this()] {
    self->on_loop_ = true;
    self->run();
  });
}

FindJob::Step FindJob::search() {
  MutexLock lock(core_->mutex);
  const LogState& log = log_->state();
  // Arrivals never go back along a log, so the answer is in the last run that begins before `time`,
  // or it is what follows that.
  auto behind = std::ranges::lower_bound(log.runs, time_, {}, &Run::first_arrival);
  const Offset behind_run = behind == log.runs.end() ? log.tail : behind->first;
  found_ = behind_run;
  Step step = Step::found;
  if (behind != log.runs.begin()) step = search_run(*std::prev(behind), behind_run);
  found_ = std::max(found_, log.horizon);
  if (step == Step::found && log.end && found_ >= *log.end) found_ = log.tail;
  return step;
}

FindJob::Step FindJob::search_run(const Run& run, Offset behind_run) {
  const std::vector<Extent>* extents = find_extents(*core_, run, loaded_);
  if (extents == nullptr) {
    index_needed_ = run;
    return Step::needs_index;
  }
  auto extent = std::ranges::lower_bound(*extents, time_, {}, &Extent::last_arrival);
  found_ = extent == extents->end() ? behind_run : extent->first;
  if (extent == extents->end() || extent->first_arrival >= time_) return Step::found;
  count_ = extent->count;
  return Step::needs_block;
}

// Only blocks that were copied from several hold more than one arrival.
void FindJob::scan_block() {
  const ReadLimits limits{count_, std::numeric_limits<std::size_t>::max()};
  core_->reader.read(home_, log_, found_, limits,
                     [self = shared_from_this()](Result<ReadBatch> batch) {
                       if (!batch) {
                         self->done_(std::unexpected(batch.error()));
                         return;
                       }
                       for (const StoredRecord& record : batch->records) {
                         if (record.arrival >= self->time_) return self->done_(record.offset);
                       }
                       const Bounds bounds = self->log_->bounds();
                       self->done_(batch->ended ? bounds.tail : batch->next);
                     });
}

void FindJob::finish(Result<Offset> result) {
  auto answer = [self = shared_from_this(), result = std::move(result)]() mutable {
    self->done_(std::move(result));
  };
  if (on_loop_) {
    core_->answers.post(home_, std::move(answer));
  } else {
    home_.post(std::move(answer));
  }
}

}  // namespace weir::log::journal
