#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>

#include "codec/json_writer.h"
#include "meter/report/markup.h"
#include "meter/report/quantities.h"
#include "meter/report/result_json.h"

namespace weir::meter {
namespace {

using codec::JsonWriter;

void real(JsonWriter& json, std::string_view name, double value) {
  json.key(name);
  json.raw(fmt::format("{:.6g}", value));
}

void text(JsonWriter& json, std::string_view name, std::string_view value) {
  json.key(name);
  json.text(valid_utf8(value));
}

template <class Integer>
void number(JsonWriter& json, std::string_view name, Integer value) {
  json.key(name);
  json.number(value);
}

void write_counts(JsonWriter& json, const Counts& counts) {
  json.begin_object();
  number(json, "samples", counts.samples);
  number(json, "samples_failed", counts.samples_failed);
  number(json, "records", counts.records);
  number(json, "records_failed", counts.records_failed);
  number(json, "attempts", counts.attempts);
  number(json, "throttles", counts.throttles);
  number(json, "payload_bytes", counts.payload_bytes);
  number(json, "bytes_sent", counts.bytes_sent);
  number(json, "bytes_received", counts.bytes_received);
  json.end_object();
}

// Milliseconds for people, and the encoding.
void write_histogram(JsonWriter& json, const metrics::Histogram& histogram) {
  json.begin_object();
  number(json, "count", histogram.count());
  if (histogram.count() > 0) {
    real(json, "mean_ms", histogram.mean() / 1e6);
    real(json, "stddev_ms", histogram.standard_deviation() / 1e6);
    real(json, "min_ms", static_cast<double>(histogram.min()) / 1e6);
    for (const auto& [name, percentile] :
         std::array<std::pair<const char*, double>, 6>{{{"p50_ms", 50},
                                                        {"p90_ms", 90},
                                                        {"p95_ms", 95},
                                                        {"p99_ms", 99},
                                                        {"p99_9_ms", 99.9},
                                                        {"p99_99_ms", 99.99}}}) {
      real(json, name, static_cast<double>(histogram.value_at(percentile)) / 1e6);
    }
    real(json, "max_ms", static_cast<double>(histogram.max()) / 1e6);
    text(json, "hdr", histogram.encode());
  }
  json.end_object();
}

void write_label(JsonWriter& json, const LabelResult& label) {
  json.begin_object();
  text(json, "label", label.label);
  json.key("counts");
  write_counts(json, label.counts);
  for (const auto& [name, histogram] :
       std::array<std::pair<const char*, const metrics::Histogram*>, 4>{
           {{"latency", &label.latency},
            {"service_time", &label.service_time},
            {"connect", &label.connect},
            {"end_to_end", &label.end_to_end}}}) {
    json.key(name);
    write_histogram(json, *histogram);
  }
  json.key("errors");
  json.begin_object();
  for (const auto& [code, count] : label.errors) {
    json.escaped_key(valid_utf8(code));
    json.number(count);
  }
  json.end_object();
  json.end_object();
}

// A row of numbers, in the order of second_columns.
void write_second(JsonWriter& json, const Second& second) {
  json.begin_array();
  const Counts& counts = second.counts;
  for (const std::uint64_t value :
       {std::uint64_t{second.second}, std::uint64_t{second.label}, std::uint64_t{second.threads},
        counts.samples, counts.samples_failed, counts.records, counts.records_failed,
        counts.attempts, counts.throttles, counts.payload_bytes, counts.bytes_sent,
        counts.bytes_received}) {
    json.number(value);
  }
  for (const std::int64_t value : {second.p50, second.p90, second.p95, second.p99, second.max}) {
    json.number(value);
  }
  json.raw(fmt::format("{:.0f}", second.mean));
  json.end_array();
}

void write_seconds(JsonWriter& json, const RunResult& result) {
  json.key("second_columns");
  json.begin_array();
  for (const char* column :
       {"second", "label", "threads", "samples", "samples_failed", "records", "records_failed",
        "attempts", "throttles", "payload_bytes", "bytes_sent", "bytes_received", "p50_ns",
        "p90_ns", "p95_ns", "p99_ns", "max_ns", "mean_ns"}) {
    json.plain_text(column);
  }
  json.end_array();
  json.key("seconds");
  json.begin_array();
  for (const Second& second : result.seconds) write_second(json, second);
  json.end_array();
}

void write_shards(JsonWriter& json, const RunResult& result) {
  json.key("shards");
  json.begin_array();
  for (const ShardResult& shard : result.shards) {
    json.begin_object();
    text(json, "stream", shard.stream);
    text(json, "shard_id", shard.shard_id);
    number(json, "records", shard.records);
    number(json, "bytes", shard.bytes);
    number(json, "throttles", shard.throttles);
    json.key("records_each_second");
    json.begin_array();
    for (const std::uint64_t records : shard.records_each_second) json.number(records);
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

void write_verdicts(JsonWriter& json, const std::vector<Verdict>& verdicts) {
  json.key("thresholds");
  json.begin_array();
  for (const Verdict& verdict : verdicts) {
    json.begin_object();
    text(json, "threshold", verdict.threshold.text);
    json.key("holds");
    json.boolean(verdict.holds);
    if (verdict.measured) real(json, "measured", *verdict.measured);
    text(json, "measured_text", verdict.measured_text);
    json.end_object();
  }
  json.end_array();
}

void write_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
  json.key(name);
  json.begin_array();
  for (const std::string& one : texts) json.text(valid_utf8(one));
  json.end_array();
}

void write_trace_and_punctuality(JsonWriter& json, const RunResult& result) {
  json.key("trace");
  json.begin_object();
  number(json, "sent", result.trace.sent);
  number(json, "received", result.trace.received);
  number(json, "lost", result.trace.lost);
  number(json, "duplicates", result.trace.duplicates);
  number(json, "out_of_order", result.trace.out_of_order);
  json.end_object();
  json.key("punctuality");
  json.begin_object();
  number(json, "late", result.punctuality.late);
  number(json, "unsent", result.punctuality.unsent);
  json.key("lateness");
  write_histogram(json, result.punctuality.lateness);
  json.end_object();
}

}  // namespace

std::string result_json(const RunResult& result, const std::vector<Verdict>& verdicts) {
  std::string document;
  JsonWriter json(document);
  json.begin_object();
  number(json, "version", result_json_version);
  text(json, "plan", result.plan_name);
  text(json, "weir_version", result.weir_version);
  text(json, "started_at", iso_text(result.started_at));
  number(json, "started_at_ms", result.started_at.ms);
  number(json, "duration_ns", result.duration.count());
  number(json, "seed", result.seed);
  json.key("was_interrupted");
  json.boolean(result.was_interrupted);
  text(json, "abort_reason", result.abort_reason);
  write_texts(json, "groups", result.groups);
  json.key("total");
  write_label(json, result.total());
  json.key("labels");
  json.begin_array();
  for (const LabelResult& label : result.labels) write_label(json, label);
  json.end_array();
  write_verdicts(json, verdicts);
  write_trace_and_punctuality(json, result);
  write_texts(json, "notes", result.notes);
  write_shards(json, result);
  write_seconds(json, result);
  json.end_object();
  return document + '\n';
}

}  // namespace weir::meter
