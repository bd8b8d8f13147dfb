#include <algorithm>
#include <utility>

#include "log/journal/recovery.h"

namespace weir::log::journal {

void Recovery::gather() {
  for (Found& found : found_) {
    const std::shared_ptr<Segment>& segment = found.segment;
    if (found.summary) {
      for (const IndexRow& row : found.summary->rows) {
        gather_row(segment, static_cast<std::uint32_t>(segment->sealed_rows.size()), row,
                   segment->last_group);
        segment->sealed_rows.push_back(
            {row.log, row.extents_begin, row.extents_count, row.extents_crc});
      }
      for (const LogStateRow& state : found.summary->states) {
        segment->state_logs.push_back(state.log);
        gather_state(*segment, state);
      }
      found.summary->rows = {};
      continue;
    }
    for (std::uint32_t row = 0; row < segment->open_rows.size(); ++row) {
      const IndexRow& index_row = segment->open_rows[row].row;
      gather_row(segment, row, index_row, seen_in_[index_row.log]);
    }
    for (const auto& [log, state] : segment->states) gather_state(*segment, state);
  }
}

void Recovery::gather_row(const std::shared_ptr<Segment>& segment, std::uint32_t row,
                          const IndexRow& index_row, std::uint64_t last_group) {
  Gathered& log = gathered_[index_row.log];
  log.rows.push_back(
      {{index_row.first, index_row.next, index_row.first_arrival, segment, row, index_row.bytes},
       index_row.last_arrival,
       index_row.ends_log});
  log.last_seen_group = std::max(log.last_seen_group, last_group);
}

void Recovery::gather_state(const Segment& segment, const LogStateRow& state) {
  Gathered& log = gathered_[state.log];
  if (!is_planted(core_.settings, PlantedBug::horizon_not_restored)) {
    log.state.horizon = std::max(log.state.horizon, state.horizon);
  }
  if (!is_planted(core_.settings, PlantedBug::state_not_restored)) {
    log.state.tail = std::max(log.state.tail, state.tail);
    log.state.last_arrival = std::max(log.state.last_arrival, state.last_arrival);
  }
  if (state.end) log.state.end = state.end;
  log.state_segment = std::max(log.state_segment, segment.header.id);
}

// A group that cannot be read may have held records of any log. Where a later block of the log
// shows the gap, reads of it fail by themselves. Of the others nobody can tell, so their next
// records are put behind any offset that may have been used.
void Recovery::skip_lost_offsets() {
  if (loss_.segment == nullptr) return;
  gathered_[new_logs_id];
  for (auto& [id, log] : gathered_) {
    Offset tail = log.state.tail;
    WallTime last_arrival = log.state.last_arrival;
    bool ended = log.state.end.has_value();
    for (const Gathered::Row& row : log.rows) {
      tail = std::max(tail, row.run.next);
      last_arrival = std::max(last_arrival, row.last_arrival);
      ended = ended || row.ends_log;
    }
    if (ended || log.last_seen_group > loss_.last_group) continue;
    log.state.log = id;
    log.state.tail = tail + loss_.entries_max;
    log.state.last_arrival = last_arrival;
    loss_.segment->segment->states[id] = log.state;
    log.state_segment = std::max(log.state_segment, loss_.segment->segment->header.id);
  }
}

void Recovery::build_logs() {
  for (auto& [id, gathered] : gathered_) build_log(id, gathered);
  gathered_.clear();
}

void Recovery::build_log(LogId id, Gathered& gathered) {
  MutexLock lock(core_.mutex);
  auto made = std::make_shared<JournalLog>(core_, id);
  LogState& log = made->state();
  log.horizon = gathered.state.horizon;
  log.tail = gathered.state.tail;
  log.last_arrival = gathered.state.last_arrival;
  log.end = gathered.state.end;
  log.state_segment = gathered.state_segment;
  for (const Gathered::Row& row : gathered.rows) {
    log.tail = std::max(log.tail, row.run.next);
    log.last_arrival = std::max(log.last_arrival, row.last_arrival);
    const bool ends = row.ends_log && !is_planted(core_.settings, PlantedBug::end_marker_lost);
    if (ends) log.end = row.run.next.value == 0 ? Offset{} : Offset{row.run.next.value - 1};
  }
  if (is_planted(core_.settings, PlantedBug::tail_one_short) && !gathered.rows.empty()) {
    log.tail.value -= 1;
  }
  // After a crash in the middle of a relocation records are in two places: the longer row first.
  std::ranges::sort(gathered.rows, [](const Gathered::Row& left, const Gathered::Row& right) {
    return std::pair(left.run.first, right.run.next) < std::pair(right.run.first, left.run.next);
  });
  Offset covered = log.horizon;
  for (Gathered::Row& row : gathered.rows) {
    if (row.run.next <= covered) continue;
    row.run.first = std::max(row.run.first, covered);
    covered = row.run.next;
    ++row.run.segment->live_runs;
    row.run.segment->live_bytes += row.run.bytes;
    log.runs.push_back(std::move(row.run));
  }
  if (id == new_logs_id) core_.first_offset = log.tail;
  core_.logs[id] = std::move(made);
}

}  // namespace weir::log::journal
