#include "meter/jmeter/group_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "meter/jmeter/elements.h"
#include "meter/plan/load_words.h"

namespace weir::meter {
namespace {

constexpr std::size_t samplers_max = 100;

// All samplers in and below a hashTree, whether known or not.
void find_samplers(const TreeItem& item, std::vector<Element>& found) {
  for (const TreeItem& inner : items_of(item.element.context(), item.inside)) {
    if (is_sampler(inner.element)) found.push_back(inner.element);
    find_samplers(inner, found);
  }
}

// "EventProducerSampler" of "org…events.EventProducerSampler"; of others the element's name.
std::string kind_of_sampler(const Element& sampler) {
  const std::string name = sampler.text("classname").text;
  if (name.empty()) return std::string(sampler.tag());
  const std::size_t dot = name.rfind('.');
  return dot == std::string::npos ? name : name.substr(dot + 1);
}

OnError on_error_of(const Element& element) {
  constexpr std::array<std::pair<std::string_view, OnError>, 5> words{
      {{"continue", OnError::go_on},
       {"startnextloop", OnError::next_loop},
       {"stopthread", OnError::stop_thread},
       {"stoptest", OnError::stop_test},
       {"stoptestnow", OnError::stop_test_now}}};
  const std::string text = element.filled("ThreadGroup.on_sample_error");
  for (const auto& [word, value] : words) {
    if (text == word) return value;
  }
  if (!text.empty()) {
    element.context().errors.add(
        element.text("ThreadGroup.on_sample_error").at,
        fmt::format("ThreadGroup.on_sample_error of \"{}\" is \"{}\"; continue, startnextloop, "
                    "stopthread, stoptest or stoptestnow belongs here.",
                    element.label(), text));
  }
  return OnError::go_on;
}

}  // namespace

bool is_group(const Element& element) {
  const std::string_view tag = element.tag();
  return tag == "ThreadGroup" || tag == "SetupThreadGroup" || tag == "PostThreadGroup";
}

void GroupReader::meet_unknown(const Element& element, std::string_view where) const {
  const std::string name = element.label().empty() || element.label() == element.tag()
                               ? fmt::format("\"{}\"", element.tag())
                               : fmt::format("\"{}\" ({})", element.label(), element.tag());
  if (skips_unknown_) {
    plan_.notes.push_back(
        fmt::format("{}, line {}, {}, is not known and left out.", name, element.at().line, where));
    return;
  }
  element.context().errors.add(
      element.at(), fmt::format("{} {} is not known; --skip-unknown leaves it out.", name, where));
}

void GroupReader::read_load(const Element& element, Group& group) const {
  ClosedLoad load;
  std::int64_t threads = 1;
  element.read_whole("ThreadGroup.num_threads", 1, threads_max, threads);
  load.threads = static_cast<std::uint32_t>(threads);
  double ramp_up = 0;
  constexpr double seconds_max = 366.0 * 86'400;
  element.read_number("ThreadGroup.ramp_time", 0, seconds_max, ramp_up);
  load.ramp_up = milliseconds(static_cast<std::int64_t>(ramp_up * 1'000));
  std::int64_t loops = 1;
  if (const auto controller = element.element("ThreadGroup.main_controller")) {
    controller->read_whole("LoopController.loops", -1, static_cast<std::int64_t>(loops_forever),
                           loops);
  }
  // JMeter's -1 is for ever, and 0 loops send nothing there.
  if (loops == 0) {
    element.context().errors.add(
        element.at(),
        fmt::format("The group \"{}\" has 0 loops; nothing would be sent.", group.name));
  }
  bool is_scheduled = false;
  element.read("ThreadGroup.scheduler", is_scheduled);
  double seconds = 0;
  if (is_scheduled && element.read_number("ThreadGroup.duration", 0, seconds_max, seconds) &&
      seconds > 0) {
    load.duration = milliseconds(static_cast<std::int64_t>(seconds * 1'000));
  }
  if (is_scheduled && element.read_number("ThreadGroup.delay", 0, seconds_max, seconds)) {
    group.start_delay = milliseconds(static_cast<std::int64_t>(seconds * 1'000));
  }
  if (loops > 0) load.loops = static_cast<std::uint64_t>(loops);
  if (loops < 0 && !load.duration) load.loops = loops_forever;
  group.load = load;
}

void GroupReader::read_sampler(const TreeItem& item, const std::vector<Timer>& timers,
                               Group& group) const {
  const std::string where = fmt::format("inside the group \"{}\"", group.name);
  if (!is_kinesis_sampler(item.element)) return meet_unknown(item.element, where);
  if (group.samplers.size() == samplers_max) {
    return item.element.context().errors.add(
        item.element.at(), fmt::format("The group \"{}\" has more than 100 samplers.", group.name));
  }
  Sampler sampler = read_kinesis_sampler(item.element, plan_);
  sampler.timers = timers;
  for (const TreeItem& inner : items_of(item.element.context(), item.inside)) {
    if (const auto timer = read_timer(inner.element)) {
      sampler.timers.push_back(*timer);
    } else {
      read_item(inner, timers, group);
    }
  }
  group.samplers.push_back(std::move(sampler));
}

void GroupReader::read_item(const TreeItem& item, const std::vector<Timer>& timers,
                            Group& group) const {
  const Element& element = item.element;
  const std::string_view tag = element.tag();
  if (tag == "Arguments") return;  // Read before all else.
  if (tag == "GenericController") return read_inside(item, timers, false, group);
  if (tag == "CounterConfig") {
    group.counters.push_back(read_counter(element));
  } else if (tag == "CSVDataSet") {
    group.data_sets.push_back(read_csv(element));
  } else if (is_listener(tag)) {
    read_listener(element, plan_);
  } else if (tag == "ConfigTestElement") {
    plan_.notes.push_back(
        fmt::format("The defaults \"{}\" (line {}) are of other samplers and left out.",
                    element.label(), element.at().line));
  } else if (is_sampler(element)) {
    read_sampler(item, timers, group);
  } else if (!is_timer(tag)) {  // Those are read already, with what is beside them.
    meet_unknown(element, fmt::format("inside the group \"{}\"", group.name));
  }
}

void GroupReader::read_inside(const TreeItem& item, const std::vector<Timer>& timers, bool is_top,
                              Group& group) const {
  const std::vector<TreeItem> items = items_of(item.element.context(), item.inside);
  // Timers hold for the samplers beside them, whichever comes first.
  std::vector<Timer> all = timers;
  for (const TreeItem& inner : items) {
    if (!is_timer(inner.element.tag())) continue;
    (is_top ? group.timers : all).push_back(*read_timer(inner.element));
  }
  for (const TreeItem& inner : items) read_item(inner, all, group);
}

void GroupReader::read(const TreeItem& item, const SharedElements& shared) const {
  const Element& element = item.element;
  Group group;
  group.at = element.at();
  group.name = element.label();
  std::vector<Element> samplers;
  find_samplers(item, samplers);
  const auto kinesis = std::ranges::find_if(samplers, is_kinesis_sampler);
  if (kinesis == samplers.end()) {
    plan_.notes.push_back(
        samplers.empty()
            ? fmt::format("The group \"{}\" (line {}) has no sampler and is left out.", group.name,
                          group.at.line)
            : fmt::format("The group \"{}\" (line {}) is for another service ({}) and is left out.",
                          group.name, group.at.line, kind_of_sampler(samplers.front())));
    return;
  }
  if (element.tag() == "SetupThreadGroup") group.kind = GroupKind::setup;
  if (element.tag() == "PostThreadGroup") group.kind = GroupKind::teardown;
  group.on_error = on_error_of(element);
  read_load(element, group);
  group.timers = shared.timers;
  group.counters = shared.counters;
  group.data_sets = shared.data_sets;
  read_inside(item, {}, true, group);
  plan_.groups.push_back(std::move(group));
}

}  // namespace weir::meter
