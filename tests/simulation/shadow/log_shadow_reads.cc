// The part of LogShadow that judges answers to readers.

#include <algorithm>

#include "shadow/log_shadow.h"

namespace weir::simulation {

void LogShadow::check_read(const ReadQuestion& question, const Result<log::ReadBatch>& answer) {
  if (!answer) return check_read_error(answer.error(), question.from);
  const log::ReadBatch& batch = *answer;
  log::Offset from = question.from;
  for (const log::StoredRecord& record : batch.records) {
    if (record.offset < from || record.offset >= batch.next) {
      findings_.report("log {}: a read from {} to {} has offset {} out of order", id_.value,
                       question.from.value, batch.next.value, record.offset.value);
      return;
    }
    // With a group that nobody can read the word that it was trimmed may be lost.
    if (record.offset < question.horizon && !damage_.may_be_anything()) {
      findings_.report("log {}: the record at {} was trimmed, to {}, and is served", id_.value,
                       record.offset.value, question.horizon.value);
    }
    from = record.offset + 1;
    check_record(record);
  }
  if (batch.next < question.from) {
    findings_.report("log {}: a read from {} goes on at {}", id_.value, question.from.value,
                     batch.next.value);
  }
  if (batch.ended) check_ended(question, batch.next);
  check_limits(question, batch);
  if (!removal_possible_) check_nothing_missing(question, batch);
}

// The answer ends at the marker, unless it began behind it or the marker has been trimmed.
void LogShadow::check_ended(const ReadQuestion& question, log::Offset next) {
  const bool began_behind = question.from > end_.value_or(tail_);
  if (!began_behind && !may_be_trimmed_to(next)) return found_end_at(next);
  if (!end_ && ends_under_way_ == 0) {
    findings_.report("log {}: a read to {} says that the log has ended; nobody ended it", id_.value,
                     next.value);
  }
  if (end_ && next < *end_) {
    findings_.report("log {}: a read ends at {}, before the end {}", id_.value, next.value,
                     end_->value);
  }
}

void LogShadow::check_record(const log::StoredRecord& stored) {
  std::vector<std::byte> memory;
  const auto opened = sealed_records_.open(stored, memory);
  if (!opened) {
    return findings_.report("log {}: the record at offset {} is not what was encrypted", id_.value,
                            stored.offset.value);
  }
  const log::StoredRecord& record = *opened;
  const auto name = RecordContents::name_in(record.partition_key);
  if (!name || name->append >= ledger_.size()) {
    findings_.report("log {}: the record at offset {} has the key \"{}\", which nobody wrote",
                     id_.value, record.offset.value, record.partition_key);
    return;
  }
  const AppendEntry& entry = ledger_.at(name->append);
  if (entry.log != id_ || name->index >= entry.sizes.size()) {
    findings_.report("log {}: the record {}.{} at offset {} was not written to this log", id_.value,
                     name->append, name->index, record.offset.value);
    return;
  }
  const ByteView expected = contents_.data(*name, entry.sizes[name->index]);
  if (text_of(expected) != text_of(record.data)) {
    findings_.report("log {}: the record {}.{} at offset {} has changed", id_.value, name->append,
                     name->index, record.offset.value);
    return;
  }
  place(*name, record.offset, record.arrival);
}

void LogShadow::check_limits(const ReadQuestion& question, const log::ReadBatch& batch) {
  std::size_t bytes = 0;
  for (const log::StoredRecord& record : batch.records) {
    bytes += record.data.size() + record.partition_key.size();
  }
  const bool too_many = batch.records.size() > question.limits.records_max;
  const bool too_large = batch.records.size() > 1 && bytes > question.limits.bytes_max;
  if (too_many || too_large) {
    findings_.report("log {}: a read gave {} records of {} bytes, allowed are {} and {}", id_.value,
                     batch.records.size(), bytes, question.limits.records_max,
                     question.limits.bytes_max);
  }
}

void LogShadow::check_nothing_missing(const ReadQuestion& question, const log::ReadBatch& batch) {
  const auto first = batch.records.begin();
  for (auto known = known_.lower_bound(question.from); known != known_.end(); ++known) {
    // A read that gave something may stop short of what it did not reach.
    if (known->first >= batch.next && !(batch.records.empty() || batch.ended)) break;
    if (known->second.since > question.asked_at) continue;
    if (may_be_trimmed(known->first, known->second)) continue;
    // Of a log that only the lost group held nothing tells that it ever was.
    const bool was_forgotten =
        damage_.may_be_anything() && (first == batch.records.end() || known->first < first->offset);
    if (was_forgotten) continue;
    const auto found = std::lower_bound(
        first, batch.records.end(), known->first,
        [](const log::StoredRecord& record, log::Offset at) { return record.offset < at; });
    if (found == batch.records.end() || found->offset != known->first) {
      findings_.report("log {}: record {}.{} at offset {} is lost: a read from {} to {} misses it",
                       id_.value, known->second.name.append, known->second.name.index,
                       known->first.value, question.from.value, batch.next.value);
      return;
    }
  }
  const bool end_was_reached = end_ && question.from <= *end_ && batch.next >= *end_;
  if (end_was_reached && !batch.ended) {
    findings_.report("log {}: a read from {} reached the end {} and does not say so", id_.value,
                     question.from.value, end_->value);
  }
}

bool LogShadow::may_fail(const Error& error, log::Offset from) const {
  if (error.code == ErrorCode::not_found) return removal_possible_;
  if (error.code != ErrorCode::corrupt) return false;
  const auto certain = std::find_if(
      known_.lower_bound(from), known_.end(),
      [this](const auto& known) { return !may_be_trimmed(known.first, known.second); });
  return damage_.lies_before(from, certain == known_.end() ? log::Offset{~0ull} : certain->first);
}

void LogShadow::check_read_error(const Error& error, log::Offset from) {
  if (may_fail(error, from)) return;
  findings_.report("log {}: a read from {} failed: {}", id_.value, from.value, error.message);
}

// A search looks into blocks anywhere.
void LogShadow::check_find_error(const Error& error) {
  if (error.code == ErrorCode::corrupt && damage_.any()) return;
  if (error.code == ErrorCode::not_found && removal_possible_) return;
  findings_.report("log {}: a search failed: {}", id_.value, error.message);
}

void LogShadow::check_find(const FindQuestion& question, const Result<log::Offset>& answer) {
  if (!answer) return check_find_error(answer.error());
  // The record that was looked for may be lost.
  if (removal_possible_ || damage_.may_be_anything()) return;
  if (*answer < question.horizon) {
    findings_.report("log {}: find({}) gave {}, which was trimmed, to {}", id_.value,
                     question.time.ms, answer->value, question.horizon.value);
  }
  for (const auto& [offset, record] : known_) {
    const bool wanted = record.arrival >= question.time;
    if (offset >= *answer && wanted) break;
    if (record.since > question.asked_at || may_be_trimmed(offset, record)) continue;
    if (wanted != (offset >= *answer)) {
      findings_.report("log {}: find({}) gave {}, but the record at {} arrived at {}", id_.value,
                       question.time.ms, answer->value, offset.value, record.arrival.ms);
      return;
    }
  }
}

void LogShadow::check_bounds(const log::Bounds& bounds) {
  if (removal_possible_) return;
  const auto complain = [&](const char* what) {
    findings_.report(
        "log {}: {}: horizon {}, tail {}, end {}, last arrival {}; known: horizon {}, tail {}, end "
        "{}, last arrival {}",
        id_.value, what, bounds.trim_horizon.value, bounds.tail.value,
        bounds.end ? bounds.end->value : 0, bounds.last_arrival.ms, horizon_certain_.value,
        tail_.value, end_ ? end_->value : 0, last_arrival_.ms);
  };
  if (bounds.tail < tail_) complain("the tail went back");
  // States and end markers may be lost, too.
  if (damage_.may_be_anything()) {
    tail_ = bounds.tail;
    end_ = bounds.end;
    return;
  }
  if (bounds.trim_horizon > bounds.tail) complain("the horizon lies behind the tail");
  if (bounds.trim_horizon < std::max(horizon_certain_, horizon_seen_)) {
    complain("the horizon went back");
  }
  if (end_ && bounds.end != end_) complain("the end is gone");
  if (bounds.end && bounds.tail != *bounds.end + 1) complain("the end is not before the tail");
  if (bounds.end && !end_) found_end_at(*bounds.end);
  if (bounds.last_arrival < last_arrival_) complain("the last arrival went back");
  const auto first_certain = std::ranges::find_if(
      known_.lower_bound(horizon_certain_), known_.end(),
      [this](const auto& known) { return !may_be_trimmed(known.first, known.second); });
  if (first_certain != known_.end() && bounds.trim_horizon > first_certain->first) {
    complain("records were trimmed that nobody asked to trim");
  }
  if (!known_.empty() && bounds.last_arrival < known_.rbegin()->second.arrival) {
    complain("the last arrival is before that of a record");
  }
  horizon_seen_ = bounds.trim_horizon;
  tail_ = bounds.tail;
  last_arrival_ = bounds.last_arrival;
}

bool LogShadow::must_wake_reader_at(log::Offset from) const {
  return removal_possible_ || end_.has_value() ||
         (!known_.empty() && known_.rbegin()->first >= from);
}

std::optional<log::Offset> LogShadow::next_known(log::Offset offset) const {
  const auto known = known_.lower_bound(offset);
  if (known == known_.end()) return std::nullopt;
  return known->first;
}

std::optional<WallTime> LogShadow::arrival_near(log::Offset offset) const {
  const auto known = known_.lower_bound(offset);
  if (known == known_.end()) return std::nullopt;
  return known->second.arrival;
}

}  // namespace weir::simulation
