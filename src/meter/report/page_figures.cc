#include "meter/report/page_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "codec/json_writer.h"
#include "meter/report/markup.h"
#include "meter/report/quantities.h"
#include "meter/report/summary.h"

namespace weir::meter {
namespace {

using codec::JsonWriter;

// JMeter's defaults.
constexpr std::int64_t apdex_satisfied_ns = 500'000'000;
constexpr std::int64_t apdex_tolerated_ns = 1'500'000'000;
constexpr std::size_t heat_cells_max = 160;

void real(JsonWriter& json, double value) { json.raw(fmt::format("{:.5g}", value)); }

void real(JsonWriter& json, std::string_view name, double value) {
  json.key(name);
  real(json, value);
}

void text(JsonWriter& json, std::string_view value) { json.text(valid_utf8(value)); }

void text(JsonWriter& json, std::string_view name, std::string_view value) {
  json.key(name);
  text(json, value);
}

void number(JsonWriter& json, std::string_view name, std::uint64_t value) {
  json.key(name);
  json.number(value);
}

double ms(std::int64_t ns) { return static_cast<double>(ns) / 1e6; }

void write_times(JsonWriter& json, std::string_view name, const metrics::Histogram& histogram) {
  json.key(name);
  if (histogram.count() == 0) return json.null();
  json.begin_object();
  number(json, "count", histogram.count());
  real(json, "mean", histogram.mean() / 1e6);
  real(json, "stddev", histogram.standard_deviation() / 1e6);
  real(json, "min", ms(histogram.min()));
  real(json, "max", ms(histogram.max()));
  for (const auto& [key, percentile] :
       std::array<std::pair<const char*, double>, 6>{{{"p50", 50},
                                                      {"p90", 90},
                                                      {"p95", 95},
                                                      {"p99", 99},
                                                      {"p999", 99.9},
                                                      {"p9999", 99.99}}}) {
    real(json, key, ms(histogram.value_at(percentile)));
  }
  json.end_object();
}

// Points [share, ms] from 0 on, ever closer to 1, as far as the count allows.
void write_curve(JsonWriter& json, std::string_view name, const metrics::Histogram& histogram) {
  json.key(name);
  json.begin_array();
  constexpr double points_per_decade = 24;
  const auto count = static_cast<double>(histogram.count());
  const double end = count > 0 ? std::log10(count) * points_per_decade : -1;
  for (double point = 0; point <= end; ++point) {
    const double share = 1 - std::pow(10.0, -point / points_per_decade);
    json.begin_array();
    json.raw(fmt::format("{:.8g}", share));
    real(json, ms(histogram.value_at(share * 100)));
    json.end_array();
  }
  json.end_array();
}

// [from ms, to ms, samples]: columns of equal width on a logarithmic axis.
void write_buckets(JsonWriter& json, const metrics::Histogram& histogram) {
  json.key("buckets");
  json.begin_array();
  if (histogram.count() > 0) {
    // Below a microsecond nothing is told apart.
    const double low = std::max(1e3, static_cast<double>(histogram.min()));
    const double high = std::max(low * 1.1, static_cast<double>(histogram.max()) + 1);
    constexpr int columns = 60;
    std::uint64_t before = 0;
    for (int column = 0; column < columns; ++column) {
      const double from = low * std::pow(high / low, static_cast<double>(column) / columns);
      const double to = low * std::pow(high / low, static_cast<double>(column + 1) / columns);
      const std::uint64_t up_to = column + 1 == columns
                                      ? histogram.count()
                                      : histogram.count_up_to(static_cast<std::int64_t>(to));
      json.begin_array();
      real(json, from / 1e6);
      real(json, to / 1e6);
      json.number(up_to - std::min(before, up_to));
      json.end_array();
      before = up_to;
    }
  }
  json.end_array();
}

// Satisfied samples count one, tolerated ones half, failed ones nothing.
void write_apdex(JsonWriter& json, const LabelResult& label) {
  json.key("apdex");
  if (label.latency.count() == 0) return json.null();
  const auto satisfied = static_cast<double>(label.latency.count_up_to(apdex_satisfied_ns));
  const auto tolerated = static_cast<double>(label.latency.count_up_to(apdex_tolerated_ns));
  const auto count = static_cast<double>(label.latency.count());
  // Which samples failed is not known by latency: they are taken off in proportion.
  const double good =
      1 - static_cast<double>(std::min(label.counts.samples_failed, label.counts.samples)) /
              std::max(1.0, static_cast<double>(label.counts.samples));
  real(json, (satisfied + (tolerated - satisfied) / 2) / count * good);
}

void write_errors(JsonWriter& json, const LabelResult& label) {
  std::vector<std::pair<std::string, std::uint64_t>> errors(label.errors.begin(),
                                                            label.errors.end());
  std::ranges::stable_sort(errors, std::greater(), [](const auto& error) { return error.second; });
  json.key("errors");
  json.begin_array();
  for (const auto& [code, count] : errors) {
    json.begin_array();
    text(json, code);
    json.number(count);
    json.end_array();
  }
  json.end_array();
}

// Seconds gathered to points.
class Points {
 public:
  explicit Points(const RunResult& result) {
    for (const Second& second : result.seconds) length_ = std::max(length_, second.second + 1);
    step_ = std::max<std::uint32_t>(1, (length_ + points_max - 1) / points_max);
    length_ = (length_ + step_ - 1) / step_;
  }

