// The part of DirectoryCheck that puts together what the segments say of the logs.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "log/journal/block_reader.h"
#include "log/journal/check/directory_check.h"

namespace weir::log::journal {
namespace {

// The part of `range` within [first, next); empty if first == next.
LogRange clipped(const LogRange& range, Offset first, Offset next) {
  LogRange part{range.log, std::max(range.first, first), std::min(range.next, next)};
  part.next = std::max(part.first, part.next);
  return part;
}

// Half-open ranges without overlaps, in order.
void sort_and_merge(std::vector<LogRange>& ranges) {
  std::ranges::sort(ranges, {}, &LogRange::first);
  std::vector<LogRange> merged;
  for (LogRange range : ranges) {
    if (!merged.empty()) range.first = std::max(range.first, merged.back().next);
    if (range.first < range.next) add_range(merged, range);
  }
  ranges = std::move(merged);
}

}  // namespace

void DirectoryCheck::build_logs() {
  std::map<LogId, std::vector<CheckedRun>> runs;
  for (const LogStateRow& state : progress_.states) {
    CheckedLog& log = logs_[state.log];
    log.horizon = std::max(log.horizon, state.horizon);
    log.tail = std::max(log.tail, state.tail);
    if (state.end) log.end = state.end;
  }
  for (CheckedRun& run : progress_.runs) {
    CheckedLog& log = logs_[run.row.log];
    log.tail = std::max(log.tail, run.row.next);
    if (run.row.ends_log && run.row.next.value > 0) log.end = Offset{run.row.next.value - 1};
    runs[run.row.log].push_back(std::move(run));
  }
  progress_.runs = {};
  logs_.erase(new_logs_id);
  std::map<LogId, std::vector<Unreadable>> unreadable;
  for (const Unreadable& each : progress_.unreadable) unreadable[each.range.log].push_back(each);
  for (auto& [id, log] : logs_) {
    place_runs(id, log, std::move(runs[id]));
    count_records(log, unreadable[id]);
  }
  keep_what_is_lost_in_findings();
}

// As recovery does: of records that are in two places the longer run counts.
void DirectoryCheck::place_runs(LogId id, CheckedLog& log, std::vector<CheckedRun> runs) {
  std::ranges::sort(runs, [](const CheckedRun& left, const CheckedRun& right) {
    return std::pair(left.row.first, right.row.next) < std::pair(right.row.first, left.row.next);
  });
  Offset covered = log.horizon;
  for (CheckedRun& run : runs) {
    if (run.row.next <= covered) continue;
    if (run.row.first > covered) add_gap(id, log, covered, run.row.first);
    run.row.first = std::max(run.row.first, covered);
    covered = run.row.next;
    log.stored_bytes += run.row.bytes;
    log.runs.push_back(std::move(run));
  }
  if (covered < log.tail) add_gap(id, log, covered, log.tail);
}

void DirectoryCheck::add_gap(LogId id, CheckedLog& log, Offset first, Offset next) {
  add(FindingKind::lost_records, directory_, {},
      fmt::format("offsets {} to {} of log {} are in no segment", first.value, next.value - 1,
                  id.value));
  progress_.findings.back().affected.push_back({id, first, next});
  log.lost.push_back({id, first, next});
}

void DirectoryCheck::count_records(CheckedLog& log, const std::vector<Unreadable>& unreadable) {
  std::vector<LogRange> lost;
  for (const CheckedRun& run : log.runs) {
    log.record_count += run.row.next.value - run.row.first.value;
    for (const Unreadable& each : unreadable) {
      if (each.segment != run.segment) continue;
      lost.push_back(clipped(each.range, run.row.first, run.row.next));
    }
    if (log.end && run.row.first <= *log.end && *log.end < run.row.next) --log.record_count;
  }
  sort_and_merge(lost);
  for (const LogRange& range : lost) {
    log.record_count -= range.next.value - range.first.value;
    if (log.end && range.first <= *log.end && *log.end < range.next) ++log.record_count;
  }
  log.lost.insert(log.lost.end(), lost.begin(), lost.end());
  sort_and_merge(log.lost);
}

// What is damaged but was trimmed, or copied to another segment before, is no loss to anybody.
void DirectoryCheck::keep_what_is_lost_in_findings() {
  for (Finding& finding : progress_.findings) {
    std::vector<LogRange> lost;
    for (const LogRange& range : finding.affected) {
      const auto log = logs_.find(range.log);
      if (log == logs_.end()) continue;
      for (const LogRange& each : log->second.lost) {
        const LogRange part = clipped(range, each.first, each.next);
        if (part.first < part.next) add_range(lost, part);
      }
    }
    finding.affected = std::move(lost);
  }
}

Result<env::File*> DirectoryCheck::open(std::size_t segment) {
  if (open_segment_ != segment || !open_file_) {
    open_file_ = TRY(files_.open(segments_[segment].path));
    open_segment_ = segment;
  }
  return open_file_.get();
}

Result<std::vector<Extent>> DirectoryCheck::extents_of(const CheckedRun& run) {
  if (!run.extents.empty()) return run.extents;
  env::File* const file = TRY(open(run.segment));
  return read_extents(*file, segments_[run.segment].data_end, run.row.extents_begin,
                      run.row.extents_count, run.row.extents_crc);
}

Result<ReadBatch> DirectoryCheck::read(LogId id, Offset from, const ReadLimits& limits) {
  const auto found = logs_.find(id);
  if (found == logs_.end()) {
    return fail(ErrorCode::not_found, fmt::format("There is no log {}.", id.value));
  }
  const CheckedLog& log = found->second;
  ReadBatch batch;
  batch.next = std::max(from, log.horizon);
  const auto run = std::ranges::find_if(
      log.runs, [&](const CheckedRun& each) { return batch.next < each.row.next; });
  std::size_t bytes = 0;
  bool full = false;
  if (run == log.runs.end() ? batch.next < log.tail : batch.next < run->row.first) {
    return fail(ErrorCode::corrupt, "Records of this log were lost on the disk.");
  }
  if (run == log.runs.end()) return batch;
  const std::vector<Extent> extents = TRY(extents_of(*run));
  env::File* const file = TRY(open(run->segment));
  for (std::size_t i = Segment::find_extent(extents, batch.next); i < extents.size() && !full;
       ++i) {
    std::vector<Piece> piece(1);
    piece[0].extent = extents[i];
    TRY(read_pieces(*file, piece));
    const bool is_next = extents[i].first <= batch.next;
    if (is_next && add_records(piece[0], id, limits, batch, bytes, full)) continue;
    if (batch.records.empty()) {
      return fail(ErrorCode::corrupt, "A block of this log fails its checksum.");
    }
    break;
  }
  batch.ended = log.end && batch.next >= *log.end;
  return batch;
}

}  // namespace weir::log::journal
