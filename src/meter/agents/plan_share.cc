#include "meter/agents/plan_share.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "meter/agents/agent_order.h"
#include "meter/plan/plan.h"

namespace weir::meter {
namespace {

// 7 of 3 agents: 3, 2, 2.
std::uint32_t part(std::uint32_t whole, const AgentShare& share) {
  return whole / share.count + (share.index < whole % share.count ? 1 : 0);
}

void share_closed(ClosedLoad& load, Group& group, const AgentShare& share) {
  const std::uint32_t threads = part(load.threads, share);
  const double fraction =
      load.threads == 0 ? 1 : static_cast<double>(threads) / static_cast<double>(load.threads);
  load.threads = threads;
  for (Sampler& sampler : group.samplers) {
    for (Timer& timer : sampler.timers) {
      auto* const throughput = std::get_if<ThroughputTimer>(&timer);
      if (throughput == nullptr || threads == 0) continue;
      if (throughput->shares == ThroughputTimer::Shares::this_thread) continue;
      throughput->samples_per_minute *= fraction;
    }
  }
}

void share_open(OpenLoad& load, const AgentShare& share) {
  const auto count = static_cast<double>(share.count);
  if (auto* const stages = std::get_if<std::vector<Stage>>(&load.rate)) {
    for (Stage& stage : *stages) {
      stage.from_per_second /= count;
      stage.to_per_second /= count;
    }
  } else {
    for (auto& day : std::get<PeriodicRate>(load.rate).hours) {
      for (HourlyRate& hour : day) {
        hour.mean /= count;
        // Of a sum of independent draws the variances add up.
        hour.deviation /= std::sqrt(count);
      }
    }
  }
  load.in_flight_max = std::max(part(load.in_flight_max, share), 1u);
  load.connections_max = std::max(part(load.connections_max, share), 1u);
}

// Agents 0, 1 and 2 of a counter from 10 by 5: 10, 25, 40, …; 15, 30, 45, …; 20, 35, 50, ….
void share_counter(Counter& counter, const AgentShare& share) {
  if (counter.is_per_thread) return;
  counter.start += static_cast<std::int64_t>(share.index) * counter.step;
  counter.step *= share.count;
}

template <class P>
auto paths_of(P& plan) {
  std::vector<decltype(&plan.ca_file)> paths;
  if (!plan.ca_file.empty()) paths.push_back(&plan.ca_file);
  for (auto& group : plan.groups) {
    for (auto& data_set : group.data_sets) paths.push_back(&data_set.path);
    for (auto& sampler : group.samplers) {
      if (auto* const file = std::get_if<FileData>(&sampler.data)) paths.push_back(&file->path);
    }
  }
  return paths;
}

// How a file is read, in the same order as its path stands in paths_of.
struct Reading {
  bool is_by_line = false;
  bool has_head = false;   // A first line that all need.
  bool is_quoted = false;  // A line break may stand inside quotes.
};

std::vector<Reading> readings_of(const Plan& plan) {
  std::vector<Reading> readings;
  if (!plan.ca_file.empty()) readings.emplace_back();
  for (const Group& group : plan.groups) {
    for (const CsvDataSet& data_set : group.data_sets) {
      readings.push_back({.is_by_line = !data_set.is_per_thread,
                          .has_head = data_set.names.empty() || data_set.skips_first_line,
                          .is_quoted = data_set.is_quoted});
    }
    for (const Sampler& sampler : group.samplers) {
      if (std::holds_alternative<FileData>(sampler.data)) readings.push_back({.is_by_line = true});
    }
  }
  return readings;
}

// The first line with its break; `text` then begins behind it.
std::string_view take_line(std::string_view& text, bool is_quoted) {
  std::size_t end = 0;
  bool is_inside = false;
  for (; end < text.size(); ++end) {
    if (is_quoted && text[end] == '"') is_inside = !is_inside;
    if (text[end] == '\n' && !is_inside) break;
  }
  const std::string_view line = text.substr(0, std::min(end + 1, text.size()));
  text.remove_prefix(line.size());
  return line;
}

Result<std::string> lines_of_share(std::string_view text, const Reading& reading,
                                   const AgentShare& share, const std::string& path) {
  std::string mine;
  if (reading.has_head && !text.empty()) mine = take_line(text, reading.is_quoted);
  std::size_t count = 0;
  for (; !text.empty(); ++count) {
    const std::string_view line = take_line(text, reading.is_quoted);
    if (count % share.count != share.index) continue;
    mine += line;
    if (!mine.ends_with('\n')) mine += '\n';
  }
  if (count >= share.count) return mine;
  return fail(ErrorCode::invalid_argument,
              fmt::format("{} has {} lines, too few for {} agents.", path, count, share.count));
}

}  // namespace

void take_share(Plan& plan, const AgentShare& share) {
  plan.thresholds.clear();
  for (Group& group : plan.groups) {
    if (auto* const closed = std::get_if<ClosedLoad>(&group.load)) {
      share_closed(*closed, group, share);
    } else {
      share_open(std::get<OpenLoad>(group.load), share);
    }
    for (Counter& counter : group.counters) share_counter(counter, share);
    for (Sampler& sampler : group.samplers) {
      if (sampler.consumer_name.empty() || share.index == 0) continue;
      sampler.consumer_name += fmt::format("-{}", share.index);
    }
  }
}

std::vector<std::string*> plan_paths(Plan& plan) { return paths_of(plan); }

Result<std::vector<std::string>> files_of_share(
    const Plan& plan, const AgentShare& share,
    const std::function<Result<std::string>(const std::string& path)>& read_file) {
  const auto paths = paths_of(plan);
  const auto readings = readings_of(plan);
  std::vector<std::string> files;
  std::size_t bytes = 0;
  for (std::size_t index = 0; index < paths.size(); ++index) {
    std::string text = TRY(read_file(*paths[index]));
    const Reading& reading = readings[index];
    if (reading.is_by_line) text = TRY(lines_of_share(text, reading, share, *paths[index]));
    files.push_back(std::move(text));
    bytes += files.back().size();
  }
  // In base64 it grows by a third.
  if (bytes <= order_bytes_max / 2) return files;
  return fail(ErrorCode::invalid_argument,
              fmt::format("The plan's files have {} bytes for an agent; {} are allowed.", bytes,
                          order_bytes_max / 2));
}

}  // namespace weir::meter
