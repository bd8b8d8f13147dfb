#include "monitoring/metric_math/evaluation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string_view>

#include "monitoring/metric_math/functions.h"

namespace weir::monitoring {
namespace {

std::unexpected<Error> invalid(std::string message) {
  return fail(ErrorCode::invalid_argument, std::move(message));
}

std::size_t points_of(const Value& value) {
  if (const auto* const series = std::get_if<TimeSeries>(&value)) return series->points.size() + 1;
  const auto* const array = std::get_if<std::vector<TimeSeries>>(&value);
  std::size_t count = 1;
  if (array != nullptr) {
    for (const TimeSeries& series : *array) count += series.points.size() + 1;
  }
  return count;
}

class Evaluation {
 public:
  Evaluation(const MathInputs& inputs, std::size_t& points_left)
      : inputs_(inputs), points_left_(points_left) {}

  Result<Value> value_of(const Expression& expression) {
    Value value = TRY(uncounted(expression));
    const std::size_t points = points_of(value);
    if (points > points_left_) {
      return fail(ErrorCode::limit_exceeded, "The expression takes too many datapoints");
    }
    points_left_ -= points;
    return value;
  }

 private:
  Result<Value> uncounted(const Expression& expression) {
    switch (expression.kind) {
      case ExpressionKind::number:
        return Value(expression.number);
      case ExpressionKind::text:
        return invalid(fmt::format("The text '{}' is not expected here", expression.text));
      case ExpressionKind::word:
        return invalid(fmt::format("The name {} is not expected here", expression.text));
      case ExpressionKind::id:
        return result_of(expression.text);
      case ExpressionKind::list:
        return list(expression);
      case ExpressionKind::call:
        return call(expression);
      case ExpressionKind::negation:
        return combine(Operator::subtract, Value(0.0), TRY(value_of(expression.parts[0])));
      case ExpressionKind::binary: {
        const Value left = TRY(value_of(expression.parts[0]));
        const Value right = TRY(value_of(expression.parts[1]));
        return combine(expression.operation, left, right);
      }
    }
    return invalid("The expression is of no kind");
  }

  Result<Value> result_of(const std::string& id) {
    const auto found = inputs_.results.find(id);
    if (found == inputs_.results.end()) {
      return invalid(fmt::format("There is no metric or expression with the Id {}", id));
    }
    return found->second;
  }

  Result<Value> list(const Expression& expression) {
    std::vector<TimeSeries> array;
    for (const Expression& part : expression.parts) {
      append(array, TRY(value_of(part)));
    }
    return Value(std::move(array));
  }

  void append(std::vector<TimeSeries>& array, Value value) {
    for (TimeSeries& series : as_series(std::move(value), inputs_.frame)) {
      array.push_back(std::move(series));
    }
  }

  Result<Value> call(const Expression& call) {
    if (auto checked = check_call(call); !checked) return std::unexpected(checked.error());
    if (const auto special = find_special(call.text)) return call_special(call, *special);
    const Value argument = TRY(value_of(call.parts[0]));
    if (const Reduction reduction = find_reduction(call.text)) return reduced(reduction, argument);
    return transformed(find_transformation(call.text), argument);
  }

  static Value reduced(Reduction reduction, const Value& argument) {
    if (const auto* const array = std::get_if<std::vector<TimeSeries>>(&argument)) {
      return reduce(reduction, *array);
    }
    if (const auto* const series = std::get_if<TimeSeries>(&argument)) {
      return reduce(reduction, *series);
    }
    return reduction({std::get<double>(argument)});
  }

  // Of a number: as of a series that has it once, which is right for all that look at values alone.
  static Value transformed(Transformation transformation, const Value& argument) {
    if (const auto* const array = std::get_if<std::vector<TimeSeries>>(&argument)) {
      std::vector<TimeSeries> results;
      results.reserve(array->size());
      for (const TimeSeries& series : *array) results.push_back(transformation(series));
      return results;
    }
    if (const auto* const series = std::get_if<TimeSeries>(&argument))
      return transformation(*series);
    const TimeSeries result = transformation(
        {.label = {}, .points = {{.time = {}, .value = std::get<double>(argument)}}});
    return result.points.empty() ? std::nan("") : result.points[0].value;
  }

