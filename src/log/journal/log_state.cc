#include <algorithm>
#include <iterator>
#include <utility>

#include "log/journal/journal_log.h"

namespace weir::log::journal {

const Run* LogState::find_run(Offset offset) const {
  auto behind = std::ranges::upper_bound(runs, offset, {}, &Run::first);
  if (behind == runs.begin()) return nullptr;
  const Run& run = *std::prev(behind);
  return offset < run.next ? &run : nullptr;
}

void LogState::extend(const std::shared_ptr<Segment>& segment, std::uint32_t row,
                      const BlockHeader& block) {
  const bool goes_on = !runs.empty() && runs.back().segment == segment && runs.back().row == row &&
                       runs.back().next == block.first;
  if (!goes_on) {
    runs.push_back({block.first, block.first, block.first_arrival, segment, row, 0});
    ++segment->live_runs;
  }
  runs.back().next = block.first + block.count;
  runs.back().bytes += block.bytes();
  segment->live_bytes += block.bytes();
}

void LogState::replace(std::uint64_t from_segment, const std::shared_ptr<Segment>& to,
                       std::uint32_t row, const BlockHeader& block) {
  auto old = std::ranges::find_if(runs, [&](const Run& run) {
    return run.segment->header.id == from_segment && run.first < block.first + block.count &&
           block.first < run.next;
  });
  if (old == runs.end()) return;  // Trimmed meanwhile.
  // Copies come in order; one that left something out would lose it.
  if (block.first > old->first) return;
  Run copy{std::max(block.first, old->first),
           block.first + block.count,
           block.first_arrival,
           to,
           row,
           block.bytes()};
  const std::uint64_t freed = std::min<std::uint64_t>(old->bytes, block.bytes());
  old->segment->live_bytes -= freed;
  old->bytes -= freed;
  old->first = copy.next;
  old->first_arrival = block.last_arrival;
  if (old->first >= old->next) {
    old->segment->live_bytes -= old->bytes;
    --old->segment->live_runs;
    old = runs.erase(old);
  }
  to->live_bytes += copy.bytes;
  if (old != runs.begin()) {
    Run& before = *std::prev(old);
    if (before.segment == to && before.row == row && before.next == copy.first) {
      before.next = copy.next;
      before.bytes += copy.bytes;
      return;
    }
  }
  ++to->live_runs;
  runs.insert(old, std::move(copy));
}

void LogState::drop_trimmed() {
  auto live = std::ranges::find_if(runs, [&](const Run& run) { return run.next > horizon; });
  drop_runs(static_cast<std::size_t>(live - runs.begin()));
}

void LogState::drop_runs(std::size_t count) {
  auto live = runs.begin() + static_cast<std::ptrdiff_t>(count);
  for (auto run = runs.begin(); run != live; ++run) {
    --run->segment->live_runs;
    run->segment->live_bytes -= run->bytes;
  }
  runs.erase(runs.begin(), live);
}

std::vector<Waiter> LogState::take_waiters(bool all) {
  if (all || end) return std::exchange(waiters, {});
  std::vector<Waiter> woken;
  if (waiters.empty()) return woken;
  auto first =
      std::ranges::partition(waiters, [&](const Waiter& each) { return each.from >= tail; });
  std::ranges::move(first, std::back_inserter(woken));
  waiters.erase(first.begin(), first.end());
  return woken;
}

}  // namespace weir::log::journal
