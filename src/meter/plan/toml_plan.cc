#include "meter/plan/toml_plan.h"

#include <fmt/format.h>

#include <array>
#include <memory>
#include <utility>

#include "meter/plan/spelling.h"
#include "meter/plan/threshold.h"
#include "meter/plan/toml_readers.h"

namespace weir::meter {
namespace {

void read_thresholds(const TomlTable& top, Plan& plan) {
  const auto add = [&](std::expected<Threshold, std::string> parsed, const toml::node& node) {
    if (!parsed) return top.complain(node, std::move(parsed).error());
    parsed->at = top.at(node);
    plan.thresholds.push_back(*std::move(parsed));
  };
  top.each_text("thresholds", thresholds_max, [&](const std::string& text, const toml::node& node) {
    add(parse_threshold(text), node);
  });
  top.each_text("abort_on", thresholds_max, [&](const std::string& text, const toml::node& node) {
    add(parse_abort(text), node);
  });
}

// What the plan says for every group.
struct Shared {
  std::vector<Counter> counters;
  std::vector<CsvDataSet> data_sets;
  std::vector<Timer> timers;
};

template <class Value>
void prepend(const std::vector<Value>& shared, std::vector<Value>& own) {
  own.insert(own.begin(), shared.begin(), shared.end());
}

void read_groups(const TomlTable& top, Plan& plan) {
  SamplerDefaults defaults;
  top.with_table("target", plan_tables::target, [&defaults](const TomlTable& target) {
    read_target(target, defaults.target, defaults.create_shards);
  });
  read_retries(top, "retries", defaults.retries);
  Shared shared;
  read_counters(top, "counter", shared.counters);
  read_data_sets(top, "csv", shared.data_sets);
  read_timers(top, "timers", shared.timers);
  top.each_table("group", plan_tables::group, groups_max, [&](const TomlTable& table) {
    Group group = read_group(table, defaults);
    prepend(shared.counters, group.counters);
    prepend(shared.data_sets, group.data_sets);
    prepend(shared.timers, group.timers);
    plan.groups.push_back(std::move(group));
  });
}

std::string stem_of(const std::string& file) {
  const std::size_t slash = file.rfind('/');
  const std::string name = slash == std::string::npos ? file : file.substr(slash + 1);
  const std::size_t dot = name.rfind('.');
  return dot == std::string::npos || dot == 0 ? name : name.substr(0, dot);
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> awsmeter_names{{
    {"aws_access_key_id", "access_key_id"},
    {"aws_secret_access_key", "secret_access_key"},
    {"aws_session_token", "session_token"},
    {"aws_region", "region"},
    {"aws_endpoint_custom", "endpoint"},
    {"aws_configure_profile", "profile"},
    {"kinesis_stream_name", "stream"},
    {"partition_key", "partition_key"},
    {"data_record", "data"},
}};

std::string_view our_name(std::string_view field) {
  for (const auto& [theirs, ours] : awsmeter_names) {
    if (field == theirs) return ours;
  }
  return field;
}

// A number, true, a list or a table, if that is what `value` is as TOML and `key` may have it.
std::unique_ptr<toml::node> node_of(const PlanKey* key, const std::string& value) {
  const std::string_view kind = key == nullptr ? "" : key->kind;
  if (kind == "text" || kind == "template") return nullptr;
  const toml::parse_result parsed = toml::parse("value = " + value);
  if (!parsed || parsed.table().size() != 1) return nullptr;
  const toml::node& node = *parsed.table().get("value");
  // JSON's {} and 5 are texts where a text may stand, and so is what has quotes.
  const bool is_table = node.is_table() && !node.as_table()->empty();
  if (kind.starts_with("text") && !is_table) return nullptr;
  return std::make_unique<toml::table>(parsed.table());
}

toml::table table_of_field(std::string_view field, const FieldValue& given) {
  toml::table whole;
  toml::table* into = &whole;
  std::string_view rest = field;
  const PlanTable& keys =
      plan_tables::target.find(field) != nullptr ? plan_tables::target : plan_tables::sampler;
  const PlanKey* const key = keys.find(field);
  for (std::size_t dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
    into = into->insert(rest.substr(0, dot), toml::table{}).first->second.as_table();
    rest.remove_prefix(dot + 1);
  }
  const auto node = given.is_text ? nullptr : node_of(key, given.value);
  if (node != nullptr) {
    into->insert(rest, *node->as_table()->get("value"));
  } else {
    into->insert(rest, given.value);
  }
  return whole;
}

// What every JSON reader keeps to the last digit.
constexpr std::int64_t seed_max = (std::int64_t{1} << 53) - 1;
constexpr std::size_t field_bytes_max = 1u << 20;

}  // namespace

Plan read_toml_plan(std::string_view text, const std::string& file, PlanErrors& errors) {
  Plan plan;
  plan.name = stem_of(file);
  if (text.size() > plan_bytes_max) {
    errors.add({.file = file}, "The plan has more than 16 MiB.");
    return plan;
  }
  TomlDocument document(file, text, true, errors);
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    errors.add(document.position(parsed.error().source().begin),
               fmt::format("This is not TOML: {}.", parsed.error().description()));
    return plan;
  }
  const TomlTable top(document, parsed.table(), plan_tables::top);
  top.read_word("language", document.language, language_words);
  top.read("name", plan.name);
  top.read_whole("seed", plan.seed, 0, seed_max);
  top.read("http2", plan.is_http2);
  top.read("ca_file", plan.ca_file);
  if (!plan.ca_file.empty()) plan.ca_file = document.path(plan.ca_file);
  top.read("groups_run_in_turn", plan.groups_run_in_turn);
  read_thresholds(top, plan);
  read_variables(top, "variables", plan.variables);
  read_groups(top, plan);
  if (!top.has("group")) {
    errors.add({.file = file, .line = 1, .column = 1},
               "The plan has no [[group]]; nothing would be sent.");
  }
  return plan;
}

void set_sampler_field(const FieldValue& given, Sampler& sampler, PlanErrors& errors) {
  const std::string_view field = our_name(given.field);
  const std::string_view first = field.substr(0, field.find('.'));
  const bool is_of_target = plan_tables::target.find(first) != nullptr;
  if (!is_of_target && plan_tables::sampler.find(first) == nullptr) {
    std::vector<std::string_view> names = plan_tables::sampler.names();
    for (const std::string_view name : plan_tables::target.names()) names.push_back(name);
    for (const auto& [theirs, ours] : awsmeter_names) names.push_back(theirs);
    const std::string guess = did_you_mean(first, names);
    return errors.add(given.at, fmt::format("\"{}\" is not a field of a sampler{}", first,
                                            guess.empty() ? "." : guess));
  }
  if (given.value.size() > field_bytes_max) {
    return errors.add(given.at, "The value has more than 1 MiB.");
  }
  TomlDocument document(given.at.file, given.value, false, errors);
  document.language = given.language;
  const toml::table table = table_of_field(field, given);
  if (is_of_target) {
    read_target(TomlTable(document, table, plan_tables::target), sampler.target,
                sampler.create_shards);
  } else {
    read_sampler(TomlTable(document, table, plan_tables::sampler), sampler);
  }
}

}  // namespace weir::meter
