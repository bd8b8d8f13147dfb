#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "meter/plan/toml_readers.h"

namespace weir::meter {
namespace {

// A date and time without an offset is meant in the load's own time.
std::optional<WallTime> read_time(const TomlTable& table, std::string_view key,
                                  double offset_hours) {
  const toml::node* const node = table.find(key);
  if (node == nullptr) return std::nullopt;
  const auto* const value = node->as_date_time();
  if (value == nullptr) {
    table.complain_of_kind(key, *node, "a date and time such as 2026-01-31T08:00:00Z");
    return std::nullopt;
  }
  const toml::date_time& time = value->get();
  const std::chrono::year_month_day day(std::chrono::year(time.date.year),
                                        std::chrono::month(time.date.month),
                                        std::chrono::day(time.date.day));
  const std::int64_t days = std::chrono::sys_days(day).time_since_epoch().count();
  const double minutes = time.offset ? time.offset->minutes : offset_hours * 60;
  const std::int64_t seconds_of_day =
      time.time.hour * 3'600 + time.time.minute * 60 + time.time.second;
  return WallTime{(days * 86'400 + seconds_of_day) * 1'000 + time.time.nanosecond / 1'000'000 -
                  static_cast<std::int64_t>(minutes * 60'000)};
}

constexpr double per_second_max = 10'000'000;

// One number of an hour. Nothing if it is none.
std::optional<double> hourly_number(const TomlTable& table, std::string_view key,
                                    const toml::node& node) {
  const auto number = node.value<double>();
  if (number && node.is_number() && *number >= 0 && *number <= per_second_max) return number;
  table.complain(node, fmt::format("A number of \"{}\" is not within 0 to 10,000,000.", key));
  return std::nullopt;
}

using Hours = std::array<std::array<HourlyRate, 24>, 7>;

void read_day(const TomlTable& table, std::string_view key, const toml::array& list,
              double HourlyRate::* member, std::array<HourlyRate, 24>& day) {
  for (std::size_t hour = 0; hour < day.size(); ++hour) {
    if (const auto number = hourly_number(table, key, *list.get(hour))) day[hour].*member = *number;
  }
}

void read_hours(const TomlTable& table, std::string_view key, double HourlyRate::* member,
                Hours& hours) {
  const toml::node* const node = table.find(key);
  if (node == nullptr) return;
  if (node->is_number()) {
    const auto number = hourly_number(table, key, *node);
    for (auto& day : hours) {
      for (HourlyRate& hour : day) hour.*member = number.value_or(0);
    }
    return;
  }
  const toml::array* const list = node->as_array();
  if (list == nullptr) return table.complain_of_kind(key, *node, "a number or a list");
  if (list->size() == 24) {
    for (auto& day : hours) read_day(table, key, *list, member, day);
    return;
  }
  if (list->size() != hours.size()) {
    return table.complain(
        *node, fmt::format("\"{}\" has {} entries; 24 hours or 7 days of 24 belong here.", key,
                           list->size()));
  }
  for (std::size_t day = 0; day < hours.size(); ++day) {
    const toml::array* const inner = list->get(day)->as_array();
    if (inner == nullptr || inner->size() != 24) {
      return table.complain(*list->get(day),
                            fmt::format("A day of \"{}\" is not a list of 24 numbers.", key));
    }
    read_day(table, key, *inner, member, hours[day]);
  }
}

bool sends_nothing(const Hours& hours) {
  for (const auto& day : hours) {
    for (const HourlyRate& hour : day) {
      if (hour.mean > 0 || hour.deviation > 0) return false;
    }
  }
  return true;
}

PeriodicRate read_periodic(const TomlTable& table) {
  PeriodicRate rate;
  table.read_number("utc_offset_hours", rate.utc_offset_hours, -24, 24);
  read_hours(table, "mean", &HourlyRate::mean, rate.hours);
  read_hours(table, "deviation", &HourlyRate::deviation, rate.hours);
  table.read("smooth", rate.is_smoothed);
  rate.start = read_time(table, "start", rate.utc_offset_hours);
  rate.end = read_time(table, "end", rate.utc_offset_hours);
  table.read_number("speed", rate.speed, 0.001, 100'000);
  if (sends_nothing(rate.hours)) {
    table.document().errors.add(table.at(), "Every hour's mean is 0; nothing would be sent.");
  }
  if (rate.end && !rate.start) {
    table.complain(*table.find("end"), "An end needs a start; else say the duration.");
  } else if (rate.end && *rate.end <= *rate.start) {
    table.complain(*table.find("end"), "The end is not after the start.");
  }
  return rate;
}

void read_stage(const TomlTable& table, std::vector<Stage>& stages) {
  Stage stage;
  if (!stages.empty()) stage.from_per_second = stages.back().to_per_second;
  table.read_rate("from", stage.from_per_second, true);
  table.read_rate("to", stage.to_per_second, true);
  table.read_duration("for", stage.duration, milliseconds(1));
  for (const std::string_view key : {"to", "for"}) {
    if (!table.has(key)) {
      table.document().errors.add(table.at(), fmt::format("A stage has no \"{}\".", key));
    }
  }
  stages.push_back(stage);
}

void read_samplers(const TomlTable& table, const SamplerDefaults& defaults, Group& group) {
  table.each_table("sampler", plan_tables::sampler, samplers_max, [&](const TomlTable& one) {
    Sampler sampler = make_sampler(defaults);
    sampler.at = one.at();
    read_sampler(one, sampler);
    group.samplers.push_back(std::move(sampler));
  });
}

template <class Value>
void read_optional(const TomlTable& table, std::string_view key, std::optional<Value>& into,
                   std::int64_t high) {
  if (!table.has(key)) return;
  Value value{1};
  table.read_whole(key, value, 1, high);
  into = value;
}

}  // namespace

LoadWords read_load_words(const TomlTable& group) {
  LoadWords words;
  read_optional(group, "threads", words.threads, threads_max);
  read_optional(group, "loops", words.loops, static_cast<std::int64_t>(loops_max));
  read_optional(group, "in_flight_max", words.in_flight_max, 1'000'000);
  read_optional(group, "connections_max", words.connections_max, connections_max);
  milliseconds time{0};
  if (group.read_duration("ramp_up", time, milliseconds(0))) words.ramp_up = time;
  if (group.read_duration("duration", time, milliseconds(1))) words.duration = time;
  double rate = 0;
  if (group.read_rate("rate", rate, false)) words.rate_per_second = rate;
  if (group.has("stages")) {
    auto& stages = words.stages.emplace();
    group.each_table("stages", plan_tables::stage, stages_max,
                     [&stages](const TomlTable& stage) { read_stage(stage, stages); });
  }
  group.with_table("periodic", plan_tables::periodic,
                   [&words](const TomlTable& table) { words.periodic = read_periodic(table); });
  if (group.has("arrivals")) {
    words.arrivals = Arrivals::even;
    group.read_word("arrivals", *words.arrivals, arrivals_words);
  }
  return words;
}

Group read_group(const TomlTable& table, const SamplerDefaults& defaults) {
  Group group;
  group.at = table.at();
  table.read("name", group.name);
  table.read_word("kind", group.kind, kind_words);
  table.read_duration("start_delay", group.start_delay, milliseconds(0));
  table.read_word("on_error", group.on_error, on_error_words);
  milliseconds drain{0};
  if (table.read_duration("drain", drain, milliseconds(1))) group.follows_writers = drain;
  read_variables(table, "variables", group.variables);
  read_counters(table, "counter", group.counters);
  read_data_sets(table, "csv", group.data_sets);
  read_timers(table, "timers", group.timers);
  read_samplers(table, defaults, group);
  PlanErrors& errors = table.document().errors;
  const std::size_t errors_before = errors.all().size();
  const LoadWords words = read_load_words(table);
  // Words that are wrong would only be told not to go together as well.
  if (errors.all().size() == errors_before) set_load(words, group, group.at, errors);
  return group;
}

}  // namespace weir::meter
