#include "monitoring/metric_math/expression.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>
#include <system_error>

#include "codec/utf8_prefix.h"

namespace weir::monitoring {
namespace {

struct OperatorName {
  std::string_view text;
  Operator operation;
};

// Of operators that begin alike the longest comes first.
constexpr std::array<OperatorName, 2> disjunctions{
    {{"||", Operator::logical_or}, {"OR", Operator::logical_or}}};
constexpr std::array<OperatorName, 2> conjunctions{
    {{"&&", Operator::logical_and}, {"AND", Operator::logical_and}}};
constexpr std::array<OperatorName, 6> comparisons{{{"==", Operator::equal},
                                                   {"!=", Operator::not_equal},
                                                   {"<=", Operator::less_or_equal},
                                                   {">=", Operator::greater_or_equal},
                                                   {"<", Operator::less},
                                                   {">", Operator::greater}}};
constexpr std::array<OperatorName, 2> sums{{{"+", Operator::add}, {"-", Operator::subtract}}};
constexpr std::array<OperatorName, 2> products{
    {{"*", Operator::multiply}, {"/", Operator::divide}}};

// The operators by how loosely they bind.
constexpr std::array<std::span<const OperatorName>, 5> levels{disjunctions, conjunctions,
                                                              comparisons, sums, products};

bool is_letter(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}
bool is_digit(char character) { return character >= '0' && character <= '9'; }
bool continues_name(char character) {
  return is_letter(character) || is_digit(character) || character == '_';
}

// Reads a formula by recursive descent: a function for each way in which parts are put together.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Expression> parse() {
    Expression expression = TRY(level(0));
    skip_blanks();
    if (at_ < text_.size()) return unexpected();
    return expression;
  }

 private:
  Result<Expression> level(std::size_t number) {
    if (number == levels.size()) return signed_part();
    Expression left = TRY(level(number + 1));
    while (const std::optional<Operator> operation = take_one_of(levels[number])) {
      Expression right = TRY(level(number + 1));
      left = binary(*operation, std::move(left), std::move(right));
      // A long chain is a deep tree, which somebody has to go down.
      if (++chained_ > chained_max) return too_deep();
    }
    return left;
  }

  Result<Expression> signed_part() {
    if (take("+")) return deeper(&Parser::signed_part);
    if (!take("-")) return power();
    Expression negation{.kind = ExpressionKind::negation};
    negation.parts.push_back(TRY(deeper(&Parser::signed_part)));
    return negation;
  }

  // Binds more tightly than a sign to its left: -2 ^ 2 is -4.
  Result<Expression> power() {
    Expression base = TRY(primary());
    if (!take("^")) return base;
    Expression exponent = TRY(deeper(&Parser::signed_part));
    return binary(Operator::power, std::move(base), std::move(exponent));
  }

  Result<Expression> primary() {
    skip_blanks();
    if (at_ == text_.size()) return unexpected();
    const char next = text_[at_];
    if (is_digit(next) || next == '.') return number();
    if (next == '"' || next == '\'') return quoted();
    if (is_letter(next)) return name();
    if (take("(")) {
      Expression inside = TRY(deeper(&Parser::whole));
      if (!take(")")) return unexpected();
      return inside;
    }
    if (take("[")) {
      Expression list{.kind = ExpressionKind::list};
      list.parts = TRY(parts_until("]"));
      return list;
    }
    return unexpected();
  }

  Result<Expression> whole() { return level(0); }

  Result<Expression> deeper(Result<Expression> (Parser::*part)()) {
    if (++depth_ > expression_depth_max) return too_deep();
    Result<Expression> inside = (this->*part)();
    --depth_;
    return inside;
  }

  // Behind the opening bracket.
  Result<std::vector<Expression>> parts_until(std::string_view end) {
    std::vector<Expression> parts;
    if (take(end)) return parts;
    do {
      parts.push_back(TRY(deeper(&Parser::whole)));
    } while (take(","));
    if (!take(end)) return std::unexpected(unexpected().error());
    return parts;
  }

