#include "meter/load/staged_arrivals.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "base/time.h"
#include "meter/plan/plan.h"
#include "meter/templates/fast_random.h"

namespace weir::meter {
namespace {

// An area of 9.999999999 is ten arrivals, and one of 10.000000001 is not eleven.
constexpr double area_tolerance = 1e-6;

double in_seconds(nanoseconds duration) { return std::chrono::duration<double>(duration).count(); }

double area_of(const Stage& stage) {
  return (stage.from_per_second + stage.to_per_second) / 2 * in_seconds(stage.duration);
}

// Seconds into the stage until `area` lies under the rate. The positive root of
// slope/2 t^2 + from t = area, in the form that does not cancel.
double seconds_until(const Stage& stage, double area) {
  const double slope = (stage.to_per_second - stage.from_per_second) / in_seconds(stage.duration);
  const double root =
      std::sqrt(std::max(0.0, stage.from_per_second * stage.from_per_second + 2 * slope * area));
  const double divisor = stage.from_per_second + root;
  return divisor > 0 ? 2 * area / divisor : 0;
}

}  // namespace

StagedArrivals::StagedArrivals(std::vector<Stage> stages, Arrivals arrivals, FastRandom random)
    : stages_(std::move(stages)), arrivals_(arrivals), random_(random) {
  if (arrivals_ == Arrivals::poisson) target_ = step();
}

double StagedArrivals::step() { return -std::log1p(-random_.unit()); }

std::optional<nanoseconds> StagedArrivals::next() {
  while (stage_ < stages_.size() &&
         target_ + area_tolerance >= area_before_stage_ + area_of(stages_[stage_])) {
    area_before_stage_ += area_of(stages_[stage_]);
    stage_begin_ += stages_[stage_].duration;
    ++stage_;
  }
  if (stage_ == stages_.size()) return std::nullopt;
  const double inside = std::max(0.0, target_ - area_before_stage_);
  const double offset = seconds_until(stages_[stage_], inside);
  // Even arrivals are counted, not summed up, so that no error grows over a day.
  target_ = arrivals_ == Arrivals::even ? static_cast<double>(++made_) : target_ + step();
  return stage_begin_ + nanoseconds(std::llround(offset * 1e9));
}

double StagedArrivals::rate_at(nanoseconds at) const {
  for (const Stage& stage : stages_) {
    if (at < stage.duration) {
      const double share = in_seconds(at) / in_seconds(stage.duration);
      return stage.from_per_second + (stage.to_per_second - stage.from_per_second) * share;
    }
    at -= stage.duration;
  }
  return 0;
}

std::optional<nanoseconds> StagedArrivals::duration() const {
  nanoseconds sum{0};
  for (const Stage& stage : stages_) sum += stage.duration;
  return sum;
}

}  // namespace weir::meter
