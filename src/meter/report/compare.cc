#include "meter/report/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <utility>

#include "codec/json_writer.h"
#include "meter/report/markup.h"
#include "meter/report/quantities.h"
#include "meter/report/text_table.h"

namespace weir::meter {
namespace {

constexpr double normal_95 = 1.96;
constexpr std::size_t stretches_max = 30;
constexpr std::size_t stretches_min = 5;

// A value and the standard error of it.
struct Measured {
  std::optional<double> value;
  std::optional<double> error;
};

// The whole seconds of one label of a run, or of all.
class Side {
 public:
  Side(const RunResult& run, const LabelResult& label, std::optional<std::uint32_t> index)
      : run_(run), label_(label) {
    std::uint32_t last = 0;
    for (const Second& second : run.seconds) last = std::max(last, second.second);
    for (const Second& second : run.seconds) {
      // The last one is not whole.
      if (second.second == last || (index && second.label != *index)) continue;
      if (seconds_.size() <= second.second) seconds_.resize(second.second + 1);
      seconds_[second.second].push_back(&second);
    }
  }

  const LabelResult& label() const { return label_; }
  const RunResult& run() const { return run_; }

  // The standard error of the mean of a value that each second has; nothing for short runs.
  std::optional<double> error_of(
      const std::function<std::optional<double>(const std::vector<const Second*>&)>& value) const {
    std::vector<double> values;
    for (const auto& second : seconds_) {
      if (const auto one = value(second)) values.push_back(*one);
    }
    const std::size_t stretches = std::min(stretches_max, values.size() / 2);
    if (stretches < stretches_min) return std::nullopt;
    const std::size_t length = values.size() / stretches;
    double sum = 0;
    double squares = 0;
    for (std::size_t stretch = 0; stretch < stretches; ++stretch) {
      double mean = 0;
      for (std::size_t at = 0; at < length; ++at) mean += values[stretch * length + at];
      mean /= static_cast<double>(length);
      sum += mean;
      squares += mean * mean;
    }
    const auto count = static_cast<double>(stretches);
    const double variance = std::max(0.0, (squares - sum * sum / count) / (count - 1));
    return std::sqrt(variance / count);
  }

