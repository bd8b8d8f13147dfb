#include "api/cloudwatch/query_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <string_view>
#include <utility>

#include "api/cloudwatch/errors.h"
#include "api/cloudwatch/metrics.h"
#include "monitoring/metric_math/evaluation.h"
#include "monitoring/metric_math/functions.h"

namespace weir::api::cloudwatch {
namespace {

using aws::cloudwatch::MetricDataQuery;
using monitoring::Expression;

constexpr std::int32_t default_period = 300;
constexpr std::string_view id_pattern = "^[a-z][a-zA-Z0-9_]*$";

bool is_id(std::string_view id) {
  return !id.empty() && id.front() >= 'a' && id.front() <= 'z' &&
         std::ranges::all_of(id, [](unsigned char character) {
           return character < 128 && (std::isalnum(character) != 0 || character == '_');
         });
}

aws::Failure bad_expression(const std::string& id, const std::string& reason) {
  return validation_error(fmt::format("Error in expression '{}': {}", id, reason));
}

aws::Outcome<void> check_period(std::int32_t period, const std::string& place) {
  if (is_period(period)) return {};
  return validation_error(
      fmt::format("The value {} for parameter {} is invalid: it must be 1, 5, 10, 30 or a multiple "
                  "of 60.",
                  period, place));
}

aws::Outcome<PlannedRead> plan_read(const aws::Caller& caller,
                                    const aws::cloudwatch::MetricStat& stat,
                                    const std::string& place) {
  const aws::cloudwatch::Metric& metric = *stat.metric;
  if (!metric.name_space || !metric.metric_name) {
    return validation_error(fmt::format("The parameter {}.MetricStat.Metric.{} is required.", place,
                                        metric.name_space ? "MetricName" : "Namespace"));
  }
  TRY(check_period(*stat.period, place + ".MetricStat.Period"));
  const auto statistic = monitoring::parse_statistic(stat.stat);
  if (!statistic) {
    return validation_error(fmt::format(
        "The value {} for parameter {}.MetricStat.Stat is not supported.", stat.stat, place));
  }
  return PlannedRead{
      .metric = TRY(metric_of(caller, *metric.name_space, *metric.metric_name, metric.dimensions)),
      .statistic = *statistic,
      .period = seconds(*stat.period),
      .unit = std::string(stat.unit.value_or("")),
      .label = std::string(*metric.metric_name)};
}

class Planner {
 public:
  explicit Planner(const aws::Caller& caller) : caller_(caller) {}

  aws::Outcome<QueryPlan> plan(const std::vector<MetricDataQuery>& queries) {
    for (const MetricDataQuery& query : queries) TRY(add(query));
    for (std::size_t index = 0; index < plan_.queries.size(); ++index) TRY(visit(index));
    return std::move(plan_);
  }

 private:
  enum class Visit : std::uint8_t { none, under_way, done };

  aws::Outcome<void> add(const MetricDataQuery& query) {
    const std::string place = fmt::format("MetricDataQueries.member.{}", plan_.queries.size() + 1);
    if (!is_id(query.id)) {
      return validation_error(
          fmt::format("The value {} for parameter {}.Id is not matching the expected pattern {}.",
                      query.id, place, id_pattern));
    }
    PlannedQuery planned{.id = std::string(query.id)};
    if (!indexes_.emplace(planned.id, plan_.queries.size()).second) {
      return validation_error("The values for parameter Id in MetricDataQueries are not unique.");
    }
    if (query.metric_stat.has_value() == query.expression.has_value()) {
      return validation_error(fmt::format(
          "Exactly one of the parameters {0}.MetricStat and {0}.Expression must be specified.",
          place));
    }
    planned.label = query.label.value_or("");
    planned.returns_data = query.return_data.value_or(true);
    if (query.metric_stat) {
      planned.read = TRY(plan_read(caller_, *query.metric_stat, place));
      planned.period = planned.read->period;
    } else {
      if (query.period) TRY(check_period(*query.period, place + ".Period"));
      planned.period = seconds(query.period.value_or(0));
      planned.expression = TRY(read_expression(planned, *query.expression));
    }
    plan_.queries.push_back(std::move(planned));
    return {};
  }