  std::uint32_t step() const { return step_; }
  std::uint32_t length() const { return length_; }
  std::uint32_t at(const Second& second) const { return second.second / step_; }

 private:
  std::uint32_t length_ = 0;
  std::uint32_t step_ = 1;
};

template <class Value>
void write_values(JsonWriter& json, std::string_view name, const std::vector<Value>& values) {
  json.key(name);
  json.begin_array();
  for (const Value& value : values) {
    if constexpr (requires { value.has_value(); }) {
      value.has_value() ? real(json, *value) : json.null();
    } else {
      real(json, value);
    }
  }
  json.end_array();
}

// Per second, of all labels: the mean over a point's seconds.
void write_rates(JsonWriter& json, const RunResult& result, const Points& points) {
  struct Rate {
    std::string_view name;
    std::uint64_t Counts::* count;
  };
  static constexpr std::array<Rate, 7> rates{{{"samples", &Counts::samples},
                                              {"failed", &Counts::samples_failed},
                                              {"records", &Counts::records},
                                              {"recordsFailed", &Counts::records_failed},
                                              {"throttles", &Counts::throttles},
                                              {"sent", &Counts::bytes_sent},
                                              {"received", &Counts::bytes_received}}};
  const auto step = static_cast<double>(points.step());
  for (const Rate& rate : rates) {
    std::vector<double> values(points.length());
    for (const Second& second : result.seconds) {
      values[points.at(second)] += static_cast<double>(second.counts.*rate.count) / step;
    }
    write_values(json, rate.name, values);
  }
  std::vector<double> threads(points.length());
  for (const Second& second : result.seconds) {
    threads[points.at(second)] += static_cast<double>(second.threads) / step;
  }
  write_values(json, "threads", threads);
}

void write_seconds(JsonWriter& json, const RunResult& result, const Points& points) {
  json.key("seconds");
  json.begin_object();
  number(json, "step", points.step());
  json.key("at");
  json.begin_array();
  for (std::uint32_t point = 0; point < points.length(); ++point) {
    json.number(point * points.step());
  }
  json.end_array();
  write_rates(json, result, points);
  json.end_object();
}

// Of one label, in ms; nothing where a second has no sample.
void write_label_seconds(JsonWriter& json, const RunResult& result, std::uint32_t label,
                         const Points& points) {
  json.key("seconds");
  json.begin_object();
  for (const auto& [name, member] :
       std::array<std::pair<const char*, std::int64_t Second::*>, 5>{{{"p50", &Second::p50},
                                                                      {"p90", &Second::p90},
                                                                      {"p95", &Second::p95},
                                                                      {"p99", &Second::p99},
                                                                      {"max", &Second::max}}}) {
    std::vector<std::optional<double>> values(points.length());
    for (const Second& second : result.seconds) {
      if (second.label != label || second.counts.samples == 0) continue;
      std::optional<double>& value = values[points.at(second)];
      value = std::max(value.value_or(0), ms(second.*member));
    }
    write_values(json, name, values);
  }
  json.end_object();
}

void write_label_figures(JsonWriter& json, const LabelResult& label) {
  text(json, "label", label.label);
  number(json, "samples", label.counts.samples);
  number(json, "failed", label.counts.samples_failed);
  number(json, "records", label.counts.records);
  number(json, "recordsFailed", label.counts.records_failed);
  number(json, "attempts", label.counts.attempts);
  number(json, "throttles", label.counts.throttles);
  number(json, "payload", label.counts.payload_bytes);
  number(json, "sent", label.counts.bytes_sent);
  number(json, "received", label.counts.bytes_received);
  write_times(json, "latency", label.latency);
  write_times(json, "service", label.service_time);
  write_times(json, "connect", label.connect);
  write_times(json, "endToEnd", label.end_to_end);
  write_errors(json, label);
}

void write_labels(JsonWriter& json, const RunResult& result, const Points& points) {
  json.key("labels");
  json.begin_array();
  for (std::uint32_t index = 0; index < result.labels.size(); ++index) {
    const LabelResult& label = result.labels[index];
    json.begin_object();
    write_label_figures(json, label);
    write_apdex(json, label);
    write_curve(json, "latencyCurve", label.latency);
    write_curve(json, "serviceCurve", label.service_time);
    write_curve(json, "endCurve", label.end_to_end);
    write_buckets(json, label.latency);
    write_label_seconds(json, result, index, points);
    json.end_object();
  }
  json.end_array();
  json.key("total");
  json.begin_object();
  write_label_figures(json, result.total());
  json.end_object();
}

std::vector<const ShardResult*> busiest_shards(const RunResult& result) {
  std::vector<const ShardResult*> shards;
  shards.reserve(result.shards.size());
  for (const ShardResult& shard : result.shards) shards.push_back(&shard);
  if (shards.size() > page_shards_max) {
    std::ranges::stable_sort(shards, std::greater(), &ShardResult::records);
    shards.resize(page_shards_max);
    std::ranges::sort(shards);  // By place again: by stream, then shard id.
  }
  return shards;
}

void write_shard(JsonWriter& json, const ShardResult& shard, bool is_one_stream, double seconds,
                 std::size_t step) {
  json.begin_object();
  text(json, "name", is_one_stream ? shard.shard_id : shard.stream + " " + shard.shard_id);
  number(json, "records", shard.records);
  number(json, "bytes", shard.bytes);
  number(json, "throttles", shard.throttles);
  real(json, "rate", seconds > 0 ? static_cast<double>(shard.records) / seconds : 0);
  const auto& each = shard.records_each_second;
  std::vector<double> cells((each.size() + step - 1) / step);
  for (std::size_t second = 0; second < each.size(); ++second) {
    const std::size_t covered = std::min(step, each.size() - second / step * step);
    cells[second / step] += static_cast<double>(each[second]) / static_cast<double>(covered);
  }
  write_values(json, "each", cells);
  json.end_object();
}

void write_shards(JsonWriter& json, const RunResult& result) {
  std::size_t length = 0;
  bool is_one_stream = true;
  for (const ShardResult& shard : result.shards) {
    length = std::max(length, shard.records_each_second.size());
    is_one_stream = is_one_stream && shard.stream == result.shards.front().stream;
  }
  const std::size_t step = std::max<std::size_t>(1, (length + heat_cells_max - 1) / heat_cells_max);
  const double seconds = static_cast<double>(result.duration.count()) / 1e9;
  json.key("shards");
  json.begin_object();
  number(json, "step", step);
  number(json, "all", result.shards.size());
  json.key("list");
  json.begin_array();
  for (const ShardResult* const shard : busiest_shards(result)) {
    write_shard(json, *shard, is_one_stream, seconds, step);
  }
  json.end_array();
  json.end_object();
}

void write_head(JsonWriter& json, const RunResult& result) {
  text(json, "plan", result.plan_name);
  text(json, "version", result.weir_version);
  text(json, "started", wall_text(result.started_at));
  real(json, "duration", static_cast<double>(result.duration.count()) / 1e9);
  text(json, "seed", std::to_string(result.seed));  // Beyond what the script's numbers hold.
  json.key("interrupted");
  json.boolean(result.was_interrupted);
  text(json, "abort", result.abort_reason);
  json.key("notes");
  json.begin_array();
  for (const std::string& note : notes_of(result)) text(json, note);
  json.end_array();
  json.key("apdex");
  json.begin_object();
  real(json, "satisfied", ms(apdex_satisfied_ns));
  real(json, "tolerated", ms(apdex_tolerated_ns));
  json.end_object();
  json.key("trace");
  json.begin_object();
  number(json, "sent", result.trace.sent);
  number(json, "received", result.trace.received);
  number(json, "lost", result.trace.lost);
  number(json, "duplicates", result.trace.duplicates);
  number(json, "disorder", result.trace.out_of_order);
  json.end_object();
}

void write_verdicts(JsonWriter& json, const std::vector<Verdict>& verdicts) {
  json.key("thresholds");
  json.begin_array();
  for (const Verdict& verdict : verdicts) {
    json.begin_object();
    text(json, "text", verdict.threshold.text);
    text(json, "measured", verdict.measured_text);
    json.key("holds");
    json.boolean(verdict.holds);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string page_figures(const RunResult& result, const std::vector<Verdict>& verdicts,
                         const std::vector<PlanLine>& plan) {
  const Points points(result);
  std::string figures;
  JsonWriter json(figures);
  json.begin_object();
  write_head(json, result);
  write_verdicts(json, verdicts);
  write_times(json, "lateness", result.punctuality.lateness);
  write_labels(json, result, points);
  write_seconds(json, result, points);
  write_shards(json, result);
  json.key("planLines");
  json.begin_array();
  for (const PlanLine& line : plan) {
    json.begin_array();
    text(json, line.name);
    text(json, line.text);
    json.end_array();
  }
  json.end_array();
  json.end_object();
  return figures;
}

}  // namespace weir::meter
