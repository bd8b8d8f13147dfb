#include "api/dashboards/metric_widget_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "monitoring/statistic.h"

namespace weir::api::dashboards {
namespace {

using codec::JsonKind;
using codec::JsonTree;

constexpr std::size_t metrics_max = 500;
constexpr std::size_t row_texts_max = 62;  // Namespace, name and 30 dimensions.
constexpr std::array<std::string_view, 10> renderer_members{
    "accountId", "color",  "expression", "id",      "label",
    "period",    "region", "stat",       "visible", "yAxis"};

void check_statistic(JsonRules& rules, const JsonTree& object, const std::string& path) {
  const JsonTree* const stat = rules.allow(object, "stat", JsonKind::text, path);
  if (stat == nullptr || monitoring::parse_statistic(stat->text)) return;
  rules.add(path_of(path, "stat"), fmt::format("Invalid statistic: \"{}\"", stat->text));
}

void check_period(JsonRules& rules, const JsonTree& object, const std::string& path) {
  const JsonTree* const period = rules.allow(object, "period", JsonKind::number, path);
  if (period == nullptr) return;
  const double value = period->number().value_or(0);
  const bool is_whole =
      value >= 1 && value <= 1e9 && static_cast<double>(static_cast<std::int64_t>(value)) == value;
  const auto seconds = is_whole ? static_cast<std::int64_t>(value) : 0;
  const bool is_short = seconds == 1 || seconds == 5 || seconds == 10 || seconds == 30;
  if (is_short || (seconds > 0 && seconds % 60 == 0)) return;
  rules.add(path_of(path, "period"), "Should be one of 1, 5, 10, 30 or any multiple of 60");
}

// The object at the end of a row, which says how a metric is drawn.
void check_renderer(JsonRules& rules, const JsonTree& renderer, const std::string& path) {
  for (const std::string_view name : {"expression", "id", "label", "region", "accountId"}) {
    rules.allow(renderer, name, JsonKind::text, path);
  }
  rules.allow(renderer, "visible", JsonKind::boolean, path);
  rules.allow_one_of(renderer, "yAxis", {"left", "right"}, path);
  rules.allow_color(renderer, path);
  check_statistic(rules, renderer, path);
  check_period(rules, renderer, path);
}

bool is_renderer(const JsonTree& value) {
  return value.kind == JsonKind::object &&
         std::ranges::all_of(value.members, [](const auto& member) {
           return std::ranges::count(renderer_members, member.first) != 0;
         });
}

// `is_first`: there is no row before it that "..." and "." could repeat.
void check_row(JsonRules& rules, const JsonTree& row, bool is_first, const std::string& path) {
  if (row.kind != JsonKind::array) {
    rules.add(path, "Should be array");
    return rules.add(path,
                     "Field \"metrics\" has to be an array of array of strings, with an optional "
                     "metricRenderer object as last element");
  }
  std::size_t texts = row.items.size();
  if (texts == 0) return rules.add(path, "Should NOT have fewer than 1 items");
  const JsonTree& last = row.items.back();
  if (last.kind == JsonKind::object) {
    --texts;
    if (!is_renderer(last)) {
      return rules.add(path, fmt::format("Should NOT have more than {} items", texts));
    }
    check_renderer(rules, last, path_of(path, texts));
  }
  if (texts == 0) {
    rules.require(last, "expression", JsonKind::text, path_of(path, texts));
    return;
  }
  bool repeats = false;
  for (std::size_t index = 0; index < texts; ++index) {
    if (row.items[index].kind != JsonKind::text) {
      return rules.add(path_of(path, index),
                       "Invalid metric field type, only \"String\" type is allowed");
    }
    repeats |= row.items[index].text == "...";
  }
  if (repeats && !is_first) return;
  if (texts < 2) return rules.add(path, "Should NOT have fewer than 2 items");
  if (texts > row_texts_max) {
    return rules.add(path, fmt::format("Should NOT have more than {} items", row_texts_max));
  }
  if (texts % 2 != 0) {
    rules.add(path, fmt::format("Should NOT have more than {} items", texts - 1));
  }
}

void check_axes(JsonRules& rules, const JsonTree& properties, const std::string& path) {
  const JsonTree* const axes = rules.allow(properties, "yAxis", JsonKind::object, path);
  if (axes == nullptr) return;
  const std::string axes_path = path_of(path, "yAxis");
  for (const std::string_view side : {"left", "right"}) {
    const JsonTree* const axis = rules.allow(*axes, side, JsonKind::object, axes_path);
    if (axis == nullptr) continue;
    const std::string axis_path = path_of(axes_path, side);
    rules.allow(*axis, "min", JsonKind::number, axis_path);
    rules.allow(*axis, "max", JsonKind::number, axis_path);
    rules.allow(*axis, "label", JsonKind::text, axis_path);
    rules.allow(*axis, "showUnits", JsonKind::boolean, axis_path);
  }
}

void check_annotations(JsonRules& rules, const JsonTree& annotations, const std::string& path) {
  if (const JsonTree* const alarms = rules.allow(annotations, "alarms", JsonKind::array, path)) {
    const std::string alarms_path = path_of(path, "alarms");
    rules.has_at_most(*alarms, 1, alarms_path);
    for (std::size_t index = 0; index < alarms->items.size(); ++index) {
      rules.is(alarms->items[index], JsonKind::text, path_of(alarms_path, index));
    }
  }
  for (const std::string_view kind : {"horizontal", "vertical"}) {
    const JsonTree* const lines = rules.allow(annotations, kind, JsonKind::array, path);
    if (lines == nullptr) continue;
    for (std::size_t index = 0; index < lines->items.size(); ++index) {
      const JsonTree& line = lines->items[index];
      const std::string line_path = path_of(path_of(path, kind), index);
      if (line.kind == JsonKind::array) continue;  // A band, of two lines.
      if (!rules.is(line, JsonKind::object, line_path)) continue;
      rules.allow(line, "label", JsonKind::text, line_path);
      rules.allow_color(line, line_path);
      rules.require(line, "value", kind == "horizontal" ? JsonKind::number : JsonKind::text,
                    line_path);
    }
  }
}

// Where the values come from: metrics of a region, or an alarm.
void check_source(JsonRules& rules, const JsonTree& properties, const std::string& path) {
  const JsonTree* const annotations = properties.member("annotations");
  if (annotations != nullptr && annotations->member("alarms") != nullptr) return;
  const bool has_metrics = properties.member("metrics") != nullptr;
  const bool has_region = properties.member("region") != nullptr;
  if (has_metrics && has_region) return;
  if (!has_metrics) rules.add(path, "Should have required property 'metrics'");
  if (has_metrics) rules.add(path, "Should have required property 'region'");
  rules.add(path,
            "The metric widget should have specified a region and a data source or an alarm "
            "annotation");
  if (annotations == nullptr && !has_metrics) {
    rules.add(path, "Should have required property 'annotations'");
  }
}

}  // namespace

void check_metric_view(JsonRules& rules, const JsonTree& properties, const std::string& path) {
  for (const std::string_view name : {"title", "region", "timezone", "accountId"}) {
    rules.allow(properties, name, JsonKind::text, path);
  }
  for (const std::string_view name :
       {"stacked", "liveData", "sparkline", "trend", "setPeriodToTimeRange"}) {
    rules.allow(properties, name, JsonKind::boolean, path);
  }
  rules.allow_one_of(properties, "view",
                     {"timeSeries", "singleValue", "gauge", "bar", "pie", "table"}, path);
  check_statistic(rules, properties, path);
  check_period(rules, properties, path);
  check_axes(rules, properties, path);
  if (const JsonTree* const annotations =
          rules.allow(properties, "annotations", JsonKind::object, path)) {
    check_annotations(rules, *annotations, path_of(path, "annotations"));
  }
  const JsonTree* const metrics = rules.allow(properties, "metrics", JsonKind::array, path);
  const std::string metrics_path = path_of(path, "metrics");
  if (metrics == nullptr || !rules.has_at_most(*metrics, metrics_max, metrics_path)) return;
  for (std::size_t index = 0; index < metrics->items.size(); ++index) {
    check_row(rules, metrics->items[index], index == 0, path_of(metrics_path, index));
  }
}

void check_metric_widget(JsonRules& rules, const JsonTree& properties, const std::string& path) {
  check_source(rules, properties, path);
  check_metric_view(rules, properties, path);
}

}  // namespace weir::api::dashboards