  aws::Outcome<Expression> read_expression(const PlannedQuery& query, std::string_view text) {
    auto expression = monitoring::parse_expression(text);
    if (!expression) return bad_expression(query.id, expression.error().message);
    if (const auto checked = monitoring::check_functions(*expression); !checked) {
      return bad_expression(query.id, checked.error().message);
    }
    for (const Expression* const call : monitoring::calls_of(*expression, "SEARCH")) {
      TRY(add_search(query, *call));
    }
    return *std::move(expression);
  }

  aws::Outcome<void> add_search(const PlannedQuery& query, const Expression& call) {
    auto key = monitoring::search_key(call);
    if (!key) return bad_expression(query.id, key.error().message);
    auto search = monitoring::parse_search(call.parts[0].text);
    if (!search) return bad_expression(query.id, search.error().message);
    const auto statistic = monitoring::parse_statistic(call.parts[1].text);
    if (!statistic) {
      return bad_expression(query.id,
                            fmt::format("The statistic {} is not supported", call.parts[1].text));
    }
    seconds period = query.period == seconds(0) ? seconds(default_period) : query.period;
    if (call.parts.size() == 3) {
      const double given = call.parts[2].number;
      const auto whole = given >= 1 && given <= 86'400 ? static_cast<std::int32_t>(given) : 0;
      if (!is_period(whole)) return bad_expression(query.id, "The period of SEARCH is invalid");
      period = seconds(whole);
    }
    plan_.searches.emplace(
        *std::move(key),
        PlannedSearch{.search = *std::move(search), .statistic = *statistic, .period = period});
    return {};
  }

  // Depth first. A chain is as long as there are queries: 500.
  aws::Outcome<void> visit(std::size_t index) {
    PlannedQuery& query = plan_.queries[index];
    visits_.resize(plan_.queries.size(), Visit::none);
    if (visits_[index] == Visit::done) return {};
    if (visits_[index] == Visit::under_way) {
      return bad_expression(query.id, "The expression depends on itself");
    }
    visits_[index] = Visit::under_way;
    if (query.expression) TRY(visit_references(query));
    visits_[index] = Visit::done;
    plan_.order.push_back(index);
    return {};
  }

  aws::Outcome<void> visit_references(PlannedQuery& query) {
    seconds shortest(0);
    const auto note = [&shortest](seconds period) {
      if (shortest == seconds(0) || period < shortest) shortest = period;
    };
    for (const std::string& id : monitoring::ids_of(*query.expression)) {
      const auto found = indexes_.find(id);
      if (found == indexes_.end()) {
        return bad_expression(query.id,
                              fmt::format("There is no metric or expression with the Id {}", id));
      }
      TRY(visit(found->second));
      note(plan_.queries[found->second].period);
    }
    for (const Expression* const call : monitoring::calls_of(*query.expression, "SEARCH")) {
      note(plan_.searches.at(*monitoring::search_key(*call)).period);
    }
    if (!monitoring::calls_of(*query.expression, "METRICS").empty()) {
      for (const PlannedQuery& other : plan_.queries) {
        if (other.read) note(other.period);
      }
    }
    if (query.period == seconds(0)) {
      query.period = shortest == seconds(0) ? seconds(default_period) : shortest;
    }
    return {};
  }

  const aws::Caller& caller_;
  QueryPlan plan_;
  std::map<std::string, std::size_t, std::less<>> indexes_;
  std::vector<Visit> visits_;
};

}  // namespace

aws::Outcome<QueryPlan> plan_queries(const aws::Caller& caller,
                                     const std::vector<MetricDataQuery>& queries) {
  return Planner(caller).plan(queries);
}

}  // namespace weir::api::cloudwatch
