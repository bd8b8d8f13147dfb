// GetMetricWidgetImage: a graph of metrics as a picture.

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "api/cloudwatch/errors.h"
#include "api/cloudwatch/metrics.h"
#include "api/cloudwatch/query_plan.h"
#include "api/cloudwatch/query_run.h"
#include "api/widgets/metric_widget.h"
#include "api/widgets/operations.h"
#include "codec/json_tree.h"
#include "graph/chart.h"

namespace weir::api::widgets {
namespace {

using aws::cloudwatch::GetMetricWidgetImage;
using cloudwatch::validation_error;

constexpr std::size_t document_bytes_max = 64U << 10;
constexpr std::size_t values_max = 20'000;
// Of one line: what two dots of the widest picture can show, many times over.
constexpr std::int64_t periods_max = 20'000;
// The largest picture takes 12 MB and a tenth of a second.
constexpr int drawn_at_once_max = 4;

// A request under way.
struct Drawing {
  std::string document;
  MetricWidget widget;
  ImageReply reply;
};

aws::Failure too_many() {
  return aws::Failure(aws::ServiceError{.type = "ThrottlingException", .message = "Rate exceeded"});
}

void add_lines(MetricWidget& widget, cloudwatch::QueryResults results) {
  for (cloudwatch::QueryResult& result : results) {
    graph::ChartLine line;
    line.label = std::move(result.series.label);
    if (const auto style = widget.styles.find(result.id); style != widget.styles.end()) {
      line.color = style->second.color;
      line.on_right = style->second.on_right;
    }
    line.points.reserve(result.series.points.size());
    for (const monitoring::TimeValue& point : result.series.points) {
      line.points.push_back({.time = point.time, .value = point.value});
    }
    widget.chart.lines.push_back(std::move(line));
  }
}

// Away from the loop; the answer comes on it.
void draw_later(const Services& services, env::EventLoop& home, std::shared_ptr<Drawing> drawing) {
  std::atomic<int>& drawings = *services.drawings;
  if (drawings.fetch_add(1) >= drawn_at_once_max) {
    drawings.fetch_sub(1);
    return drawing->reply(too_many());
  }
  services.work([&home, &drawings, drawing = std::move(drawing)]() mutable {
    std::string image = graph::draw(drawing->widget.chart).png();
    home.post([&drawings, drawing = std::move(drawing), image = std::move(image)]() mutable {
      drawings.fetch_sub(1);
      drawing->reply(GetMetricWidgetImage::Response{.image = std::move(image)});
    });
  });
}

aws::Outcome<void> check_periods(const cloudwatch::QueryPlan& plan, const graph::Chart& chart) {
  const bool is_good = std::ranges::all_of(plan.queries, [&](const auto& query) {
    return cloudwatch::periods_between(cloudwatch::period_start(chart.start, query.period),
                                       chart.end, query.period) <= periods_max;
  });
  if (is_good) return {};
  return validation_error(
      "The metric widget is invalid: more than 20,000 periods of one metric. Increase the period, "
      "or decrease the time range.");
}

// Reads what is to be drawn.
aws::Outcome<cloudwatch::QueryPlan> plan_of(const Services& services, const WireCall& call,
                                            const GetMetricWidgetImage::Request& request,
                                            Drawing& drawing) {
  if (request.output_format && *request.output_format != "png") {
    return validation_error("The only OutputFormat is png.");
  }
  if (request.metric_widget.size() > document_bytes_max) {
    return validation_error("The metric widget is invalid: it has more than 65536 bytes.");
  }
  drawing.document = request.metric_widget;
  const auto tree = codec::parse_json_tree(drawing.document, values_max);
  if (!tree || tree->kind != codec::JsonKind::object) {
    return validation_error("The metric widget is invalid: it is no JSON object.");
  }
  drawing.widget = TRY(read_metric_widget(*tree, services.metrics.clock.wall_now()));
  cloudwatch::QueryPlan plan = TRY(cloudwatch::plan_queries(call.caller, drawing.widget.queries));
  TRY(check_periods(plan, drawing.widget.chart));
  return plan;
}

}  // namespace

void handle(const Services& services, const WireCall& call, GetMetricWidgetImage::Request request,
            ImageReply reply) {
  auto drawing = std::make_shared<Drawing>();
  auto plan = plan_of(services, call, request, *drawing);
  if (!plan) return reply(aws::Failure(std::move(plan).error()));
  drawing->reply = std::move(reply);
  const graph::Chart& chart = drawing->widget.chart;
  const auto run = std::make_shared<cloudwatch::QueryRun>(
      services.metrics.reader(call.home), services.metrics.clock, *std::move(plan), chart.start,
      chart.end,
      [&services, &home = call.home, drawing](aws::Outcome<cloudwatch::QueryResults> results) {
        if (!results) return drawing->reply(aws::Failure(std::move(results).error()));
        add_lines(drawing->widget, *std::move(results));
        draw_later(services, home, drawing);
      });
  run->start(call.caller);
}

}  // namespace weir::api::widgets
