// RunResult: what a run came to: counted and timed, whole and second by second. Mergeable over
// threads and machines; percentiles come from merged histograms, never from averages.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/time.h"
#include "meter/results/sample.h"
#include "metrics/histogram.h"

namespace weir::meter {

// Nanoseconds, from 1 us to an hour, three digits.
inline constexpr metrics::HistogramLayout latency_layout{
    .lowest_discernible = 64, .highest_trackable = 3'600'000'000'000, .significant_digits = 3};

// Sums that add up over threads, machines and seconds.
struct Counts {
  std::uint64_t samples = 0;  // Calls, retries not counted.
  std::uint64_t samples_failed = 0;
  std::uint64_t records = 0;         // Acknowledged, or read.
  std::uint64_t records_failed = 0;  // After the last attempt.
  std::uint64_t attempts = 0;        // Calls, retries counted.
  std::uint64_t throttles = 0;       // Calls and records refused for a moment, each attempt.
  std::uint64_t payload_bytes = 0;
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_received = 0;

  void add(const Counts& other);
};

// The samples of one sampler of the plan.
struct LabelResult {
  std::string label;
  Counts counts;
  metrics::Histogram latency{latency_layout};       // From the planned send. All samples.
  metrics::Histogram service_time{latency_layout};  // From the real send.
  metrics::Histogram connect{latency_layout};       // Connections made.
  metrics::Histogram end_to_end{latency_layout};    // From a record's send to its reader.
  std::map<std::string, std::uint64_t> errors;      // Calls and records by code.

  void merge(const LabelResult& other);
};

// One second of the run, by when samples ended.
struct Second {
  std::uint32_t second = 0;  // Since the run's start.
  std::uint32_t label = 0;
  Counts counts;
  std::uint32_t threads = 0;  // Running, or calls under way in an open load.
  // Of latency, in nanoseconds; from all threads' and machines' merged histogram of this second.
  std::int64_t p50 = 0;
  std::int64_t p90 = 0;
  std::int64_t p95 = 0;
  std::int64_t p99 = 0;
  std::int64_t max = 0;
  double mean = 0;
};

struct ShardResult {
  std::string stream;
  std::string shard_id;
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;  // Data and partition keys.
  std::uint64_t throttles = 0;
  std::vector<std::uint64_t> records_each_second;  // Index: second of the run.
};

// Of traced records: what readers found, checked against what writers were acknowledged.
struct TraceResult {
  std::uint64_t sent = 0;
  std::uint64_t received = 0;
  std::uint64_t lost = 0;  // Acknowledged and never read.
  std::uint64_t duplicates = 0;
  std::uint64_t out_of_order = 0;  // Within their partition key.
};

// Whether the machine kept up with an open load's plan.
struct Punctuality {
  metrics::Histogram lateness{latency_layout};  // From the planned to the real send.
  std::uint64_t late = 0;                       // Sends more than 10 ms after their plan.
  std::uint64_t unsent = 0;                     // Planned, and never sent: the run ended first.
};

struct RunResult {
  std::string plan_name;
  std::string weir_version;
  WallTime started_at;
  nanoseconds duration{0};
  std::uint64_t seed = 0;
  bool was_interrupted = false;
  std::string abort_reason;         // A threshold's text, or empty.
  std::vector<std::string> groups;  // Names, by Sample::group.
  std::vector<LabelResult> labels;  // By Sample::label.
  std::vector<Second> seconds;      // In order of second, then label.
  std::vector<ShardResult> shards;  // In order of stream, then shard id.
  TraceResult trace;
  Punctuality punctuality;
  std::vector<std::string> notes;  // For people: "the meter fell behind: …".

  // All labels as one. Errors, histograms and counts merged.
  LabelResult total() const;
};

}  // namespace weir::meter
