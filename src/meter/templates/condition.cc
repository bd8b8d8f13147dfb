#include "meter/templates/condition.h"

#include <charconv>
#include <compare>
#include <optional>
#include <utility>

namespace weir::meter {
namespace {

std::optional<double> number_in(const std::string& text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return number;
}

std::partial_ordering compare(const std::string& left, const std::string& right) {
  const auto left_number = number_in(left);
  const auto right_number = number_in(right);
  if (left_number && right_number) return *left_number <=> *right_number;
  return left <=> right;
}

const std::string& rendered(const Filler& fill, Slot slot, RenderContext& context) {
  std::string& text = context.variables.held(slot).text;
  text.clear();
  fill(context, text);
  return text;
}

}  // namespace

Condition::Condition(Filler left, Comparator comparator, Filler right, VariableNames& names)
    : left_(std::move(left)),
      comparator_(comparator),
      right_(std::move(right)),
      left_slot_(names.unnamed()),
      right_slot_(names.unnamed()) {}

bool Condition::holds(RenderContext& context) const {
  const std::string& left = rendered(left_, left_slot_, context);
  if (comparator_ == Comparator::none) return !left.empty() && left != "0" && left != "false";
  const std::partial_ordering order = compare(left, rendered(right_, right_slot_, context));
  switch (comparator_) {
    case Comparator::equal:
      return order == 0;
    case Comparator::not_equal:
      return order != 0;
    case Comparator::less:
      return order < 0;
    case Comparator::at_most:
      return order <= 0;
    case Comparator::greater:
      return order > 0;
    default:
      return order >= 0;
  }
}

}  // namespace weir::meter
