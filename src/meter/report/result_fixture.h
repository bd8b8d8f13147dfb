// A run made up for tests: two samplers, ten seconds, three shards, some of everything wrong.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "meter/results/run_result.h"

namespace weir::meter {

inline RunResult made_up_run() {
  RunResult run;
  run.plan_name = "Kinesis <Test> \"Plan\"";
  run.weir_version = "0.1.0";
  run.started_at = {1'795'696'881'345};  // 2026-11-26 12:41:21.345 UTC.
  run.duration = seconds(10);
  run.seed = 4711;
  run.groups = {"Writers", "Readers"};
  run.labels.resize(2);
  run.labels[0].label = "Kinesis Producer";
  run.labels[1].label = "Kinesis Reader";
  for (std::uint32_t second = 0; second < 10; ++second) {
    for (std::uint32_t label = 0; label < 2; ++label) {
      Second row{.second = second, .label = label, .counts = {}, .threads = 4};
      metrics::Histogram latencies(latency_layout);
      LabelResult& all = run.labels[label];
      for (std::int64_t sample = 0; sample < 100; ++sample) {
        const std::int64_t ns = 1'000'000 + sample * sample * 2'000 * (label + 1);
        latencies.record(ns);
        all.service_time.record(ns / 2);
      }
      all.latency.merge(latencies);
      row.counts = {.samples = 100,
                    .samples_failed = second == 7 ? 5u : 0u,
                    .records = second == 7 ? 95u : 100u,
                    .records_failed = second == 7 ? 5u : 0u,
                    .attempts = 103,
                    .throttles = 3,
                    .payload_bytes = 102'400,
                    .bytes_sent = 180'000,
                    .bytes_received = 30'000};
      all.counts.add(row.counts);
      row.p50 = latencies.value_at(50);
      row.p90 = latencies.value_at(90);
      row.p95 = latencies.value_at(95);
      row.p99 = latencies.value_at(99);
      row.max = latencies.max();
      row.mean = latencies.mean();
      run.seconds.push_back(row);
    }
  }
  run.labels[0].connect.record(350'000, 4);
  run.labels[1].end_to_end.record(12'000'000, 990);
  run.labels[0].errors = {{"InternalFailure", 4}, {"ProvisionedThroughputExceededException", 61}};
  for (std::uint64_t shard = 0; shard < 3; ++shard) {
    run.shards.push_back({.stream = "client-stream",
                          .shard_id = "shardId-00000000000" + std::to_string(shard),
                          .records = 300 * (shard + 1),
                          .bytes = 30'000 * (shard + 1),
                          .throttles = shard,
                          .records_each_second = std::vector<std::uint64_t>(10, 30 * (shard + 1))});
  }
  run.trace = {.sent = 995, .received = 990, .lost = 5, .duplicates = 1, .out_of_order = 0};
  run.punctuality.lateness.record(20'000, 970);
  run.punctuality.lateness.record(15'000'000, 30);
  run.punctuality.late = 30;
  run.notes = {"Skipped the group \"SQS\": the meter knows Kinesis and Firehose."};
  return run;
}

}  // namespace weir::meter
