#include "shadow/log_shadow.h"

#include <algorithm>
#include <utility>

namespace weir::simulation {
namespace {

bool says_nothing_was_written(ErrorCode code) {
  return code == ErrorCode::throttled || code == ErrorCode::no_space || code == ErrorCode::expired;
}

}  // namespace

std::uint64_t LogShadow::begin_append(std::size_t loop, std::uint64_t life,
                                      std::vector<std::uint32_t> sizes, WallTime wall_clock) {
  const std::uint64_t append = ledger_.add({.log = id_,
                                            .loop = loop,
                                            .life = life,
                                            .sizes = std::move(sizes),
                                            .places = {},
                                            .not_before = tail_,
                                            .wall_clock_lowest = wall_clock});
  unsettled_.push_back(append);
  return append;
}

void LogShadow::end_append(std::uint64_t append, const Result<log::Appended>& answer,
                           WallTime wall_clock_highest) {
  AppendEntry& entry = ledger_.at(append);
  if (!answer) {
    const bool refused = says_nothing_was_written(answer.error().code);
    ledger_.conclude(append, refused ? AppendState::refused : AppendState::unknown);
    if (refused) std::erase(unsettled_, append);
    if (answer.error().code == ErrorCode::expired && !end_ && ends_under_way_ == 0) {
      findings_.report("append {} to log {} was answered with expired, but nobody ended the log",
                       append, id_.value);
    }
    if (refused && answer.error().code != ErrorCode::expired && !entry.may_be_refused) {
      findings_.report("append {} to log {} was refused without need: {}", append, id_.value,
                       answer.error().message);
    }
    for (const auto& place : entry.places) {
      if (refused && place) {
        findings_.report("append {} to log {} was refused, but it is there at offset {}", append,
                         id_.value, place->value);
      }
    }
    return;
  }
  std::erase(unsettled_, append);
  ledger_.conclude(append, AppendState::acknowledged);
  check_arrival_of(entry, append, answer->arrival, wall_clock_highest);
  const bool scattered_right =
      answer->scattered.empty() || answer->scattered.size() == entry.sizes.size();
  if (!scattered_right) findings_.report("append {}: {} offsets", append, answer->scattered.size());
  if (!scattered_right) return;
  for (std::uint32_t index = 0; index < entry.sizes.size(); ++index) {
    place({append, index}, answer->offset_of(index), answer->arrival);
  }
}

void LogShadow::check_arrival_of(const AppendEntry& entry, std::uint64_t append, WallTime arrival,
                                 WallTime wall_clock_highest) {
  if (arrival < entry.wall_clock_lowest || arrival > wall_clock_highest) {
    findings_.report("append {} to log {} arrived at {}, not in [{}, {}]", append, id_.value,
                     arrival.ms, entry.wall_clock_lowest.ms, wall_clock_highest.ms);
  }
}

void LogShadow::place(const RecordName& name, log::Offset offset, WallTime arrival) {
  ++now_;
  AppendEntry& entry = ledger_.at(name.append);
  std::optional<log::Offset>& at = entry.places[name.index];
  if (at && *at != offset) {
    findings_.report("log {}: record {}.{} is at offset {} and at {}", id_.value, name.append,
                     name.index, at->value, offset.value);
    return;
  }
  const auto [known, is_new] = known_.try_emplace(offset, Known{name, arrival, now_});
  if (known->second.name != name || known->second.arrival != arrival) {
    findings_.report("log {}: offset {} was record {}.{}, arrived {}, and is now {}.{}, arrived {}",
                     id_.value, offset.value, known->second.name.append, known->second.name.index,
                     known->second.arrival.ms, name.append, name.index, arrival.ms);
    return;
  }
  if (!is_new) return;
  at = offset;
  if (entry.state == AppendState::refused || entry.state == AppendState::settled) {
    findings_.report(
        "log {}: record {}.{}, which {}, has appeared at offset {}", id_.value, name.append,
        name.index,
        entry.state == AppendState::refused ? "was refused" : "was not there after a restart",
        offset.value);
  }
  if (offset < entry.not_before) {
    findings_.report("log {}: record {}.{} is at offset {}, before what was durable already: {}",
                     id_.value, name.append, name.index, offset.value, entry.not_before.value);
  }
  if (end_ && offset >= *end_) {
    findings_.report("log {}: record {}.{} is at offset {}, behind the end {}", id_.value,
                     name.append, name.index, offset.value, end_->value);
  }
  check_order_around(known);
  tail_ = std::max(tail_, offset + 1);
}

void LogShadow::check_order_around(KnownRecords::const_iterator placed) {
  const auto check_pair = [this](const auto& left, const auto& right) {
    const AppendEntry& first = ledger_.at(left.second.name.append);
    const AppendEntry& second = ledger_.at(right.second.name.append);
    const bool same_loop = first.life == second.life && first.loop == second.loop;
    const auto order = [](const RecordName& name) { return std::pair(name.append, name.index); };
    if (same_loop && order(left.second.name) >= order(right.second.name)) {
      findings_.report("log {}: record {}.{} at offset {} precedes {}.{} at {}, which came before",
                       id_.value, left.second.name.append, left.second.name.index, left.first.value,
                       right.second.name.append, right.second.name.index, right.first.value);
    }
    // The newest arrivals of a log may have been in the lost group.
    if (left.second.arrival > right.second.arrival && !damage_.may_be_anything()) {
      findings_.report("log {}: arrival goes back from {} at offset {} to {} at {}", id_.value,
                       left.second.arrival.ms, left.first.value, right.second.arrival.ms,
                       right.first.value);
    }
  };
  if (placed != known_.begin()) check_pair(*std::prev(placed), *placed);
  if (std::next(placed) != known_.end()) check_pair(*placed, *std::next(placed));
}

void LogShadow::end_end(const Result<log::Offset>& answer) {
  if (answer) return found_end_at(*answer);
  // With unavailable the marker may yet appear, so it stays under way until the next restart.
  if (says_nothing_was_written(answer.error().code)) --ends_under_way_;
}

void LogShadow::found_end_at(log::Offset offset) {
  if (end_ && *end_ != offset) {
    findings_.report("log {}: the end was at offset {} and is now at {}", id_.value, end_->value,
                     offset.value);
  }
  if (!end_ && ends_under_way_ == 0) {
    findings_.report("log {}: has an end at offset {} that nobody wrote", id_.value, offset.value);
  }
  if (!end_ && offset < tail_) {
    findings_.report("log {}: the end is at offset {}, before the tail {}", id_.value, offset.value,
                     tail_.value);
  }
  end_ = offset;
  tail_ = std::max(tail_, offset + 1);
}

LogShadow::TrimQuestion LogShadow::begin_trim(log::Offset horizon) {
  trims_under_way_.insert(horizon);
  return {horizon, tail_};
}

void LogShadow::end_trim(const TrimQuestion& question, const Result<void>& answer,
                         log::Offset tail_after) {
  // With unavailable it may yet take effect, so it stays under way until the next restart.
  if (!answer && !says_nothing_was_written(answer.error().code)) return;
  trims_under_way_.erase(trims_under_way_.find(question.horizon));
  if (!answer) return;
  horizon_certain_ = std::max(horizon_certain_, std::min(question.horizon, question.tail));
  horizon_possible_ = std::max(horizon_possible_, std::min(question.horizon, tail_after));
}

bool LogShadow::may_be_trimmed(log::Offset offset, const Known& record) const {
  return may_be_trimmed_to(offset + 1) || record.arrival < expirable_before_;
}

bool LogShadow::may_be_trimmed_to(log::Offset offset) const {
  return offset <= std::max(horizon_certain_, horizon_possible_) ||
         (!trims_under_way_.empty() && offset <= *trims_under_way_.rbegin());
}

void LogShadow::process_ended() { horizon_seen_ = {}; }

void LogShadow::settle(const log::Bounds& bounds) {
  if (removal_possible_ || damage_.may_be_anything()) return;
  horizon_certain_ = std::max(horizon_certain_, bounds.trim_horizon);
  if (!damage_.any()) check_prefixes();
  check_no_gaps(bounds);
  for (const std::uint64_t append : unsettled_) ledger_.at(append).state = AppendState::settled;
  unsettled_.clear();
  trims_under_way_.clear();
  horizon_possible_ = bounds.trim_horizon;
  if (!end_) ends_under_way_ = 0;
}

// The journal gives out no offset for what it refuses, so there is a record at each.
void LogShadow::check_no_gaps(const log::Bounds& bounds) {
  const log::Offset end = bounds.end.value_or(bounds.tail);
  log::Offset next = bounds.trim_horizon;
  for (auto known = known_.lower_bound(next); next < end; next = next + 1) {
    if (known != known_.end() && known->first == next) {
      ++known;
    } else if (!damage_.contains(next)) {
      findings_.report("log {}: nothing is at offset {}, between {} and {}", id_.value, next.value,
                       bounds.trim_horizon.value, end.value);
      return;
    }
  }
}

void LogShadow::check_prefixes() {
  // The newest append of each loop of each life that has left anything.
  std::map<std::pair<std::uint64_t, std::size_t>, std::uint64_t> newest;
  for (const auto& [offset, record] : known_) {
    const AppendEntry& entry = ledger_.at(record.name.append);
    std::uint64_t& append = newest[{entry.life, entry.loop}];
    append = std::max(append, record.name.append);
  }
  for (const std::uint64_t append : unsettled_) {
    const AppendEntry& entry = ledger_.at(append);
    // Otherwise what is missing may have been trimmed.
    if (horizon_certain_ > entry.not_before) continue;
    const auto missing =
        std::ranges::find_if(entry.places, [](const auto& place) { return !place.has_value(); });
    if (missing == entry.places.end()) continue;
    const auto index = missing - entry.places.begin();
    const bool later_record = std::any_of(missing, entry.places.end(),
                                          [](const auto& place) { return place.has_value(); });
    const auto last = newest.find({entry.life, entry.loop});
    const bool is_refused = entry.may_be_refused && missing == entry.places.begin();
    const bool later_append = !is_refused && last != newest.end() && last->second > append;
    if (later_record || later_append) {
      findings_.report("log {}: record {}.{} is missing though a later one, of append {}, is there",
                       id_.value, append, index, later_record ? append : last->second);
    }
  }
}

}  // namespace weir::simulation
