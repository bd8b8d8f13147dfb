#include "meter/load/compressed.h"

#include <cmath>
#include <variant>
#include <vector>

#include "base/time.h"
#include "meter/plan/plan.h"

namespace weir::meter {
namespace {

class Compressor {
 public:
  explicit Compressor(double speed) : speed_(speed) {}

  void compress(Group& group) const {
    shorten(group.start_delay);
    std::visit([this](auto& load) { compress(load); }, group.load);
    compress(group.timers);
    for (Sampler& sampler : group.samplers) compress(sampler.timers);
  }

 private:
  void compress(ClosedLoad& load) const {
    shorten(load.ramp_up);
    if (load.duration) shorten(*load.duration);
  }
  void compress(OpenLoad& load) const {
    if (auto* periodic = std::get_if<PeriodicRate>(&load.rate)) {
      periodic->speed *= speed_;
      if (periodic->duration) shorten(*periodic->duration);
      return;
    }
    for (Stage& stage : std::get<std::vector<Stage>>(load.rate)) {
      stage.from_per_second *= speed_;
      stage.to_per_second *= speed_;
      shorten(stage.duration);
    }
  }
  void compress(std::vector<Timer>& timers) const {
    for (Timer& timer : timers) {
      std::visit([this](auto& known) { compress(known); }, timer);
    }
  }
  void compress(ConstantTimer& timer) const { shorten(timer.delay); }
  void compress(UniformTimer& timer) const {
    shorten(timer.delay);
    shorten(timer.range);
  }
  void compress(GaussianTimer& timer) const {
    shorten(timer.delay);
    shorten(timer.deviation);
  }
  void compress(ThroughputTimer& timer) const { timer.samples_per_minute *= speed_; }

  void shorten(milliseconds& duration) const {
    duration = milliseconds(std::llround(static_cast<double>(duration.count()) / speed_));
  }

  double speed_;
};

}  // namespace

Plan compressed(Plan plan, double speed) {
  const Compressor compressor(speed);
  for (Group& group : plan.groups) compressor.compress(group);
  return plan;
}

}  // namespace weir::meter