  Result<Value> call_special(const Expression& call, Special special) {
    switch (special) {
      case Special::fill:
        return fill(call);
      case Special::if_else:
        return if_else(call);
      case Special::metrics:
        return metrics(call);
      case Special::period:
        return period(call);
      case Special::search:
        return search(call);
      case Special::time_series:
        return time_series(call);
      case Special::first:
      case Special::last:
      case Special::metric_count:
      case Special::remove_empty:
      case Special::slice:
      case Special::sort:
        return of_array(call, special, TRY(array(call)));
    }
    return invalid("The function is of no kind");
  }

  Result<Value> of_array(const Expression& call, Special special, std::vector<TimeSeries> array) {
    if (special == Special::metric_count) return Value(static_cast<double>(array.size()));
    if (special == Special::slice) return slice(call, std::move(array));
    if (special == Special::sort) return sort(call, std::move(array));
    if (special == Special::remove_empty) {
      std::erase_if(array, [](const TimeSeries& series) { return series.points.empty(); });
      return Value(std::move(array));
    }
    if (array.empty()) return Value(TimeSeries{.label = {}, .points = {}});
    return Value(std::move(special == Special::first ? array.front() : array.back()));
  }

  // The first argument, which must be an array.
  Result<std::vector<TimeSeries>> array(const Expression& call) {
    Value value = TRY(value_of(call.parts[0]));
    auto* const array = std::get_if<std::vector<TimeSeries>>(&value);
    if (array == nullptr) {
      return invalid(fmt::format("The function {} takes an array of time series", call.text));
    }
    return std::move(*array);
  }

  Result<double> number(const Expression& call, std::size_t index) {
    const Value value = TRY(value_of(call.parts[index]));
    const auto* const number = std::get_if<double>(&value);
    if (number != nullptr) return *number;
    return invalid(fmt::format("Argument {} of {} must be a number", index + 1, call.text));
  }

  // A place in an array, or a count of its elements.
  Result<std::size_t> count(const Expression& call, std::size_t index) {
    const double value = TRY(number(call, index));
    if (value >= 0 && value <= 1e6) return static_cast<std::size_t>(value);
    return invalid(
        fmt::format("Argument {} of {} must be a whole number from 0", index + 1, call.text));
  }

  Result<Value> fill(const Expression& call) {
    Value value = TRY(value_of(call.parts[0]));
    const Expression& way = call.parts[1];
    const bool is_word = way.kind == ExpressionKind::word;
    if (is_word && way.text != "REPEAT" && way.text != "LINEAR") {
      return invalid(fmt::format("FILL knows REPEAT and LINEAR, not {}", way.text));
    }
    const Value filler = is_word ? Value(0.0) : TRY(value_of(way));
    if (std::holds_alternative<std::vector<TimeSeries>>(filler)) {
      return invalid("FILL takes a number or one time series to fill with");
    }
    const auto filled = [&](const TimeSeries& series) {
      if (is_word && way.text == "REPEAT") return fill_repeat(series, inputs_.frame);
      if (is_word) return fill_linear(series, inputs_.frame);
      const auto* const number = std::get_if<double>(&filler);
      if (number == nullptr) return fill_with(series, std::get<TimeSeries>(filler), inputs_.frame);
      Frame frame = inputs_.frame;
      frame.period = series.period;
      return fill_with(series, constant_series(*number, frame), inputs_.frame);
    };
    if (std::holds_alternative<double>(value)) return value;
    if (const auto* const series = std::get_if<TimeSeries>(&value)) return Value(filled(*series));
    std::vector<TimeSeries> results;
    for (const TimeSeries& series : std::get<std::vector<TimeSeries>>(value)) {
      results.push_back(filled(series));
    }
    return Value(std::move(results));
  }

  Result<Value> if_else(const Expression& call) {
    const Value condition = TRY(value_of(call.parts[0]));
    const Value then = TRY(value_of(call.parts[1]));
    const bool has_else = call.parts.size() == 3;
    const Value otherwise = has_else ? TRY(value_of(call.parts[2])) : Value(std::nan(""));
    if (const auto* const number = std::get_if<double>(&condition)) {
      return *number != 0 ? then : otherwise;
    }
    const auto* const series = std::get_if<TimeSeries>(&condition);
    const auto is_array = [](const Value& value) {
      return std::holds_alternative<std::vector<TimeSeries>>(value);
    };
    if (series == nullptr || is_array(then) || is_array(otherwise)) {
      return invalid("IF takes numbers and single time series, no arrays");
    }
    return Value(choose(*series, then, has_else ? &otherwise : nullptr));
  }

