#include "meter/jmeter/elements.h"

#include <fmt/format.h>

#include <array>

namespace weir::meter {
namespace {

constexpr std::int64_t whole_max = 1'000'000'000'000'000'000;
constexpr std::size_t variables_max = 1'000;

ThroughputTimer read_throughput(const Element& element) {
  ThroughputTimer timer;
  element.read_number("throughput", 0.000001, 600'000'000, timer.samples_per_minute);
  using enum ThroughputTimer::Shares;
  constexpr std::array<ThroughputTimer::Shares, 5> modes{
      this_thread, all_threads, threads_of_group, all_threads_shared, threads_of_group_shared};
  std::int64_t mode = 0;
  element.read_whole("calcMode", 0, 4, mode);
  timer.shares = modes.at(static_cast<std::size_t>(mode));
  return timer;
}

std::vector<std::string> split(std::string_view names) {
  std::vector<std::string> parts;
  while (!names.empty() && parts.size() < variables_max) {
    const std::size_t comma = std::min(names.find(','), names.size());
    std::string_view name = names.substr(0, comma);
    while (name.starts_with(' ')) name.remove_prefix(1);
    while (name.ends_with(' ')) name.remove_suffix(1);
    if (!name.empty()) parts.emplace_back(name);
    names.remove_prefix(std::min(comma + 1, names.size()));
  }
  return parts;
}

}  // namespace

bool is_timer(std::string_view tag) {
  return tag == "ConstantTimer" || tag == "UniformRandomTimer" || tag == "GaussianRandomTimer" ||
         tag == "ConstantThroughputTimer";
}

std::optional<Timer> read_timer(const Element& element) {
  const std::string_view tag = element.tag();
  if (tag == "ConstantTimer") {
    ConstantTimer timer;
    element.read_milliseconds("ConstantTimer.delay", timer.delay);
    return timer;
  }
  if (tag == "UniformRandomTimer") {
    UniformTimer timer;
    element.read_milliseconds("ConstantTimer.delay", timer.delay);
    element.read_milliseconds("RandomTimer.range", timer.range);
    return timer;
  }
  if (tag == "GaussianRandomTimer") {
    GaussianTimer timer;
    element.read_milliseconds("ConstantTimer.delay", timer.delay);
    element.read_milliseconds("RandomTimer.range", timer.deviation);
    return timer;
  }
  if (tag == "ConstantThroughputTimer") return read_throughput(element);
  return std::nullopt;
}

Counter read_counter(const Element& element) {
  Counter counter;
  counter.name = element.filled("CounterConfig.name");
  if (counter.name.empty()) {
    element.context().errors.add(element.at(),
                                 fmt::format("The counter \"{}\" has no name.", element.label()));
  }
  element.read_whole("CounterConfig.start", -whole_max, whole_max, counter.start);
  element.read_whole("CounterConfig.incr", -whole_max, whole_max, counter.step);
  std::int64_t end = 0;
  if (element.read_whole("CounterConfig.end", -whole_max, whole_max, end)) counter.end = end;
  counter.format = element.text("CounterConfig.format").text;
  element.read("CounterConfig.per_user", counter.is_per_thread);
  return counter;
}

CsvDataSet read_csv(const Element& element) {
  CsvDataSet set;
  const TemplateText file = element.text("filename");
  set.at = file.at;
  const std::string path = element.filled("filename");
  if (path.empty()) {
    element.context().errors.add(file.at,
                                 fmt::format("The data set \"{}\" has no file.", element.label()));
  }
  set.path = element.context().document.path(path);
  set.names = split(element.filled("variableNames"));
  const std::string delimiter = element.text("delimiter").text;
  if (delimiter == "\\t" || delimiter == "\t") {
    set.delimiter = std::string(1, '\t');
  } else if (delimiter.size() == 1) {
    set.delimiter = delimiter;
  } else if (!delimiter.empty()) {
    element.context().errors.add(element.text("delimiter").at,
                                 fmt::format("The delimiter \"{}\" of \"{}\" is not one character.",
                                             delimiter, element.label()));
  }
  element.read("ignoreFirstLine", set.skips_first_line);
  element.read("quotedData", set.is_quoted);
  element.read("recycle", set.is_repeated);
  element.read("stopThread", set.stops_thread);
  set.is_per_thread = element.filled("shareMode") == "shareMode.thread";
  return set;
}

bool is_listener(std::string_view tag) {
  for (const std::string_view known :
       {"ResultCollector", "Summariser", "ResultSaver", "BackendListener", "MailerResultCollector",
        "JSR223Listener", "BeanShellListener"}) {
    if (tag == known) return true;
  }
  return tag.ends_with("ResultCollector");
}

void read_listener(const Element& element, Plan& plan) {
  const std::string name = element.label().empty() ? std::string(element.tag()) : element.label();
  const std::string path = element.filled("filename");
  if (element.tag() != "ResultCollector" || path.empty()) {
    plan.notes.push_back(
        fmt::format("The listener \"{}\" (line {}) is left out; the report, and `weir meter show`, "
                    "have it all.",
                    name, element.at().line));
    return;
  }
  const std::string_view as_xml =
      element.node().child("objProp").child("value").child("xml").child_value();
  plan.outputs.push_back(
      {.format = as_xml == "true" ? Output::Format::jtl_xml : Output::Format::jtl_csv,
       .path = element.context().document.path(path),
       .at = element.text("filename").at});
}

void read_variables(const std::vector<NameValue>& arguments, std::vector<Variable>& into,
                    const Element& element) {
  for (const NameValue& argument : arguments) {
    if (argument.name.empty()) continue;
    if (into.size() == variables_max) {
      element.context().errors.add(element.at(), "More than 1,000 variables.");
      return;
    }
    // As in JMeter the last one of a name counts.
    std::erase_if(into, [&](const Variable& known) { return known.name == argument.name; });
    into.push_back({.name = argument.name, .value = argument.value});
  }
}

bool is_sampler(const Element& element) {
  const std::string_view tag = element.tag();
  return tag.ends_with("Sampler") || tag.ends_with("SamplerProxy") || tag == "TestAction";
}

bool is_kinesis_sampler(const Element& element) {
  return element.tag() == "JavaSampler" &&
         element.text("classname").text.ends_with(".KinesisProducerSampler");
}

Sampler read_kinesis_sampler(const Element& element, Plan& plan) {
  Sampler sampler;
  sampler.at = element.at();
  sampler.label = element.label().empty() ? "Kinesis Producer" : element.label();
  sampler.data = TemplateText{.text = "", .language = Language::jmeter, .at = element.at()};
  Target& target = sampler.target;
  for (const NameValue& argument : element.arguments("arguments")) {
    const std::string& name = argument.name;
    const TemplateText& value = argument.value;
    if (name == "aws_access_key_id") {
      target.access_key_id = value;
    } else if (name == "aws_secret_access_key") {
      target.secret_access_key = value;
    } else if (name == "aws_session_token") {
      target.session_token = value;
    } else if (name == "aws_region") {
      target.region = value;
    } else if (name == "aws_endpoint_custom") {
      target.endpoint = value;
    } else if (name == "aws_configure_profile") {
      // The field's own default; whoever leaves it there means wherever credentials are found.
      if (value.text != "default") target.profile = value;
    } else if (name == "kinesis_stream_name") {
      target.stream = value;
    } else if (name == "partition_key") {
      if (!value.text.empty()) sampler.partition_key = value;
    } else if (name == "data_record") {
      sampler.data = value;
    } else {
      plan.notes.push_back(
          fmt::format("The field \"{}\" of \"{}\" (line {}) is not awsmeter's and "
                      "is left out.",
                      name, sampler.label, value.at.line));
    }
  }
  return sampler;
}

}  // namespace weir::meter
