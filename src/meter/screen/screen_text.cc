#include "meter/screen/screen_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "meter/report/jtl.h"
#include "meter/report/quantities.h"
#include "meter/report/text_table.h"
#include "meter/screen/block_chart.h"

namespace weir::meter {
namespace {

// SGR: bold, faint, red, green, yellow, cyan.
enum class Ink : std::uint8_t { plain, strong, soft, bad, good, warn, chart };

constexpr std::array<std::string_view, 7> ink_codes{"", "1", "2", "31", "32", "33", "36"};

// A piece of a line; pieces are cut to the width before they are coloured.
struct Piece {
  std::string text;
  Ink ink = Ink::plain;
};
using Line = std::vector<Piece>;

struct Block {
  int rank = 0;  // The highest gives way first.
  std::vector<Line> lines;
};

std::string clock_text(nanoseconds time) {
  const auto whole = std::max<std::int64_t>(0, std::chrono::duration_cast<seconds>(time).count());
  if (whole >= 3'600) {
    return fmt::format("{}:{:02}:{:02}", whole / 3'600, whole / 60 % 60, whole % 60);
  }
  return fmt::format("{:02}:{:02}", whole / 60, whole % 60);
}

// All labels of a second as one. Percentiles of labels do not add up: the highest stands for all.
struct Moment {
  std::uint32_t second = 0;
  Counts counts;
  double p50_ms = 0;
  double p99_ms = 0;
  std::uint32_t threads = 0;
};

// The last `most` whole seconds.
std::vector<Moment> last_moments(const RunResult& run, std::size_t most) {
  std::vector<Moment> moments;
  for (auto second = run.seconds.rbegin(); second != run.seconds.rend(); ++second) {
    if (moments.empty() || moments.back().second != second->second) {
      if (moments.size() == most) break;
      moments.push_back({.second = second->second, .counts = {}});
    }
    Moment& moment = moments.back();
    moment.counts.add(second->counts);
    moment.threads += second->threads;
    moment.p50_ms = std::max(moment.p50_ms, static_cast<double>(second->p50) / 1e6);
    moment.p99_ms = std::max(moment.p99_ms, static_cast<double>(second->p99) / 1e6);
  }
  std::ranges::reverse(moments);
  return moments;
}

std::string latency_at(const metrics::Histogram& latency, double percentile) {
  return latency.count() == 0 ? "-" : time_text(static_cast<double>(latency.value_at(percentile)));
}

double error_share(const Counts& counts) {
  return counts.samples == 0
             ? 0
             : static_cast<double>(counts.samples_failed) / static_cast<double>(counts.samples);
}

Line title_line(const LiveView& view, std::size_t columns) {
  const std::string state = view.is_stopping ? "waiting for answers" : "running";
  const std::string name = view.so_far.plan_name.empty() ? "weir meter" : view.so_far.plan_name;
  const std::size_t room = columns > state.size() + 2 ? columns - state.size() - 2 : 0;
  const std::string shown = fitted(name, room);
  const std::size_t taken = text_columns(shown) + state.size();
  return {{shown, Ink::strong},
          {std::string(columns > taken ? columns - taken : 1, ' ')},
          {state, view.is_stopping ? Ink::warn : Ink::good}};
}

Line progress_of(const LiveView& view, std::size_t columns) {
  if (!view.time_left) return {{clock_text(view.elapsed) + " so far"}};
  const nanoseconds whole = view.elapsed + *view.time_left;
  const double share = whole.count() == 0 ? 1
                                          : static_cast<double>(view.elapsed.count()) /
                                                static_cast<double>(whole.count());
  const std::string text =
      fmt::format(" {:3.0f} %  {} of {}, {} left", share * 100, clock_text(view.elapsed),
                  clock_text(whole), clock_text(*view.time_left));
  const std::size_t bar = columns > text.size() + 10 ? columns - text.size() : 0;
  return {{progress_bar(share, bar), Ink::chart}, {text}};
}

std::string now_per_second(const LiveView& view) {
  const std::vector<Moment> last = last_moments(view.so_far, 1);
  return last.empty() ? "-" : rate_text(static_cast<double>(last[0].counts.samples)) + "/s";
}

Block rates_block(const LiveView& view, const LabelResult& total) {
  const std::vector<Moment> last = last_moments(view.so_far, 1);
  const Moment now = last.empty() ? Moment{} : last[0];
  Line first{{"Rate      ", Ink::soft}, {now_per_second(view)}};
  if (view.planned_per_second > 0) {
    first.push_back({fmt::format(" of {}/s planned", rate_text(view.planned_per_second))});
  }
  first.push_back({fmt::format("  {} records/s  {}/s  {} under way", count_text(now.counts.records),
                               bytes_text(static_cast<double>(now.counts.payload_bytes)),
                               count_text(now.threads))});
  const Counts& counts = total.counts;
  // What may be cut off on a narrow screen comes last.
  Line second{{"So far    ", Ink::soft},
              {fmt::format("{} samples  ", count_text(counts.samples))},
              {fmt::format("errors {}", percent_text(error_share(counts))),
               counts.samples_failed > 0 ? Ink::bad : Ink::plain},
              {fmt::format("  throttles {}", count_text(counts.throttles)),
               counts.throttles > 0 ? Ink::warn : Ink::plain},
              {fmt::format("  {} records  {}", count_text(counts.records),
                           bytes_text(static_cast<double>(counts.payload_bytes)))}};
  Line third{{"Latency   ", Ink::soft},
             {fmt::format("p50 {}  p90 {}  p99 {}  p99.9 {}  max {}", latency_at(total.latency, 50),
                          latency_at(total.latency, 90), latency_at(total.latency, 99),
                          latency_at(total.latency, 99.9), latency_at(total.latency, 100))}};
  return {.rank = 0, .lines = {first, second, third}};
}

// One chart with its scale on the left.
void add_chart(std::vector<Line>& lines, std::string_view name, const std::vector<double>& values,
               const std::string& highest, std::size_t columns, std::size_t rows) {
  constexpr std::size_t scale = 10;
  const std::vector<std::string> chart =
      block_chart(values, columns > scale ? columns - scale : 0, rows);
  for (std::size_t row = 0; row < rows; ++row) {
    const std::string left = row == 0 ? highest : row + 1 == rows ? std::string(name) : "";
    const std::string shown = fitted(left, scale - 1);
    lines.push_back({{shown + std::string(scale - text_columns(shown), ' '), Ink::soft},
                     {chart[row], Ink::chart}});
  }
}

Block chart_block(const LiveView& view, std::size_t columns, std::size_t rows) {
  const std::vector<Moment> moments = last_moments(view.so_far, columns);
  std::vector<double> rates;
  std::vector<double> latencies;
  for (const Moment& moment : moments) {
    rates.push_back(static_cast<double>(moment.counts.samples));
    latencies.push_back(moment.p99_ms);
  }
  const auto most = [](const std::vector<double>& values) {
    return values.empty() ? 0 : *std::ranges::max_element(values);
  };
  Block block{.rank = 2, .lines = {{}}};
  add_chart(block.lines, "samples/s", rates, rate_text(most(rates)), columns, rows);
  block.lines.emplace_back();
  add_chart(block.lines, "p99", latencies, time_text(most(latencies) * 1e6), columns, rows);
  return block;
}

Block error_block(const LabelResult& total, std::size_t most) {
  Block block{.rank = 1, .lines = {}};
  std::vector<std::pair<std::uint64_t, std::string>> errors;
  errors.reserve(total.errors.size());
  for (const auto& [code, count] : total.errors) errors.emplace_back(count, code);
  std::ranges::sort(errors, std::greater());
  for (const auto& [count, code] : errors) {
    if (block.lines.size() == most) break;
    block.lines.push_back({{block.lines.empty() ? "Errors    " : "          ", Ink::soft},
                           {fmt::format("{:>8}  {}", count_text(count), code), Ink::bad}});
  }
  if (!block.lines.empty()) block.lines.insert(block.lines.begin(), Line{});
  return block;
}

// How much each shard got in its last second: a character for each.
Block shard_block(const RunResult& run, std::size_t columns) {
  if (run.shards.empty()) return {};
  double most = 0;
  const ShardResult* busiest = &run.shards.front();
  std::vector<double> now;
  for (const ShardResult& shard : run.shards) {
    const auto& each = shard.records_each_second;
    now.push_back(each.empty() ? 0 : static_cast<double>(each.back()));
    most = std::max(most, now.back());
    if (shard.records > busiest->records) busiest = &shard;
  }
  constexpr std::size_t head = 10;
  std::string cells;
  for (std::size_t shard = 0; shard < now.size() && shard + head < columns; ++shard) {
    cells += block_of(now[shard], most);
  }
  return {.rank = 3,
          .lines = {{},
                    {{"Shards    ", Ink::soft}, {cells, Ink::chart}},
                    {{fmt::format("          {} shards, the busiest {} with {} records",
                                  count_text(run.shards.size()), busiest->shard_id,
                                  count_text(busiest->records)),
                      Ink::soft}}}};
}

Line sample_line(const Sample& sample, const SampleNames& names) {
  Line line{{fmt::format("{}  {:>8}  {}  {}", wall_text(sample.started_at).substr(11, 12),
                         time_text(static_cast<double>(sample.latency().count())),
                         thread_name(sample, names), label_name(sample, names))}};
  line.push_back({"  " + response_code(sample), sample.is_ok ? Ink::good : Ink::bad});
  if (!sample.details.empty() && !sample.details[0].shard_id.empty()) {
    line.push_back({"  " + sample.details[0].shard_id, Ink::soft});
  }
  return line;
}

template <class Samples>
Block sample_block(std::string_view head, int rank, const Samples& samples, std::size_t most,
                   const RunResult& run) {
  if (samples.empty()) return {.rank = rank, .lines = {}};
  SampleNames names{.labels = {}, .groups = run.groups};
  for (const LabelResult& label : run.labels) names.labels.push_back(label.label);
  Block block{.rank = rank, .lines = {{}, {{std::string(head), Ink::soft}}}};
  const std::size_t shown = std::min<std::size_t>(most, samples.size());
  for (std::size_t index = 0; index < shown; ++index) {
    block.lines.push_back(sample_line(samples[index], names));
  }
  return block;
}

std::string finished(const Line& line, std::size_t columns, Colours colours) {
  std::string out;
  std::size_t left = columns;
  for (const Piece& piece : line) {
    const std::string shown = fitted(piece.text, left);
    left -= std::min(left, text_columns(shown));
    const std::string_view code = ink_codes[static_cast<std::size_t>(piece.ink)];
    if (colours == Colours::yes && !code.empty() && !shown.empty()) {
      out += fmt::format("\x1b[{}m{}\x1b[0m", code, shown);
    } else {
      out += shown;
    }
  }
  return out;
}

std::size_t height_of(const std::vector<Block>& blocks) {
  std::size_t height = 0;
  for (const Block& block : blocks) height += block.lines.size();
  return height;
}

}  // namespace

std::vector<std::string> screen_lines(const LiveView& view, ScreenSize size, Colours colours) {
  const LabelResult total = view.so_far.total();
  // The newest first: it is what changes.
  const std::vector<Sample> latest(view.latest.rbegin(), view.latest.rend());
  std::vector<Block> blocks{
      {.rank = 0, .lines = {title_line(view, size.columns), progress_of(view, size.columns)}},
      rates_block(view, total),
      chart_block(view, size.columns, size.rows >= 32 ? 5 : 3),
      error_block(total, 4),
      shard_block(view.so_far, size.columns),
      sample_block("Slowest", 4, view.slowest, size.rows >= 40 ? 8 : 4, view.so_far),
      sample_block("Latest", 5, latest, size.rows >= 40 ? 8 : 3, view.so_far)};
  while (height_of(blocks) > size.rows && blocks.size() > 1) {
    const auto least = std::ranges::max_element(blocks, {}, &Block::rank);
    if (least->rank == 0) break;
    blocks.erase(least);
  }
  std::vector<std::string> lines;
  for (const Block& block : blocks) {
    for (const Line& line : block.lines) {
      if (lines.size() < size.rows) lines.push_back(finished(line, size.columns, colours));
    }
  }
  return lines;
}

std::string progress_line(const LiveView& view) {
  const LabelResult total = view.so_far.total();
  std::string line = clock_text(view.elapsed) + "  " + now_per_second(view);
  if (view.planned_per_second > 0)
    line += fmt::format(" of {}/s", rate_text(view.planned_per_second));
  line += fmt::format("  p50 {}  p99 {}  errors {}", latency_at(total.latency, 50),
                      latency_at(total.latency, 99), percent_text(error_share(total.counts)));
  if (view.is_stopping) return line + "  waiting for answers";
  if (view.time_left) line += fmt::format("  {} left", clock_text(*view.time_left));
  return line;
}

}  // namespace weir::meter
