// DescribeAlarmsForMetric: the alarms on one metric; not those on expressions.

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "api/alarms/alarm_answers.h"
#include "api/alarms/arns.h"
#include "api/alarms/definition.h"
#include "api/alarms/operations.h"

namespace weir::api::alarms {
namespace {

using aws::cloudwatch::DescribeAlarmsForMetric;
using Dimensions = std::optional<std::vector<aws::cloudwatch::Dimension>>;
using Request = DescribeAlarmsForMetric::Request;

std::vector<std::pair<std::string_view, std::string_view>> sorted(const Dimensions& dimensions) {
  std::vector<std::pair<std::string_view, std::string_view>> all;
  if (!dimensions) return all;
  all.reserve(dimensions->size());
  for (const auto& dimension : *dimensions) all.emplace_back(dimension.name, dimension.value);
  std::ranges::sort(all);
  return all;
}

// What is not asked for may be anything, but dimensions are all of the metric's.
template <class Value>
bool agrees(const std::optional<Value>& asked, const std::optional<Value>& has) {
  return !asked || asked == has;
}

bool watches(const aws::cloudwatch::MetricAlarmTerms& terms, const Request& request) {
  return terms.metric_name == request.metric_name && terms.name_space == request.name_space &&
         sorted(terms.dimensions) == sorted(request.dimensions) &&
         agrees(request.statistic, terms.statistic) &&
         agrees(request.extended_statistic, terms.extended_statistic) &&
         agrees(request.period, terms.period) && agrees(request.unit, terms.unit);
}

}  // namespace

void handle(const Services& services, const WireCall& call, const Request& request,
            Reply<DescribeAlarmsForMetric> reply) {
  const auto state = services.catalog.state(call.home);
  DescribeAlarmsForMetric::Response response;
  AnswerTexts texts;
  state->for_each_alarm(key_of(call.caller, ""), [&](const stream::Alarm& alarm) {
    if (alarm.is_composite) return true;
    std::string text = alarm.definition;
    if (watches(read_metric_definition(text).terms, request)) {
      response.metric_alarms.push_back(texts.show_metric(state->find_alarm(alarm.key)));
    }
    return true;
  });
  reply(std::move(response));
}

}  // namespace weir::api::alarms
