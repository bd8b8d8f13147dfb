// Timers, variables, counters and data sets.

#include <fmt/format.h>

#include <utility>

#include "meter/plan/toml_readers.h"

namespace weir::meter {
namespace {

constexpr std::size_t name_chars_max = 100;
constexpr std::int64_t whole_max = 1'000'000'000'000'000'000;

void check_name(const TomlTable& table, const toml::node* node, const std::string& name) {
  if (node == nullptr) {
    table.document().errors.add(table.at(), "It has no name.");
  } else if (name.empty() || name.size() > name_chars_max) {
    table.complain(*node, fmt::format("The name \"{}\" has {} characters; 1 to 100 are allowed.",
                                      name, name.size()));
  }
}

void read_timer(const TomlTable& table, std::vector<Timer>& timers) {
  int kinds = 0;
  for (const std::string_view key : {"constant", "uniform", "gaussian", "throughput"}) {
    kinds += static_cast<int>(table.has(key));
  }
  if (kinds != 1) {
    table.document().errors.add(table.at(),
                                "A timer has one of constant, uniform, gaussian and throughput.");
    return;
  }
  constexpr milliseconds none{0};
  if (table.has("constant")) {
    ConstantTimer timer;
    table.read_duration("constant", timer.delay, none);
    timers.emplace_back(timer);
  } else if (table.has("uniform")) {
    UniformTimer timer;
    table.read_duration("uniform", timer.delay, none);
    table.read_duration("range", timer.range, none);
    timers.emplace_back(timer);
  } else if (table.has("gaussian")) {
    GaussianTimer timer;
    table.read_duration("gaussian", timer.delay, none);
    table.read_duration("deviation", timer.deviation, none);
    timers.emplace_back(timer);
  } else {
    ThroughputTimer timer;
    double per_second = timer.samples_per_minute / 60;
    table.read_rate("throughput", per_second, false);
    table.read_word("shares", timer.shares, shares_words);
    timer.samples_per_minute = per_second * 60;
    timers.emplace_back(timer);
  }
}

void read_counter(const TomlTable& table, std::vector<Counter>& into) {
  Counter counter;
  table.read("name", counter.name);
  check_name(table, table.find("name"), counter.name);
  table.read_whole("start", counter.start, -whole_max, whole_max);
  if (const toml::node* const node = table.find("end")) {
    std::int64_t end = whole_max;
    table.read_whole("end", end, -whole_max, whole_max);
    counter.end = end;
    if (end < counter.start) {
      table.complain(*node, fmt::format("The end {} is before the start, {}.", end, counter.start));
    }
  }
  table.read_whole("step", counter.step, -whole_max, whole_max);
  table.read("format", counter.format);
  table.read("per_thread", counter.is_per_thread);
  into.push_back(std::move(counter));
}

enum class AtEnd : std::uint8_t { repeat, stop, eof };
constexpr std::array<Word<AtEnd>, 3> at_end_words{
    {{"repeat", AtEnd::repeat}, {"stop", AtEnd::stop}, {"eof", AtEnd::eof}}};

void read_data_set(const TomlTable& table, std::vector<CsvDataSet>& into) {
  CsvDataSet set;
  set.at = table.at();
  const toml::node* const file = table.find("file");
  if (file == nullptr) {
    table.document().errors.add(table.at(), "A [[csv]] has no file.");
    return;
  }
  table.read("file", set.path);
  set.path = table.document().path(set.path);
  set.at = table.at(*file);
  table.each_text("names", variables_max, [&set](const std::string& name, const toml::node&) {
    set.names.push_back(name);
  });
  table.read("delimiter", set.delimiter);
  if (const toml::node* const node = table.find("delimiter");
      node != nullptr && set.delimiter.size() != 1) {
    table.complain(*node, fmt::format("The delimiter \"{}\" is not one character.", set.delimiter));
  }
  table.read("skip_first_line", set.skips_first_line);
  table.read("quoted", set.is_quoted);
  AtEnd at_end = AtEnd::repeat;
  table.read_word("at_end", at_end, at_end_words);
  set.is_repeated = at_end == AtEnd::repeat;
  set.stops_thread = at_end == AtEnd::stop;
  table.read("per_thread", set.is_per_thread);
  into.push_back(std::move(set));
}

}  // namespace

void read_timers(const TomlTable& parent, std::string_view key, std::vector<Timer>& timers) {
  // Those of a command line replace the plan's.
  if (parent.has(key)) timers.clear();
  parent.each_table(key, plan_tables::timer, timers_max,
                    [&timers](const TomlTable& table) { read_timer(table, timers); });
}

void read_variables(const TomlTable& parent, std::string_view key, std::vector<Variable>& into) {
  parent.each_entry(
      key, variables_max, [&](std::string_view name, const toml::key&, const toml::node& node) {
        if (name.empty() || name.size() > name_chars_max) {
          return parent.complain(node, "A variable's name has 1 to 100 characters.");
        }
        if (!node.is_string()) return parent.complain_of_kind(name, node, "a text");
        into.push_back({.name = std::string(name), .value = parent.template_of(node)});
      });
}

void read_counters(const TomlTable& parent, std::string_view key, std::vector<Counter>& into) {
  parent.each_table(key, plan_tables::counter, counters_max,
                    [&into](const TomlTable& table) { read_counter(table, into); });
}

void read_data_sets(const TomlTable& parent, std::string_view key, std::vector<CsvDataSet>& into) {
  parent.each_table(key, plan_tables::csv, data_sets_max,
                    [&into](const TomlTable& table) { read_data_set(table, into); });
}

}  // namespace weir::meter
