#include "api/widgets/metric_widget.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include "api/cloudwatch/errors.h"
#include "api/dashboards/metric_widget_rules.h"
#include "api/widgets/widget_time.h"

namespace weir::api::widgets {
namespace {

using aws::cloudwatch::MetricDataQuery;
using cloudwatch::validation_error;
using codec::JsonKind;
using codec::JsonTree;

constexpr std::size_t metrics_max = 100;
constexpr double side_max = 2'000;
constexpr std::int32_t default_period = 300;

using Row = std::vector<std::string_view>;

std::string_view text_of(const JsonTree& object, std::string_view name,
                         std::string_view otherwise = {}) {
  const JsonTree* const found = object.member(name);
  return found == nullptr ? otherwise : found->text;
}

std::optional<double> number_of(const JsonTree* object, std::string_view name) {
  const JsonTree* const found = object == nullptr ? nullptr : object->member(name);
  return found == nullptr ? std::nullopt : found->number();
}

bool flag_of(const JsonTree& object, std::string_view name, bool otherwise) {
  const JsonTree* const found = object.member(name);
  return found == nullptr ? otherwise : found->boolean;
}

// "#1f77b4", which the rules have looked at.
std::optional<graph::Color> color_of(const JsonTree& object) {
  const std::string_view text = text_of(object, "color");
  if (text.size() != 7) return std::nullopt;
  std::uint32_t number = 0;
  std::from_chars(text.data() + 1, text.data() + text.size(), number, 16);
  return graph::Color{.red = static_cast<std::uint8_t>(number >> 16),
                      .green = static_cast<std::uint8_t>(number >> 8),
                      .blue = static_cast<std::uint8_t>(number)};
}

// "." is what stood there in the row before, "..." all that stood there up to what follows it.
Row spelled_out(const JsonTree& row, const Row& former) {
  Row texts;
  for (const JsonTree& item : row.items) {
    if (item.kind != JsonKind::text) continue;
    if (item.text == "...") {
      const std::size_t behind =
          static_cast<std::size_t>(std::ranges::count(row.items, JsonKind::text, &JsonTree::kind)) -
          texts.size() - 1;
      const std::size_t end = former.size() < behind ? 0 : former.size() - behind;
      for (std::size_t at = texts.size(); at < end; ++at) texts.push_back(former[at]);
    } else if (item.text == "." && texts.size() < former.size()) {
      texts.push_back(former[texts.size()]);
    } else {
      texts.push_back(item.text);
    }
  }
  return texts;
}

class Reader {
 public:
  Reader(const JsonTree& properties, WallTime now) : properties_(properties), now_(now) {}

  aws::Outcome<MetricWidget> read() {
    TRY(check());
    TRY(read_frame());
    read_axes();
    read_marks();
    if (const JsonTree* const metrics = properties_.member("metrics")) {
      Row former;
      for (const JsonTree& row : metrics->items) TRY(add_row(row, former));
    }
    return std::move(widget_);
  }

 private:
  aws::Outcome<void> check() const {
    dashboards::JsonRules rules;
    dashboards::check_metric_view(rules, properties_, "");
    rules.allow_number(properties_, "width", {.least = 1, .most = side_max, .is_whole = true}, "");
    rules.allow_number(properties_, "height", {.least = 1, .most = side_max, .is_whole = true}, "");
    rules.allow(properties_, "start", JsonKind::text, "");
    rules.allow(properties_, "end", JsonKind::text, "");
    rules.allow_one_of(properties_, "theme", {"light", "dark"}, "");
    const JsonTree* const metrics = properties_.member("metrics");
    if (metrics != nullptr) rules.has_at_most(*metrics, metrics_max, "/metrics");
    if (rules.errors().empty()) return {};
    const dashboards::Finding& first = rules.errors().front();
    return validation_error(
        fmt::format("The metric widget is invalid: {}: {}", first.path, first.message));
  }

