// Expression: a formula of metric math, "IF(FILL(m1, 0) > 5, RATE(m2), 0)", as a tree.
//
// Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace weir::monitoring {

enum class ExpressionKind : std::uint8_t {
  number,    // 0.5
  text,      // "errors", as METRICS("errors") has it
  id,        // m1: another query's result
  word,      // REPEAT, DESC: a name in capitals that is no call
  list,      // [m1, m2]
  call,      // SUM(…)
  negation,  // -m1
  binary,    // m1 + m2
};

enum class Operator : std::uint8_t {
  add,
  subtract,
  multiply,
  divide,
  power,
  equal,
  not_equal,
  less,
  less_or_equal,
  greater,
  greater_or_equal,
  logical_and,
  logical_or,
};

struct Expression {
  ExpressionKind kind = ExpressionKind::number;
  double number = 0;
  std::string text{};  // The text, id, word or the name of the function.
  Operator operation = Operator::add;
  std::vector<Expression> parts{};  // Elements, arguments or operands.
};

inline constexpr std::size_t expression_characters_max = 2'048;
// Parentheses, brackets, calls and signs inside one another.
inline constexpr unsigned expression_depth_max = 64;

// Errors: invalid_argument  it is no formula; the message says what is wrong, and where.
Result<Expression> parse_expression(std::string_view text);

// The ids that it refers to, each once, in order.
std::vector<std::string> ids_of(const Expression& expression);
// Its calls of that function, from left to right.
std::vector<const Expression*> calls_of(const Expression& expression, std::string_view function);

}  // namespace weir::monitoring
