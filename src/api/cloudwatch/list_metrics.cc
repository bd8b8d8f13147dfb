// ListMetrics: the metrics that had a value in the last two weeks, 500 at a time. The token is the
// last metric that was listed, as an array of texts in base64.

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/cloudwatch/errors.h"
#include "api/cloudwatch/operations.h"
#include "api/page_token.h"

namespace weir::api::cloudwatch {
namespace {

using monitoring::Metric;

constexpr std::size_t page_max = 500;
constexpr milliseconds listed_age_max = std::chrono::days(14);
constexpr milliseconds recent_age_max = std::chrono::hours(3);

std::string token_of(const Metric& metric) {
  std::vector<std::string> texts{metric.name_space, metric.name};
  for (const monitoring::Dimension& dimension : metric.dimensions) {
    texts.insert(texts.end(), {dimension.name, dimension.value});
  }
  return page_token(texts);
}

std::optional<Metric> metric_of_token(std::string_view token, const aws::Caller& caller) {
  const auto read = read_page_token_texts(token);
  if (!read || read->size() < 2 || read->size() % 2 != 0) return std::nullopt;
  const std::vector<std::string>& texts = *read;
  Metric metric{.account_id = caller.principal.account_id,
                .region = caller.region,
                .name_space = texts[0],
                .name = texts[1],
                .dimensions = {}};
  for (std::size_t index = 2; index < texts.size(); index += 2) {
    metric.dimensions.push_back({.name = texts[index], .value = texts[index + 1]});
  }
  return metric;
}

monitoring::MetricFilter filter_of(const Services& services, const WireCall& call,
                                   const aws::cloudwatch::ListMetrics::Request& request) {
  monitoring::MetricFilter filter{.account_id = call.caller.principal.account_id,
                                  .region = call.caller.region};
  if (request.name_space) filter.name_space = *request.name_space;
  if (request.metric_name) filter.name = *request.metric_name;
  if (request.dimensions) {
    for (const aws::cloudwatch::DimensionFilter& dimension : *request.dimensions) {
      filter.dimensions.emplace_back(dimension.name, dimension.value);
    }
  }
  filter.active_since =
      services.clock.wall_now() - (request.recently_active ? recent_age_max : listed_age_max);
  return filter;
}

aws::cloudwatch::MetricAnswer to_answer(const Metric& metric) {
  aws::cloudwatch::MetricAnswer answer{
      .name_space = metric.name_space, .metric_name = metric.name, .dimensions = {}};
  for (const monitoring::Dimension& dimension : metric.dimensions) {
    answer.dimensions.push_back({.name = dimension.name, .value = dimension.value});
  }
  return answer;
}

}  // namespace

void handle(const Services& services, const WireCall& call,
            aws::cloudwatch::ListMetrics::Request request,
            Reply<aws::cloudwatch::ListMetrics> reply) {
  std::optional<Metric> after;
  if (request.next_token) {
    after = metric_of_token(*request.next_token, call.caller);
    if (!after) return reply(invalid_parameter_value("The token is invalid."));
  }
  // One more than a page: whether there is another.
  const std::vector<Metric> found =
      services.reader(call.home).list(filter_of(services, call, request), after, page_max + 1);
  aws::cloudwatch::ListMetrics::Response response;
  for (const Metric& metric : found) {
    if (response.metrics.size() == page_max) {
      response.next_token = token_of(found[page_max - 1]);
      break;
    }
    response.metrics.push_back(to_answer(metric));
  }
  reply(std::move(response));
}

}  // namespace weir::api::cloudwatch