  aws::Outcome<void> read_frame() {
    graph::Chart& chart = widget_.chart;
    chart.width = static_cast<std::uint32_t>(number_of(&properties_, "width").value_or(600));
    chart.height = static_cast<std::uint32_t>(number_of(&properties_, "height").value_or(400));
    chart.title = text_of(properties_, "title");
    chart.is_stacked = flag_of(properties_, "stacked", false);
    chart.is_dark = text_of(properties_, "theme") == "dark";
    if (const JsonTree* const legend = properties_.member("legend")) {
      const std::string_view position = text_of(*legend, "position");
      if (position == "right") chart.legend = graph::Legend::right;
      if (position == "hidden") chart.legend = graph::Legend::hidden;
    }
    const auto offset = parse_offset(text_of(properties_, "timezone", "+0000"));
    const auto end = parse_widget_time(text_of(properties_, "end", "P0D"), now_);
    const auto start = parse_widget_time(text_of(properties_, "start", "-PT3H"), now_);
    if (!offset) return validation_error("The metric widget is invalid: /timezone: no offset");
    if (!end) return validation_error("The metric widget is invalid: /end: no time");
    if (!start) return validation_error("The metric widget is invalid: /start: no time");
    if (*start >= *end) {
      return validation_error("The metric widget is invalid: /start must be before /end");
    }
    chart.minutes_from_utc = *offset;
    chart.start = *start;
    chart.end = *end;
    return {};
  }

  void read_axes() {
    const JsonTree* const axes = properties_.member("yAxis");
    if (axes == nullptr) return;
    for (const auto& [side, to] :
         {std::pair{"left", &widget_.chart.left}, std::pair{"right", &widget_.chart.right}}) {
      const JsonTree* const axis = axes->member(side);
      if (axis == nullptr) continue;
      to->least = number_of(axis, "min");
      to->most = number_of(axis, "max");
      to->label = text_of(*axis, "label");
    }
  }

  void read_marks() {
    const JsonTree* const annotations = properties_.member("annotations");
    const JsonTree* const lines =
        annotations == nullptr ? nullptr : annotations->member("horizontal");
    if (lines == nullptr) return;
    for (const JsonTree& line : lines->items) {
      const auto value = number_of(&line, "value");
      if (!value) continue;
      widget_.chart.marks.push_back(
          {.value = *value, .label = std::string(text_of(line, "label")), .color = color_of(line)});
    }
  }

  std::string_view new_id() {
    widget_.ids.push_back(
        std::make_unique<std::string>(fmt::format("weir_row_{}", widget_.ids.size())));
    return *widget_.ids.back();
  }

  std::int32_t period_of(const JsonTree& renderer) const {
    const double widget = number_of(&properties_, "period").value_or(default_period);
    return static_cast<std::int32_t>(number_of(&renderer, "period").value_or(widget));
  }

  aws::Outcome<void> add_row(const JsonTree& row, Row& former) {
    static const JsonTree nothing;
    const JsonTree& last = row.items.back();
    const JsonTree& renderer = last.kind == JsonKind::object ? last : nothing;
    MetricDataQuery query;
    query.id = text_of(renderer, "id");
    if (query.id.empty()) query.id = new_id();
    if (renderer.member("label") != nullptr) query.label = text_of(renderer, "label");
    query.return_data = flag_of(renderer, "visible", true);
    if (renderer.member("expression") != nullptr) {
      query.expression = text_of(renderer, "expression");
      if (renderer.member("period") != nullptr) query.period = period_of(renderer);
    } else {
      former = spelled_out(row, former);
      if (former.size() < 2 || former.size() % 2 != 0) {
        return validation_error(
            fmt::format("The metric widget is invalid: /metrics/{}: a dimension has no value",
                        widget_.queries.size()));
      }
      query.metric_stat = stat_of(former, renderer);
    }
    widget_.styles[std::string(query.id)] = {.color = color_of(renderer),
                                             .on_right = text_of(renderer, "yAxis") == "right"};
    widget_.queries.push_back(std::move(query));
    return {};
  }

  aws::cloudwatch::MetricStat stat_of(const Row& row, const JsonTree& renderer) const {
    aws::cloudwatch::Metric metric{
        .name_space = row[0], .metric_name = row[1], .dimensions = std::nullopt};
    if (row.size() > 2) metric.dimensions.emplace();
    for (std::size_t at = 2; at + 1 < row.size(); at += 2) {
      metric.dimensions->push_back({.name = row[at], .value = row[at + 1]});
    }
    aws::cloudwatch::MetricStat stat;
    stat.metric = std::move(metric);
    stat.period = period_of(renderer);
    stat.stat = text_of(renderer, "stat", text_of(properties_, "stat", "Average"));
    return stat;
  }

  const JsonTree& properties_;
  const WallTime now_;
  MetricWidget widget_;
};

}  // namespace

aws::Outcome<MetricWidget> read_metric_widget(const JsonTree& properties, WallTime now) {
  return Reader(properties, now).read();
}

}  // namespace weir::api::widgets