 private:
  const RunResult& run_;
  const LabelResult& label_;
  std::vector<std::vector<const Second*>> seconds_;
};

Measured rate_of(const Side& side, std::uint64_t Counts::* member) {
  const double seconds = static_cast<double>(side.run().duration.count()) / 1e9;
  if (seconds <= 0) return {};
  return {.value = static_cast<double>(side.label().counts.*member) / seconds,
          .error = side.error_of([member](const auto& second) -> std::optional<double> {
            double sum = 0;
            for (const Second* const one : second) sum += static_cast<double>(one->counts.*member);
            return sum;
          })};
}

// What the number of samples alone allows: the percentile's rank scatters by sqrt(n p (1 - p)).
double rank_error(const metrics::Histogram& histogram, double percentile) {
  const auto count = static_cast<double>(histogram.count());
  const double share = percentile / 100;
  const double ranks = std::sqrt(count * share * (1 - share));
  const double low = std::max(0.0, (count * share - ranks) / count * 100);
  const double high = std::min(100.0, (count * share + ranks) / count * 100);
  return static_cast<double>(histogram.value_at(high) - histogram.value_at(low)) / 2;
}

std::optional<double> latency_error(const Side& side, std::int64_t Second::* member) {
  return side.error_of([member](const auto& second) -> std::optional<double> {
    if (second.size() != 1 || second[0]->counts.samples == 0) return std::nullopt;
    return static_cast<double>(second[0]->*member);
  });
}

// How much larger the noise is than the number of samples alone would make it: samples of one
// moment are alike. Known of the latency's p99, and taken for what seconds do not have.
std::optional<double> likeness(const Side& side) {
  const std::optional<double> by_seconds = latency_error(side, &Second::p99);
  const double by_rank = rank_error(side.label().latency, 99);
  if (!by_seconds || by_rank <= 0) return std::nullopt;
  return std::max(1.0, *by_seconds / by_rank);
}

Measured percentile_of(const Side& side, const metrics::Histogram& histogram, double percentile,
                       std::int64_t Second::* member) {
  if (histogram.count() == 0) return {};
  Measured measured{.value = static_cast<double>(histogram.value_at(percentile)), .error = {}};
  const double by_rank = rank_error(histogram, percentile);
  if (member == nullptr) {
    const std::optional<double> alike = likeness(side);
    // With fewer beyond it, chance decides.
    if (alike && static_cast<double>(histogram.count()) * (1 - percentile / 100) >= 10) {
      measured.error = by_rank * *alike;
    }
    return measured;
  }
  measured.error = latency_error(side, member);
  if (measured.error) measured.error = std::max(*measured.error, by_rank);
  return measured;
}

Measured mean_of(const Side& side) {
  const metrics::Histogram& latency = side.label().latency;
  if (latency.count() == 0) return {};
  return {.value = latency.mean(),
          .error = side.error_of([](const auto& second) -> std::optional<double> {
            if (second.size() != 1 || second[0]->counts.samples == 0) return std::nullopt;
            return second[0]->mean;
          })};
}

Measured errors_of(const Side& side) {
  const Counts& counts = side.label().counts;
  if (counts.samples == 0) return {};
  const auto samples = static_cast<double>(counts.samples);
  const double share = static_cast<double>(counts.samples_failed) / samples;
  // Never quite nothing: none of 100 failing does not mean that none of 1,000 would.
  const double least = std::sqrt(std::max(share * (1 - share), 1 / samples) / samples);
  const auto by_second = side.error_of([](const auto& second) -> std::optional<double> {
    double all = 0;
    double failed = 0;
    for (const Second* const one : second) {
      all += static_cast<double>(one->counts.samples);
      failed += static_cast<double>(one->counts.samples_failed);
    }
    return all > 0 ? std::optional(failed / all) : std::nullopt;
  });
  return {.value = share, .error = std::max(least, by_second.value_or(0))};
}

RunDifference difference(std::string label, std::string metric, MetricKind kind,
                         const Measured& before, const Measured& after) {
  RunDifference row{.label = std::move(label),
                    .metric = std::move(metric),
                    .kind = kind,
                    .before = before.value,
                    .after = after.value,
                    .noise = {}};
  if (!before.value || !after.value || !before.error || !after.error) return row;
  row.noise = normal_95 * std::hypot(*before.error, *after.error);
  const double change = *after.value - *before.value;
  // A histogram does not tell values closer than a thousandth apart.
  const double least = kind == MetricKind::time ? *before.value / 500 : 0;
  if (std::abs(change) <= std::max(*row.noise, least)) {
    row.change = Change::noise;
    return row;
  }
  const bool is_more_better = kind == MetricKind::rate || kind == MetricKind::byte_rate;
  row.change = (change > 0) == is_more_better ? Change::better : Change::worse;
  return row;
}

void add_label(std::vector<RunDifference>& rows, const Side& before, const Side& after) {
  const std::string& label = before.label().label;
  const auto add = [&](std::string metric, MetricKind kind, const auto& measure) {
    rows.push_back(difference(label, std::move(metric), kind, measure(before), measure(after)));
  };
  add("samples/s", MetricKind::rate,
      [](const Side& side) { return rate_of(side, &Counts::samples); });
  add("records/s", MetricKind::rate,
      [](const Side& side) { return rate_of(side, &Counts::records); });
  add("data/s", MetricKind::byte_rate,
      [](const Side& side) { return rate_of(side, &Counts::payload_bytes); });
  add("errors", MetricKind::share, errors_of);
  add("mean", MetricKind::time, mean_of);
  for (const auto& [name, percentile, member] :
       std::array<std::tuple<const char*, double, std::int64_t Second::*>, 5>{
           {{"p50", 50, &Second::p50},
            {"p90", 90, &Second::p90},
            {"p95", 95, &Second::p95},
            {"p99", 99, &Second::p99},
            {"p99.9", 99.9, nullptr}}}) {
    add(name, MetricKind::time, [percentile, member](const Side& side) {
      return percentile_of(side, side.label().latency, percentile, member);
    });
  }
  add("service p99", MetricKind::time,
      [](const Side& side) { return percentile_of(side, side.label().service_time, 99, nullptr); });
}

std::string value_text(const std::optional<double>& value, MetricKind kind) {
  if (!value) return "-";
  const double size = std::abs(*value);
  const std::string sign = *value < 0 ? "-" : "";
  switch (kind) {
    case MetricKind::time:
      return sign + time_text(size);
    case MetricKind::share:
      return sign + percent_text(size);
    case MetricKind::rate:
      return sign + rate_text(size);
    case MetricKind::byte_rate:
      return sign + bytes_text(size);
    case MetricKind::count:
      return sign + count_text(static_cast<std::uint64_t>(size));
  }
  return "";
}

std::string change_text(Change change) {
  switch (change) {
    case Change::unknown:
      return "not known";
    case Change::noise:
      return "within noise";
    case Change::better:
      return "better";
    case Change::worse:
      return "WORSE";
  }
  return "";
}

std::string percent_change(const RunDifference& row) {
  if (!row.before || !row.after || *row.before == 0) return "";
  return fmt::format("{:+.1f} %", (*row.after / *row.before - 1) * 100);
}

}  // namespace

std::vector<RunDifference> compare_runs(const RunResult& before, const RunResult& after) {
  std::vector<RunDifference> rows;
  for (std::uint32_t old = 0; old < before.labels.size(); ++old) {
    for (std::uint32_t now = 0; now < after.labels.size(); ++now) {
      if (before.labels[old].label != after.labels[now].label) continue;
      add_label(rows, Side(before, before.labels[old], old), Side(after, after.labels[now], now));
      break;
    }
  }
  const bool is_one = before.labels.size() == 1 && after.labels.size() == 1 && !rows.empty();
  const LabelResult old_total = before.total();
  const LabelResult new_total = after.total();
  if (!is_one) {
    add_label(rows, Side(before, old_total, std::nullopt), Side(after, new_total, std::nullopt));
  }
  for (const auto& [name, member] :
       std::array<std::pair<const char*, std::uint64_t TraceResult::*>, 3>{
           {{"lost", &TraceResult::lost},
            {"duplicates", &TraceResult::duplicates},
            {"out of order", &TraceResult::out_of_order}}}) {
    if (before.trace.sent == 0 && after.trace.sent == 0) break;
    // Exact counts: every change is one.
    const Measured old{.value = static_cast<double>(before.trace.*member), .error = 0};
    const Measured now{.value = static_cast<double>(after.trace.*member), .error = 0};
    rows.push_back(difference("TOTAL", name, MetricKind::count, old, now));
  }
  return rows;
}

std::string compare_text(const RunResult& before, const RunResult& after,
                         const std::vector<RunDifference>& rows, std::size_t columns) {
  std::string text;
  for (const auto& [name, run] :
       std::array<std::pair<const char*, const RunResult*>, 2>{{{"A", &before}, {"B", &after}}}) {
    text += fmt::format("{}  {}, {} from {}, weir {}\n", name, fitted(run->plan_name, 200),
                        time_text(static_cast<double>(run->duration.count())),
                        wall_text(run->started_at), fitted(run->weir_version, 40));
  }
  std::string label;
  TextTable table({"", "A", "B", "Difference", "", "Noise (95 %)", "B is"});
  const auto flush = [&] {
    if (table.is_empty()) return;
    text += fmt::format("\n{}\n{}", fitted(label, 200), table.text(columns));
    table = TextTable({"", "A", "B", "Difference", "", "Noise (95 %)", "B is"});
  };
  for (const RunDifference& row : rows) {
    if (row.label != label) flush();
    label = row.label;
    const auto change =
        row.before && row.after ? std::optional(*row.after - *row.before) : std::nullopt;
    table.add({row.metric, value_text(row.before, row.kind), value_text(row.after, row.kind),
               value_text(change, row.kind), percent_change(row),
               row.noise ? "+-" + value_text(row.noise, row.kind) : "-", change_text(row.change)});
  }
  flush();
  return text;
}

std::string compare_json(const std::vector<RunDifference>& rows) {
  static constexpr std::array<const char*, 4> changes{"unknown", "noise", "better", "worse"};
  static constexpr std::array<const char*, 5> units{"ns", "share", "per_second", "bytes_per_second",
                                                    "count"};
  std::string document;
  codec::JsonWriter json(document);
  const auto real = [&](std::string_view name, const std::optional<double>& value) {
    json.key(name);
    value ? json.raw(fmt::format("{:.6g}", *value)) : json.null();
  };
  json.begin_array();
  for (const RunDifference& row : rows) {
    json.begin_object();
    json.key("label");
    json.text(valid_utf8(row.label));
    json.key("metric");
    json.plain_text(row.metric);
    json.key("unit");
    json.plain_text(units[static_cast<std::size_t>(row.kind)]);
    real("a", row.before);
    real("b", row.after);
    real("noise", row.noise);
    json.key("change");
    json.plain_text(changes[static_cast<std::size_t>(row.change)]);
    json.end_object();
  }
  json.end_array();
  return document + '\n';
}

}  // namespace weir::meter