  Result<Expression> number() {
    Expression number{.kind = ExpressionKind::number};
    const char* const begin = text_.data() + at_;
    const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), number.number);
    if (error != std::errc{}) return unexpected();
    at_ += static_cast<std::size_t>(end - begin);
    return number;
  }

  Result<Expression> quoted() {
    const char quote = text_[at_];
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("The text that begins at position {} has no end", at_ + 1));
    }
    Expression text{.kind = ExpressionKind::text};
    text.text = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return text;
  }

  Result<Expression> name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && continues_name(text_[at_])) ++at_;
    Expression named{.kind = ExpressionKind::id};
    named.text = text_.substr(begin, at_ - begin);
    if (take("(")) {
      named.kind = ExpressionKind::call;
      named.parts = TRY(parts_until(")"));
    } else if (named.text.front() >= 'A' && named.text.front() <= 'Z') {
      named.kind = ExpressionKind::word;
    }
    return named;
  }

  static Expression binary(Operator operation, Expression left, Expression right) {
    Expression both{.kind = ExpressionKind::binary, .operation = operation};
    both.parts.push_back(std::move(left));
    both.parts.push_back(std::move(right));
    return both;
  }

  std::optional<Operator> take_one_of(std::span<const OperatorName> names) {
    for (const OperatorName& name : names) {
      if (take(name.text)) return name.operation;
    }
    return std::nullopt;
  }

  // A word is taken whole: "AND" is not the beginning of "ANDROID".
  bool take(std::string_view token) {
    skip_blanks();
    const std::string_view rest = text_.substr(at_);
    if (!rest.starts_with(token)) return false;
    if (is_letter(token.front()) && rest.size() > token.size() &&
        continues_name(rest[token.size()])) {
      return false;
    }
    at_ += token.size();
    return true;
  }

  void skip_blanks() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").contains(text_[at_])) ++at_;
  }

  Result<Expression> unexpected() {
    skip_blanks();
    if (at_ >= text_.size()) {
      return fail(ErrorCode::invalid_argument, "Unexpected end of the expression");
    }
    return fail(ErrorCode::invalid_argument,
                fmt::format("Unexpected character '{}' at position {}",
                            codec::first_character(text_.substr(at_)), at_ + 1));
  }

  static std::unexpected<Error> too_deep() {
    return fail(ErrorCode::invalid_argument, "The expression is nested too deeply");
  }

  static constexpr unsigned chained_max = 256;

  std::string_view text_;
  std::size_t at_ = 0;
  unsigned depth_ = 0;
  unsigned chained_ = 0;
};

void gather_ids(const Expression& expression, std::vector<std::string>& ids) {
  if (expression.kind == ExpressionKind::id &&
      std::ranges::find(ids, expression.text) == ids.end()) {
    ids.push_back(expression.text);
  }
  for (const Expression& part : expression.parts) gather_ids(part, ids);
}

void gather_calls(const Expression& expression, std::string_view function,
                  std::vector<const Expression*>& calls) {
  if (expression.kind == ExpressionKind::call && expression.text == function) {
    calls.push_back(&expression);
  }
  for (const Expression& part : expression.parts) gather_calls(part, function, calls);
}

}  // namespace

Result<Expression> parse_expression(std::string_view text) {
  if (text.size() > expression_characters_max) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("The expression has {} characters; {} are allowed", text.size(),
                            expression_characters_max));
  }
  return Parser(text).parse();
}

std::vector<std::string> ids_of(const Expression& expression) {
  std::vector<std::string> ids;
  gather_ids(expression, ids);
  return ids;
}

std::vector<const Expression*> calls_of(const Expression& expression, std::string_view function) {
  std::vector<const Expression*> calls;
  gather_calls(expression, function, calls);
  return calls;
}

}  // namespace weir::monitoring
