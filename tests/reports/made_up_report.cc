// made_up_report DIRECTORY [quiet]: a run of five minutes and 15,000 samples that never was, told
// in every form that `weir meter run` has. Its result is counted from the samples of its files, so
// what JMeter makes of those must agree. Names in it are as bad as names can be.

#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "meter/plan/threshold.h"
#include "meter/report/outputs.h"
#include "meter/templates/fast_random.h"

namespace weir::meter {
namespace {

constexpr std::uint32_t run_seconds = 300;
constexpr std::uint32_t samples_each_second = 25;  // Of each label.
constexpr WallTime started_at{1'795'696'881'345};
const std::string evil = "Reader </script><script>alert(1)</script>";

// Most take a few milliseconds, some many, and those of a few seconds in the middle wait.
std::int64_t made_up_latency(FastRandom& random, std::uint32_t label, std::uint32_t second) {
  const bool is_stalled = second >= 150 && second < 158;
  const double ms = 1.5 + label * 2 - std::log(1 - random.unit()) * (1 + label) +
                    (random.below(400) == 0 ? 20.0 + static_cast<double>(random.below(60)) : 0) +
                    (is_stalled ? 30 : 0);
  return static_cast<std::int64_t>(ms * 1e6);
}

Sample made_up_sample(FastRandom& random, std::uint32_t label, std::uint32_t second,
                      std::uint32_t number) {
  Sample sample;
  sample.label = label;
  sample.group = label;
  sample.thread = 1 + number % 8;
  sample.group_threads = 8;
  sample.all_threads = 16;
  sample.started_at = started_at + milliseconds(second * 1'000 + number * 40);
  sample.planned = {1'000'000'000};
  sample.sent = sample.planned;
  sample.ended = {sample.planned.ns + made_up_latency(random, label, second)};
  sample.first_byte = {(sample.planned.ns + sample.ended.ns) / 2};
  sample.payload_bytes = 1'024;
  sample.bytes_sent = 1'600;
  sample.bytes_received = 320;
  sample.url = "http://127.0.0.1:4567/";
  sample.stream = "client-stream";
  sample.details = {{.partition_key = std::to_string(number),
                     .data = "{\"name\": \"<b>\", \"n\": 1}",
                     .shard_id = "shardId-00000000000" + std::to_string(number % 4),
                     .sequence_number = "4957" + std::to_string(second * 100 + number),
                     .encryption_type = "NONE",
                     .error_code = ""}};
  if (label == 0 && second >= 150 && second < 158 && number % 3 == 0) {
    sample.is_ok = false;
    sample.status = 400;
    sample.records_failed = 1;
    sample.error_code = "ProvisionedThroughputExceededException";
    sample.error_message = "Rate exceeded for shard \"0\", in stream <client>.\nTry again.";
  }
  return sample;
}

void count(const Sample& sample, LabelResult& label, Second& second, metrics::Histogram& now) {
  Counts counts{.samples = 1,
                .samples_failed = sample.is_ok ? 0u : 1u,
                .records = sample.is_ok ? 1u : 0u,
                .records_failed = sample.is_ok ? 0u : 1u,
                .attempts = 1,
                .throttles = sample.is_ok ? 0u : 1u,
                .payload_bytes = sample.payload_bytes,
                .bytes_sent = sample.bytes_sent,
                .bytes_received = sample.bytes_received};
  label.counts.add(counts);
  second.counts.add(counts);
  label.latency.record(sample.latency().count());
  label.service_time.record(sample.service_time().count() * 4 / 5);
  now.record(sample.latency().count());
  if (!sample.is_ok) ++label.errors[sample.error_code];
}

RunResult made_up_run(SampleSink& sink) {
  RunResult run;
  run.plan_name = "Checkout events </script><b>&amp;";
  run.weir_version = "0.1.0";
  run.started_at = started_at;
  run.duration = seconds(run_seconds);
  run.seed = 4711;
  run.groups = {"Writers", "Readers"};
  run.labels.resize(2);
  run.labels[0].label = "Kinesis Producer";
  run.labels[1].label = evil;
  for (std::uint64_t shard = 0; shard < 4; ++shard) {
    run.shards.push_back({.stream = "client-stream",
                          .shard_id = "shardId-00000000000" + std::to_string(shard),
                          .records_each_second = std::vector<std::uint64_t>(run_seconds)});
  }
  FastRandom random(7);
  for (std::uint32_t second = 0; second < run_seconds; ++second) {
    for (std::uint32_t label = 0; label < 2; ++label) {
      Second row{.second = second, .label = label, .counts = {}, .threads = 8};
      metrics::Histogram now(latency_layout);
      for (std::uint32_t number = 0; number < samples_each_second; ++number) {
        const Sample sample = made_up_sample(random, label, second, number);
        sink.take(sample);
        count(sample, run.labels[label], row, now);
        ShardResult& shard = run.shards[number % 4];
        ++shard.records;
        shard.bytes += sample.payload_bytes;
        ++shard.records_each_second[second];
      }
      row.p50 = now.value_at(50);
      row.p90 = now.value_at(90);
      row.p95 = now.value_at(95);
      row.p99 = now.value_at(99);
      row.max = now.max();
      row.mean = now.mean();
      run.seconds.push_back(row);
    }
  }
  run.trace = {.sent = 7'500, .received = 7'498, .lost = 2, .duplicates = 1};
  run.punctuality.lateness.record(20'000, 14'550);
  run.punctuality.lateness.record(15'000'000, 450);
  run.punctuality.late = 450;
  run.notes = {"Skipped the group \"SQS\": the meter knows Kinesis and Firehose."};
  return run;
}

Plan made_up_plan() {
  Plan plan;
  plan.groups.resize(1);
  plan.groups[0].name = "Writers";
  plan.groups[0].load = ClosedLoad{.threads = 8, .loops = {}, .duration = milliseconds(300'000)};
  plan.groups[0].samplers.resize(1);
  plan.groups[0].samplers[0].label = "Kinesis Producer";
  plan.groups[0].samplers[0].target.stream.text = "client-stream";
  plan.groups[0].samplers[0].data = TemplateText{.text = "{\"time\": ${__time()}}</script>"};
  for (const auto* text : {"p99 < 20ms", "errors < 1%", "lost == 0"}) {
    plan.thresholds.push_back(*parse_threshold(text));
  }
  return plan;
}

int write(const std::string& directory) {
  const Plan plan = made_up_plan();
  const SampleNames names{.labels = {"Kinesis Producer", evil}, .groups = {"Writers", "Readers"}};
  auto csv = Outputs::open({.jtl = directory + "/run.jtl",
                            .json = directory + "/run.json",
                            .hgrm = directory + "/run.hgrm",
                            .junit = directory + "/junit.xml",
                            .html = directory + "/run.html",
                            .save = directory + "/saved"},
                           plan, names);
  auto xml = Outputs::open({.jtl = directory + "/run.xml"}, plan, names);
  if (!csv || !xml) return 1;
  const RunResult run = made_up_run(*(*csv)->samples());
  (void)made_up_run(*(*xml)->samples());
  const auto lines = (*csv)->finish(run, judge(plan.thresholds, run));
  if (!lines || !(*xml)->finish(run, {})) return 1;
  for (const std::string& line : *lines) std::puts(line.c_str());
  return 0;
}

}  // namespace
}  // namespace weir::meter

int main(int count, char** words) { return count < 2 ? 2 : weir::meter::write(words[1]); }
