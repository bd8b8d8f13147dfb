#include "log/journal/read_job.h"

#include <algorithm>
#include <utility>

#include "log/journal/journal_core.h"

namespace weir::log::journal {
namespace {

// A segment may be given back between plan and read, and then its records are elsewhere or trimmed;
// that does not happen time and again.
constexpr int attempts_max = 5;

// A log that is slow beside others has a few records in each of thousands of segments. One read
// goes through this many: each may cost an open file and two reads of the disk.
constexpr int runs_max = 64;

}  // namespace

ReadJob::ReadJob(std::shared_ptr<JournalCore> core, env::EventLoop& home,
                 std::shared_ptr<JournalLog> log, Offset from, const ReadLimits& limits,
                 Done<ReadBatch> done)
    : core_(std::move(core)),
      home_(home),
      log_(std::move(log)),
      from_(from),
      limits_(limits),
      done_(std::move(done)) {}

void ReadJob::run() {
  const Step step = plan();
  if (step == Step::needs_index || step == Step::needs_disk) {
    on_loop_ = false;
    core_->run_in_background([self = shared_from_this()] { self->go_on(); });
    return;
  }
  if (step == Step::complete && !pieces_.empty()) {
    MutexLock lock(core_->mutex);
    ++core_->counters.tail_reads;
  }
  finish(error_ ? Result<ReadBatch>(std::unexpected(*error_)) : assemble());
}

void ReadJob::go_on() {
  Step step = plan();
  while (step == Step::needs_index || step == Step::needs_disk) {
    Result<void> used = use_disk(step);
    if (used && step == Step::needs_disk) break;
    if (!used && (used.error().code != ErrorCode::not_found || ++attempts_ == attempts_max)) {
      finish(fail(
          used.error().code == ErrorCode::corrupt ? ErrorCode::corrupt : ErrorCode::unavailable,
          used.error().message));
      return;
    }
    step = plan();
  }
  {
    MutexLock lock(core_->mutex);
    ++core_->counters.disk_reads;
  }
  finish(error_ ? Result<ReadBatch>(std::unexpected(*error_)) : assemble());
}

ReadJob::Step ReadJob::plan() {
  MutexLock lock(core_->mutex);
  const LogState& log = log_->state();
  pieces_.clear();
  error_.reset();
  if (log.removed) {
    error_ = Error{ErrorCode::not_found, "The log has been removed."};
    return Step::finished;
  }
  end_ = log.end;
  start_ = std::max(from_, log.horizon);
  Offset at = start_;
  std::size_t records = 0;
  std::size_t bytes = 0;
  bool full = false;
  for (int runs = 0; at < log.tail && !full && runs < runs_max; ++runs) {
    const Run* run = log.find_run(at);
    if (run == nullptr) {
      // Records that were here are lost. What is before them is served first.
      if (pieces_.empty()) {
        error_ = Error{ErrorCode::corrupt, "Records of this log were lost on the disk."};
      }
      break;
    }
    if (plan_run(*run, at, records, bytes, full) == Step::needs_index) return Step::needs_index;
  }
  const bool missing =
      std::ranges::any_of(pieces_, [](const Piece& each) { return each.block == nullptr; });
  return missing ? Step::needs_disk : Step::complete;
}

ReadJob::Step ReadJob::plan_run(const Run& run, Offset& at, std::size_t& records,
                                std::size_t& bytes, bool& full) {
  core_->mutex.assert_held();
  const std::vector<Extent>* extents = find_extents(*core_, run, loaded_);
  if (extents == nullptr) {
    index_needed_ = run;
    return Step::needs_index;
  }
  std::size_t index = Segment::find_extent(*extents, at);
  for (; index < extents->size() && at < run.next; ++index) {
    const Extent& extent = (*extents)[index];
    if (records >= limits_.records_max || bytes >= limits_.bytes_max) {
      full = true;
      break;
    }
    Piece piece{run.segment, extent, nullptr, nullptr, false};
    TailCache::Found found = core_->tail_cache.find(run.segment->header.id, extent.position);
    piece.owner = std::move(found.owner);
    piece.block = found.at;
    pieces_.push_back(std::move(piece));
    // Of a block that is entered in the middle only the count is known, so bytes are not counted.
    if (extent.first >= at) {
      bytes += extent.bytes - block_header_bytes - extent.count * entry_header_bytes;
    }
    records += extent.next() - std::max(at, extent.first);
    at = extent.next();
  }
  // A row that ends before its run says it does has lost extents.
  if (index >= extents->size() && at < run.next) {
    full = true;
    if (pieces_.empty()) error_ = Error{ErrorCode::corrupt, "An index lacks records of this log."};
  }
  return Step::complete;
}

Result<void> ReadJob::use_disk(Step step) {
  if (step == Step::needs_index) return load_extents(*core_, *index_needed_, loaded_);
  std::size_t begin = 0;
  while (begin < pieces_.size()) {
    std::size_t end = begin + 1;
    while (end < pieces_.size() && pieces_[end].segment == pieces_[begin].segment) ++end;
    const std::shared_ptr<env::File> file = TRY(core_->file_of(pieces_[begin].segment));
    TRY(read_pieces(*file, std::span(pieces_).subspan(begin, end - begin)));
    begin = end;
  }
  return {};
}

Result<ReadBatch> ReadJob::assemble() {
  ReadBatch batch;
  batch.next = start_;
  std::size_t bytes = 0;
  bool full = false;
  for (const Piece& piece : pieces_) {
    if (full) break;
    const Offset before = batch.next;
    const bool intact = piece.extent.first <= batch.next &&
                        add_records(piece, log_->id(), limits_, batch, bytes, full);
    if (intact) continue;
    core_->reader.report_damage(piece.segment->path, piece.extent.position,
                                "a block fails its checksum");
    if (before == start_ && batch.records.empty()) {
      return fail(ErrorCode::corrupt, "A block of this log fails its checksum.");
    }
    break;
  }
  batch.ended = end_ && batch.next >= *end_;
  return batch;
}

void ReadJob::finish(Result<ReadBatch> result) {
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