  Result<Value> metrics(const Expression& call) {
    std::string_view part;
    if (!call.parts.empty()) {
      if (call.parts[0].kind != ExpressionKind::text) {
        return invalid("METRICS takes a text in quotes");
      }
      part = call.parts[0].text;
    }
    std::vector<TimeSeries> array;
    for (const std::string& id : inputs_.metric_ids) {
      if (id.contains(part)) append(array, TRY(result_of(id)));
    }
    return Value(std::move(array));
  }

  Result<Value> period(const Expression& call) {
    const Value value = TRY(value_of(call.parts[0]));
    const auto* const series = std::get_if<TimeSeries>(&value);
    if (series == nullptr) return invalid("PERIOD takes one time series");
    return Value(static_cast<double>(series->period.count()));
  }

  Result<Value> search(const Expression& call) {
    const auto found = inputs_.searches.find(TRY(search_key(call)));
    if (found == inputs_.searches.end()) return invalid("SEARCH cannot be used here");
    return Value(found->second);
  }

  Result<Value> time_series(const Expression& call) {
    return Value(constant_series(TRY(number(call, 0)), inputs_.frame));
  }

  // SLICE(array, from, to): without the place `to`; SLICE(array, count): the first ones.
  Result<Value> slice(const Expression& call, std::vector<TimeSeries> array) {
    const bool has_end = call.parts.size() == 3;
    const std::size_t first = has_end ? TRY(count(call, 1)) : 0;
    const std::size_t end = std::min(array.size(), TRY(count(call, has_end ? 2 : 1)));
    if (first >= end) return Value(std::vector<TimeSeries>{});
    array.erase(array.begin() + static_cast<std::ptrdiff_t>(end), array.end());
    array.erase(array.begin(), array.begin() + static_cast<std::ptrdiff_t>(first));
    return Value(std::move(array));
  }

  Result<Value> sort(const Expression& call, std::vector<TimeSeries> array) {
    const Expression& function = call.parts[1];
    const Reduction reduction =
        function.kind == ExpressionKind::word ? find_reduction(function.text) : nullptr;
    if (reduction == nullptr) return invalid("SORT takes AVG, MAX, MIN or SUM to sort by");
    bool is_descending = false;
    if (call.parts.size() > 2) {
      const Expression& order = call.parts[2];
      is_descending = order.kind == ExpressionKind::word && order.text == "DESC";
      if (!is_descending && (order.kind != ExpressionKind::word || order.text != "ASC")) {
        return invalid("SORT takes ASC or DESC as its order");
      }
    }
    sort_by(reduction, is_descending, array);
    if (call.parts.size() == 4 && TRY(count(call, 3)) < array.size()) {
      array.resize(TRY(count(call, 3)));
    }
    return Value(std::move(array));
  }

  // TimeSeries without points come last in both orders.
  static void sort_by(Reduction reduction, bool is_descending, std::vector<TimeSeries>& array) {
    const auto rank = [&](const TimeSeries& series) {
      const double value = series.points.empty() ? std::nan("") : reduce(reduction, series);
      if (std::isnan(value)) return std::numeric_limits<double>::infinity();
      return is_descending ? -value : value;
    };
    std::ranges::stable_sort(array, {}, rank);
  }

  const MathInputs& inputs_;
  std::size_t& points_left_;
};

}  // namespace

Result<std::string> search_key(const Expression& call) {
  if (auto checked = check_call(call); !checked) return std::unexpected(checked.error());
  std::string key;
  for (std::size_t index = 0; index < call.parts.size(); ++index) {
    const Expression& part = call.parts[index];
    const ExpressionKind wanted = index < 2 ? ExpressionKind::text : ExpressionKind::number;
    if (part.kind != wanted) {
      return invalid("SEARCH takes a search, a statistic (both in quotes) and a period");
    }
    if (index > 0) key += '\n';
    key += index < 2 ? part.text : fmt::format("{}", part.number);
  }
  return key;
}

Result<Value> evaluate(const Expression& expression, const MathInputs& inputs,
                       std::size_t& points_left) {
  return Evaluation(inputs, points_left).value_of(expression);
}

std::vector<TimeSeries> as_series(Value value, const Frame& frame) {
  if (auto* const array = std::get_if<std::vector<TimeSeries>>(&value)) return std::move(*array);
  std::vector<TimeSeries> one;
  if (auto* const series = std::get_if<TimeSeries>(&value)) {
    one.push_back(std::move(*series));
  } else {
    one.push_back(constant_series(std::get<double>(value), frame));
  }
  return one;
}

}  // namespace weir::monitoring
