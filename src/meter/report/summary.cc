#include "meter/report/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "meter/report/quantities.h"
#include "meter/report/text_table.h"

namespace weir::meter {
namespace {

constexpr std::size_t shards_shown_max = 64;

double seconds_of(const RunResult& result) {
  return static_cast<double>(result.duration.count()) / 1e9;
}

double per_second(std::uint64_t count, const RunResult& result) {
  const double seconds = seconds_of(result);
  return seconds > 0 ? static_cast<double>(count) / seconds : 0;
}

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

// With TOTAL at the end if there is more than one, as JMeter has it.
std::vector<LabelResult> rows_of(const RunResult& result) {
  std::vector<LabelResult> rows = result.labels;
  if (rows.size() != 1) rows.push_back(result.total());
  return rows;
}

std::string head_text(const RunResult& result) {
  std::string text = fmt::format("{}, {} from {}, seed {}\n",
                                 result.plan_name.empty() ? "weir meter" : result.plan_name,
                                 time_text(static_cast<double>(result.duration.count())),
                                 wall_text(result.started_at), result.seed);
  if (!result.abort_reason.empty()) {
    text += fmt::format("Ended early: {}\n", fitted(result.abort_reason, 1'000));
  } else if (result.was_interrupted) {
    text += "Interrupted; these are the samples until then.\n";
  }
  return text + '\n';
}

std::string calls_text(const std::vector<LabelResult>& rows, const RunResult& result,
                       std::size_t columns) {
  TextTable table({"Label", "# Samples", "Average", "Min", "Max", "Std. Dev.", "Error %",
                   "Throughput", "Received KB/sec", "Sent KB/sec", "Avg. Bytes"});
  for (const LabelResult& row : rows) {
    const metrics::Histogram& latency = row.latency;
    const auto time = [&](double ns) { return latency.count() == 0 ? "-" : time_text(ns); };
    const Counts& counts = row.counts;
    table.add({row.label, count_text(counts.samples), time(latency.mean()),
               time(static_cast<double>(latency.min())), time(static_cast<double>(latency.max())),
               time(latency.standard_deviation()),
               percent_text(share(counts.samples_failed, counts.samples)),
               rate_text(per_second(counts.samples, result)) + "/s",
               rate_text(per_second(counts.bytes_received, result) / 1024),
               rate_text(per_second(counts.bytes_sent, result) / 1024),
               counts.samples == 0 ? "-"
                                   : rate_text(static_cast<double>(counts.bytes_received) /
                                               static_cast<double>(counts.samples))});
  }
  return table.text(columns) + '\n';
}

void add_percentiles(TextTable& table, const std::string& name,
                     const metrics::Histogram& histogram) {
  if (histogram.count() == 0) return;
  std::vector<std::string> cells{name};
  for (const double percentile : {50.0, 90.0, 95.0, 99.0, 99.9, 99.99, 100.0}) {
    cells.push_back(time_text(static_cast<double>(histogram.value_at(percentile))));
  }
  table.add(std::move(cells));
}

std::string times_text(const std::vector<LabelResult>& rows, const RunResult& result,
                       std::size_t columns) {
  TextTable table({"", "Median", "90% Line", "95% Line", "99% Line", "99.9%", "99.99%", "Maximum"});
  for (const LabelResult& row : rows) {
    const std::string of = rows.size() == 1 ? "" : fitted(row.label, 26) + ": ";
    add_percentiles(table, of + (of.empty() ? "Latency" : "latency"), row.latency);
    add_percentiles(table, of + (of.empty() ? "Service time" : "service time"), row.service_time);
    add_percentiles(table, of + (of.empty() ? "Connect" : "connect"), row.connect);
    add_percentiles(table, of + (of.empty() ? "End to end" : "end to end"), row.end_to_end);
  }
  add_percentiles(table, "Sent late by", result.punctuality.lateness);
  if (table.is_empty()) return "";
  return table.text(columns) +
         "Latency counts from the planned send, service time from the real one.\n\n";
}

std::string records_text(const std::vector<LabelResult>& rows, const RunResult& result,
                         std::size_t columns) {
  TextTable table(
      {"", "Records", "Failed", "Records/s", "Data", "Data/s", "Calls", "Attempts", "Throttles"});
  for (const LabelResult& row : rows) {
    const Counts& counts = row.counts;
    table.add({row.label, count_text(counts.records), count_text(counts.records_failed),
               rate_text(per_second(counts.records, result)),
               bytes_text(static_cast<double>(counts.payload_bytes)),
               bytes_text(per_second(counts.payload_bytes, result)), count_text(counts.samples),
               count_text(counts.attempts), count_text(counts.throttles)});
  }
  return table.text(columns) + '\n';
}

std::string errors_text(const LabelResult& total, std::size_t columns) {
  if (total.errors.empty()) return "";
  std::vector<std::pair<std::string, std::uint64_t>> errors(total.errors.begin(),
                                                            total.errors.end());
  std::ranges::stable_sort(errors, std::greater(), [](const auto& error) { return error.second; });
  TextTable table({"Errors", "Count"});
  for (const auto& [code, count] : errors) table.add({code, count_text(count)});
  return table.text(columns) + '\n';
}

std::string trace_text(const TraceResult& trace) {
  if (trace.sent == 0 && trace.received == 0) return "";
  return fmt::format(
      "Traced records: sent {}, received {}, lost {}, duplicates {}, out of order within their key "
      "{}.\n\n",
      count_text(trace.sent), count_text(trace.received), count_text(trace.lost),
      count_text(trace.duplicates), count_text(trace.out_of_order));
}

// A bar of up to ten characters.
std::string bar(std::uint64_t part, std::uint64_t most) {
  const auto length = static_cast<std::size_t>(std::lround(10 * share(part, most)));
  return std::string(length, '#');
}

std::string shards_text(const RunResult& result, std::size_t columns) {
  if (result.shards.empty()) return "";
  std::uint64_t most = 0;
  for (const ShardResult& shard : result.shards) most = std::max(most, shard.records);
  TextTable table({"Shard", "Records", "Records/s", "Data", "Throttles", ""});
  table.last_is_text();
  const bool is_one_stream = std::ranges::all_of(result.shards, [&](const ShardResult& shard) {
    return shard.stream == result.shards[0].stream;
  });
  for (const ShardResult& shard : result.shards) {
    if (&shard - result.shards.data() == shards_shown_max) break;
    table.add({is_one_stream ? shard.shard_id : shard.stream + " " + shard.shard_id,
               count_text(shard.records), rate_text(per_second(shard.records, result)),
               bytes_text(static_cast<double>(shard.bytes)), count_text(shard.throttles),
               bar(shard.records, most)});
  }
  std::string text = table.text(columns);
  if (result.shards.size() > shards_shown_max) {
    text +=
        fmt::format("… and {} more shards.\n", count_text(result.shards.size() - shards_shown_max));
  }
  return text + '\n';
}

std::string lines_text(std::string_view head, const std::vector<std::string>& lines) {
  if (lines.empty()) return "";
  std::string text = fmt::format("{}\n", head);
  for (const std::string& line : lines) text += fmt::format("  {}\n", fitted(line, 1'000));
  return text + '\n';
}

}  // namespace

std::vector<std::string> notes_of(const RunResult& result) {
  std::vector<std::string> notes = result.notes;
  const bool is_told = std::ranges::any_of(
      notes, [](const std::string& note) { return note.find("fell behind") != std::string::npos; });
  const Punctuality& punctuality = result.punctuality;
  if (!is_told && punctuality.late > 0) {
    notes.push_back(
        fmt::format("The meter fell behind: {} of {} sends ({}) were more than 10 ms late.",
                    count_text(punctuality.late), count_text(punctuality.lateness.count()),
                    percent_text(share(punctuality.late, punctuality.lateness.count()))));
  }
  if (punctuality.unsent > 0) {
    notes.push_back(fmt::format("{} sends were planned and never made: the run ended first.",
                                count_text(punctuality.unsent)));
  }
  return notes;
}

std::string summary_text(const RunResult& result, const std::vector<Verdict>& verdicts,
                         std::size_t columns) {
  const std::vector<LabelResult> rows = rows_of(result);
  std::string text = head_text(result);
  text += calls_text(rows, result, columns);
  text += times_text(rows, result, columns);
  text += records_text(rows, result, columns);
  text += errors_text(rows.back(), columns);
  text += trace_text(result.trace);
  text += shards_text(result, columns);
  std::vector<std::string> judged;
  judged.reserve(verdicts.size());
  for (const Verdict& verdict : verdicts) {
    judged.push_back((verdict.holds ? "ok      " : "MISSED  ") + verdict.text());
  }
  text += lines_text("Thresholds", judged);
  text += lines_text("Notes", notes_of(result));
  text.pop_back();  // The blank line behind the last part.
  return text;
}

}  // namespace weir::meter
