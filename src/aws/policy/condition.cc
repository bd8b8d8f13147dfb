#include "aws/policy/condition.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "aws/iso_time.h"
#include "aws/policy/address_range.h"
#include "aws/policy/context_values.h"
#include "aws/policy/text_pattern.h"

namespace weir::aws::policy {
namespace {

struct OperatorName {
  std::string_view name;
  Comparison comparison;
  bool negated = false;
};

constexpr std::array operator_names{
    OperatorName{"StringEquals", Comparison::text_equals},
    OperatorName{"StringNotEquals", Comparison::text_equals, true},
    OperatorName{"StringEqualsIgnoreCase", Comparison::text_equals_ignoring_case},
    OperatorName{"StringNotEqualsIgnoreCase", Comparison::text_equals_ignoring_case, true},
    OperatorName{"StringLike", Comparison::text_like},
    OperatorName{"StringNotLike", Comparison::text_like, true},
    OperatorName{"NumericEquals", Comparison::number_equals},
    OperatorName{"NumericNotEquals", Comparison::number_equals, true},
    OperatorName{"NumericLessThan", Comparison::number_less},
    OperatorName{"NumericLessThanEquals", Comparison::number_less_or_equal},
    OperatorName{"NumericGreaterThan", Comparison::number_greater},
    OperatorName{"NumericGreaterThanEquals", Comparison::number_greater_or_equal},
    OperatorName{"DateEquals", Comparison::time_equals},
    OperatorName{"DateNotEquals", Comparison::time_equals, true},
    OperatorName{"DateLessThan", Comparison::time_less},
    OperatorName{"DateLessThanEquals", Comparison::time_less_or_equal},
    OperatorName{"DateGreaterThan", Comparison::time_greater},
    OperatorName{"DateGreaterThanEquals", Comparison::time_greater_or_equal},
    OperatorName{"Bool", Comparison::boolean},
    OperatorName{"BinaryEquals", Comparison::binary_equals},
    OperatorName{"IpAddress", Comparison::in_address_range},
    OperatorName{"NotIpAddress", Comparison::in_address_range, true},
    OperatorName{"ArnEquals", Comparison::arn_like},
    OperatorName{"ArnLike", Comparison::arn_like},
    OperatorName{"ArnNotEquals", Comparison::arn_like, true},
    OperatorName{"ArnNotLike", Comparison::arn_like, true},
    OperatorName{"Null", Comparison::is_null}};

std::optional<double> parse_number(std::string_view text) {
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

bool compare(Comparison comparison, const auto& left, const auto& right) {
  switch (comparison) {
    case Comparison::number_less:
    case Comparison::time_less:
      return left < right;
    case Comparison::number_less_or_equal:
    case Comparison::time_less_or_equal:
      return left <= right;
    case Comparison::number_greater:
    case Comparison::time_greater:
      return left > right;
    case Comparison::number_greater_or_equal:
    case Comparison::time_greater_or_equal:
      return left >= right;
    default:
      return left == right;
  }
}

// Values that are not of the operator's type compare as different.
template <class Parse>
bool compare_parsed(Comparison comparison, std::string_view value, std::string_view wanted,
                    const Parse& parse) {
  const auto left = parse(value);
  const auto right = parse(wanted);
  return left && right && compare(comparison, *left, *right);
}

bool in_range(std::string_view value, std::string_view wanted) {
  const auto address = parse_address(value);
  const auto range = parse_address_range(wanted);
  return address && range && range->contains(*address);
}

// The first five of an ARN's six parts end at a colon; the last may have colons.
std::optional<std::array<std::string_view, 6>> parts_of_arn(std::string_view text) {
  std::array<std::string_view, 6> parts;
  for (std::size_t part = 0; part < 5; ++part) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    parts[part] = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  parts[5] = text;
  return parts;
}

// Part by part: a wildcard stays within its own.
bool arn_matches(std::string_view pattern, std::string_view arn) {
  const auto wanted = parts_of_arn(pattern);
  const auto given = parts_of_arn(arn);
  if (!wanted || !given) return pattern.size() == 1 && pattern.front() == mark_any_text;
  return std::ranges::equal(*wanted, *given, glob_matches);
}

bool compare_one(Comparison comparison, std::string_view value, std::string_view wanted) {
  switch (comparison) {
    case Comparison::text_equals:
    case Comparison::binary_equals:
      return value == wanted;
    case Comparison::text_equals_ignoring_case:
    case Comparison::boolean:
      return equal_ignoring_case(value, wanted);
    case Comparison::text_like:
      return glob_matches(wanted, value);
    case Comparison::number_equals:
    case Comparison::number_less:
    case Comparison::number_less_or_equal:
    case Comparison::number_greater:
    case Comparison::number_greater_or_equal:
      return compare_parsed(comparison, value, wanted, parse_number);
    case Comparison::time_equals:
    case Comparison::time_less:
    case Comparison::time_less_or_equal:
    case Comparison::time_greater:
    case Comparison::time_greater_or_equal:
      return compare_parsed(comparison, value, wanted, parse_iso_time);
    case Comparison::in_address_range:
      return in_range(value, wanted);
    case Comparison::arn_like:
      return arn_matches(wanted, value);
    case Comparison::is_null:
      return false;  // Asked before there are values to compare.
  }
  return false;
}

// Whether one value of the request is, or is not, among those of the policy.
bool fits(const Condition& condition, const std::vector<std::string>& wanted,
          std::string_view value) {
  const bool found = std::ranges::any_of(
      wanted, [&](std::string_view one) { return compare_one(condition.comparison, value, one); });
  return found != condition.negated;
}

bool holds_null(const Condition& condition, const std::vector<std::string>& wanted,
                bool is_absent) {
  return std::ranges::any_of(wanted, [&](std::string_view value) {
           return equal_ignoring_case(value, is_absent ? "true" : "false");
         }) != condition.negated;
}

std::vector<std::string> resolve_all(const Condition& condition, const Request& request) {
  std::vector<std::string> resolved;
  for (const TextPattern& value : condition.values) {
    if (auto text = value.resolve(request)) resolved.push_back(*std::move(text));
  }
  return resolved;
}

}  // namespace

bool holds(const Condition& condition, const Request& request) {
  const auto values = context_values(request, condition.key);
  const std::vector<std::string> wanted = resolve_all(condition, request);
  const bool is_absent = !values || values->empty();
  if (condition.comparison == Comparison::is_null) {
    return holds_null(condition, wanted, is_absent);
  }
  if (is_absent) {
    if (condition.if_exists || condition.quantifier == Quantifier::for_all_values) return true;
    return condition.quantifier == Quantifier::one && condition.negated;
  }
  const auto one_fits = [&](std::string_view value) { return fits(condition, wanted, value); };
  if (condition.quantifier == Quantifier::for_any_value) {
    return std::ranges::any_of(*values, one_fits);
  }
  return std::ranges::all_of(*values, one_fits);
}

std::optional<Condition> parse_operator(std::string_view name) {
  Condition condition;
  for (const auto& [prefix, quantifier] :
       {std::pair{std::string_view("ForAllValues:"), Quantifier::for_all_values},
        std::pair{std::string_view("ForAnyValue:"), Quantifier::for_any_value}}) {
    if (!name.starts_with(prefix)) continue;
    condition.quantifier = quantifier;
    name.remove_prefix(prefix.size());
    break;
  }
  constexpr std::string_view suffix = "IfExists";
  if (name.ends_with(suffix)) {
    condition.if_exists = true;
    name.remove_suffix(suffix.size());
  }
  const auto* const found = std::ranges::find(operator_names, name, &OperatorName::name);
  if (found == operator_names.end()) return std::nullopt;
  if (found->comparison == Comparison::is_null && condition.if_exists) return std::nullopt;
  condition.comparison = found->comparison;
  condition.negated = found->negated;
  return condition;
}

}  // namespace weir::aws::policy
