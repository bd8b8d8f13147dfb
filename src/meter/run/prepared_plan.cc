#include "meter/run/prepared_plan.h"

#include <algorithm>

#include "meter/plan/plan.h"
#include "meter/plan/words.h"

namespace weir::meter {
namespace {

bool any_sampler(const PreparedPlan& plan, bool (*holds)(const Sampler&)) {
  return std::ranges::any_of(plan.groups, [&](const PreparedGroup& group) {
    return std::ranges::any_of(
        group.samplers, [&](const PreparedSampler& sampler) { return holds(*sampler.plan); });
  });
}

}  // namespace

bool PreparedPlan::has_reader() const {
  return any_sampler(*this, [](const Sampler& sampler) { return is_reading(sampler.operation); });
}

bool PreparedPlan::has_writer() const {
  return any_sampler(*this, [](const Sampler& sampler) { return !is_reading(sampler.operation); });
}

bool PreparedPlan::is_traced() const {
  return any_sampler(*this, [](const Sampler& sampler) {
    return !is_reading(sampler.operation) && sampler.is_traced;
  });
}

}  // namespace weir::meter
