// MetricWidget: the document of GetMetricWidgetImage, read: what to ask for, and how to draw it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "aws/service_error.h"
#include "aws/shapes/cloudwatch/common.h"
#include "base/time.h"
#include "codec/json_tree.h"
#include "graph/chart.h"

namespace weir::api::widgets {

struct LineStyle {
  std::optional<graph::Color> color{};
  bool on_right = false;
};

struct MetricWidget {
  std::vector<aws::cloudwatch::MetricDataQuery> queries;  // Views into the widget's document.
  std::map<std::string, LineStyle, std::less<>> styles;   // By a query's id.
  graph::Chart chart;                                     // Without lines.
  // Of the queries that the document gives none.
  std::vector<std::unique_ptr<std::string>> ids{};
};

// `properties` must be an object and outlive the widget. Errors: ValidationError.
aws::Outcome<MetricWidget> read_metric_widget(const codec::JsonTree& properties, WallTime now);

}  // namespace weir::api::widgets
