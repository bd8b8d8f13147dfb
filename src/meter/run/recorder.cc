#include "meter/run/recorder.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "meter/results/run_result.h"
#include "meter/results/sample.h"
#include "meter/run/interval.h"

namespace weir::meter {

Recorder::Recorder(const std::vector<std::string>& labels, SampleSink* sink, Ship ship)
    : labels_(labels),
      sink_(sink),
      ship_(std::move(ship)),
      interval_(std::make_unique<Interval>(labels)) {}

LabelResult& Recorder::label(std::uint32_t label) {
  interval_->is_touched[label] = true;
  return interval_->labels[label];
}

std::uint32_t Recorder::second_of(MonotonicTime time) const {
  return static_cast<std::uint32_t>(
      std::max<std::int64_t>(0, (time - start_).count() / 1'000'000'000));
}

void Recorder::take(const Sample& sample) {
  while (interval_->second < second_of(sample.ended)) ship_one();
  LabelResult& result = label(sample.label);
  Counts& counts = result.counts;
  ++counts.samples;
  if (!sample.is_ok) ++counts.samples_failed;
  counts.records += sample.records - sample.records_failed;
  counts.records_failed += sample.records_failed;
  counts.attempts += sample.attempts;
  counts.payload_bytes += sample.payload_bytes;
  counts.bytes_sent += sample.bytes_sent;
  counts.bytes_received += sample.bytes_received;
  result.latency.record(sample.latency().count());
  result.service_time.record(sample.service_time().count());
  note_slowest(interval_->slowest, sample);
  if (interval_->latest.size() == shown_samples_max) interval_->latest.pop_front();
  interval_->latest.push_back(sample);
  if (sink_ != nullptr) sink_->take(sample);
}

void Recorder::advance(MonotonicTime now) {
  while (interval_->second < second_of(now)) ship_one();
}

void Recorder::finish(MonotonicTime now) {
  advance(now);
  ship_one();
}

void Recorder::ship_one() {
  const std::uint32_t second = interval_->second;
  if (threads_of) {
    for (std::uint32_t index = 0; index < labels_.size(); ++index) {
      interval_->threads[index] = threads_of(index);
    }
  }
  last_counts_ = nullptr;
  interval_ = ship_(std::move(interval_));
  if (!interval_) interval_ = std::make_unique<Interval>(labels_);
  interval_->second = second + 1;
}

void Recorder::add_error(std::uint32_t index, std::string_view code, std::uint64_t count) {
  auto& errors = label(index).errors;
  errors[std::string(code)] += count;
}

void Recorder::add_throttles(std::uint32_t index, std::uint64_t count) {
  label(index).counts.throttles += count;
}

void Recorder::add_connect(std::uint32_t index, nanoseconds connect) {
  label(index).connect.record(connect.count());
}

void Recorder::add_end_to_end(std::uint32_t index, nanoseconds latency) {
  label(index).end_to_end.record(latency.count());
}

void Recorder::add_shard(std::string_view stream, std::string_view shard_id, std::uint64_t bytes) {
  if (last_counts_ == nullptr || last_shard_ != shard_id || last_stream_ != stream) {
    last_stream_ = stream;
    last_shard_ = shard_id;
    last_counts_ = &interval_->shards[{last_stream_, last_shard_}];
  }
  ++last_counts_->records;
  last_counts_->bytes += bytes;
}

void Recorder::add_lateness(nanoseconds lateness, bool is_ours) {
  constexpr nanoseconds late_from = milliseconds(10);
  interval_->punctuality.lateness.record(lateness.count());
  if (is_ours && lateness > late_from) ++interval_->punctuality.late;
}

}  // namespace weir::meter
