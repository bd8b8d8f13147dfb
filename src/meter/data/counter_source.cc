#include "meter/data/counter_source.h"

#include <fmt/format.h>

#include <utility>

namespace weir::meter {

Result<std::unique_ptr<CounterSource>> CounterSource::make(const Counter& plan,
                                                           VariableNames& names) {
  auto format = DecimalFormat::parse(plan.format);
  if (!format) return fail(ErrorCode::invalid_argument, std::move(format).error());
  const bool never_ends =
      plan.end && (plan.step >= 0 ? *plan.end < plan.start : *plan.end > plan.start);
  if (never_ends) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("The counter {} never gets from {} to {} in steps of {}.", plan.name,
                            plan.start, *plan.end, plan.step));
  }
  return std::unique_ptr<CounterSource>(new CounterSource(plan, *std::move(format), names));
}

CounterSource::CounterSource(const Counter& plan, DecimalFormat format, VariableNames& names)
    : format_(std::move(format)),
      start_(plan.start),
      step_(plan.step),
      count_max_(0),
      is_per_thread_(plan.is_per_thread),
      slot_(names.slot(plan.name)),
      own_(names.unnamed()) {
  if (!plan.end || step_ == 0) return;
  const auto start = static_cast<std::uint64_t>(plan.start);
  const auto end = static_cast<std::uint64_t>(*plan.end);
  const auto step = static_cast<std::uint64_t>(step_);
  count_max_ = step_ > 0 ? (end - start) / step + 1 : (start - end) / (0 - step) + 1;
}

void CounterSource::advance(Variables& variables) {
  auto count =
      static_cast<std::uint64_t>(is_per_thread_ ? variables.held(own_).number++
                                                : shared_.fetch_add(1, std::memory_order_relaxed));
  if (count_max_ != 0) count %= count_max_;
  const std::uint64_t number =
      static_cast<std::uint64_t>(start_) + count * static_cast<std::uint64_t>(step_);
  Held& held = variables.held(slot_);
  held.is_set = true;
  held.text.clear();
  format_.append(static_cast<std::int64_t>(number), held.text);
}

}  // namespace weir::meter
