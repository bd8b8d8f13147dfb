#include "monitoring/metric_math/functions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "monitoring/metric_math/operations.h"

namespace weir::monitoring {
namespace {

struct Function {
  std::string_view name;
  Special special;
  std::size_t arguments_min;
  std::size_t arguments_max;
};

constexpr std::array<Function, 12> functions{{{"FILL", Special::fill, 2, 2},
                                              {"FIRST", Special::first, 1, 1},
                                              {"IF", Special::if_else, 2, 3},
                                              {"LAST", Special::last, 1, 1},
                                              {"METRIC_COUNT", Special::metric_count, 1, 1},
                                              {"METRICS", Special::metrics, 0, 1},
                                              {"PERIOD", Special::period, 1, 1},
                                              {"REMOVE_EMPTY", Special::remove_empty, 1, 1},
                                              {"SEARCH", Special::search, 2, 3},
                                              {"SLICE", Special::slice, 2, 3},
                                              {"SORT", Special::sort, 2, 4},
                                              {"TIME_SERIES", Special::time_series, 1, 1}}};

const Function* find_function(std::string_view name) {
  const auto* const found = std::ranges::find(functions, name, &Function::name);
  return found == functions.end() ? nullptr : found;
}

Result<void> check_count(const Expression& call, std::size_t least, std::size_t most) {
  if (call.parts.size() >= least && call.parts.size() <= most) return {};
  return fail(ErrorCode::invalid_argument,
              fmt::format("The function {} takes {}{} arguments, not {}", call.text, least,
                          most == least ? "" : fmt::format(" to {}", most), call.parts.size()));
}

}  // namespace

std::optional<Special> find_special(std::string_view name) {
  const Function* const function = find_function(name);
  if (function == nullptr) return std::nullopt;
  return function->special;
}

Result<void> check_call(const Expression& call) {
  if (const Function* const function = find_function(call.text)) {
    return check_count(call, function->arguments_min, function->arguments_max);
  }
  if (find_reduction(call.text) != nullptr || find_transformation(call.text) != nullptr) {
    return check_count(call, 1, 1);
  }
  return fail(ErrorCode::invalid_argument,
              fmt::format("The function {} does not exist", call.text));
}

Result<void> check_functions(const Expression& expression) {
  if (expression.kind == ExpressionKind::call) {
    if (auto checked = check_call(expression); !checked) return checked;
  }
  for (const Expression& part : expression.parts) {
    if (auto checked = check_functions(part); !checked) return checked;
  }
  return {};
}

}  // namespace weir::monitoring
