#include "api/dashboards/dashboard_body.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>

#include "api/dashboards/metric_widget_rules.h"

namespace weir::api::dashboards {
namespace {

using codec::JsonKind;
using codec::JsonTree;

constexpr std::size_t widgets_max = 500;
constexpr std::size_t alarms_max = 100;
// Every value of the largest body that a client could mean.
constexpr std::size_t values_max = 100'000;
constexpr std::array<std::string_view, 8> widget_members{"height", "id",    "properties", "type",
                                                         "width",  "title", "x",          "y"};
constexpr std::array<std::string_view, 5> body_members{"end", "periodOverride", "start",
                                                       "variables", "widgets"};

void warn_of_others(JsonRules& rules, const JsonTree& object, const auto& known,
                    const std::string& path) {
  for (const auto& [name, value] : object.members) {
    if (std::ranges::count(known, name) != 0) continue;
    rules.warn(path_of(path, name), "Unknown property");
  }
}

void check_alarms(JsonRules& rules, const JsonTree& properties, const std::string& path) {
  const JsonTree* const alarms = rules.require(properties, "alarms", JsonKind::array, path);
  const std::string alarms_path = path_of(path, "alarms");
  if (alarms == nullptr || !rules.has_at_most(*alarms, alarms_max, alarms_path)) return;
  for (std::size_t index = 0; index < alarms->items.size(); ++index) {
    rules.is(alarms->items[index], JsonKind::text, path_of(alarms_path, index));
  }
}

void check_properties(JsonRules& rules, std::string_view type, const JsonTree& properties,
                      const std::string& path) {
  if (type == "metric") return check_metric_widget(rules, properties, path);
  if (type == "alarm") return check_alarms(rules, properties, path);
  if (type == "text") {
    rules.require(properties, "markdown", JsonKind::text, path);
  } else if (type == "log") {
    rules.require(properties, "query", JsonKind::text, path);
    rules.require(properties, "region", JsonKind::text, path);
  } else if (type == "custom") {
    rules.require(properties, "endpoint", JsonKind::text, path);
  } else if (type == "explorer") {
    rules.require(properties, "metrics", JsonKind::array, path);
  }
}

void check_place(JsonRules& rules, const JsonTree& widget, const std::string& path) {
  constexpr double any = std::numeric_limits<std::int32_t>::max();
  rules.allow_number(widget, "x", {.least = 0, .most = 23, .is_whole = true}, path);
  rules.allow_number(widget, "y", {.least = 0, .most = any, .is_whole = true}, path);
  rules.allow_number(widget, "width", {.least = 1, .most = 24, .is_whole = true}, path);
  rules.allow_number(widget, "height", {.least = 1, .most = 1'000, .is_whole = true}, path);
  const bool has_x = widget.member("x") != nullptr;
  const bool has_y = widget.member("y") != nullptr;
  if (has_x != has_y) {
    rules.add(path, std::string("Should have required property '") + (has_x ? "y'" : "x'"));
  }
}

void check_widget(JsonRules& rules, const JsonTree& widget, const std::string& path) {
  if (!rules.is(widget, JsonKind::object, path)) return;
  check_place(rules, widget, path);
  warn_of_others(rules, widget, widget_members, path);
  const JsonTree* const type = rules.require(widget, "type", JsonKind::text, path);
  if (type != nullptr) {
    rules.allow_one_of(widget, "type",
                       {"metric", "text", "log", "alarm", "explorer", "custom", "chart"}, path);
  }
  const JsonTree* const properties = rules.require(widget, "properties", JsonKind::object, path);
  if (type == nullptr || properties == nullptr) return;
  check_properties(rules, type->text, *properties, path_of(path, "properties"));
}

}  // namespace

JsonRules check_dashboard_body(std::string_view body) {
  JsonRules rules;
  std::string text(body);
  const auto tree = codec::parse_json_tree(text, values_max);
  if (!tree || tree->kind != JsonKind::object) {
    rules.add("", "The field DashboardBody must be a valid JSON object");
    return rules;
  }
  warn_of_others(rules, *tree, body_members, "");
  rules.allow(*tree, "start", JsonKind::text, "");
  rules.allow(*tree, "end", JsonKind::text, "");
  rules.allow_one_of(*tree, "periodOverride", {"auto", "inherit"}, "");
  rules.allow(*tree, "variables", JsonKind::array, "");
  const JsonTree* const widgets = rules.require(*tree, "widgets", JsonKind::array, "");
  if (widgets == nullptr || !rules.has_at_most(*widgets, widgets_max, "/widgets")) return rules;
  for (std::size_t index = 0; index < widgets->items.size(); ++index) {
    check_widget(rules, widgets->items[index], path_of("/widgets", index));
  }
  return rules;
}

}  // namespace weir::api::dashboards
