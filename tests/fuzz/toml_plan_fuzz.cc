// Anything as a TOML plan. What can be read can be finished, summed up, and changed by flags; what
// cannot is told where it stands.

#include <string>

#include "base/check.h"
#include "input.h"
#include "meter/plan/finish_plan.h"
#include "meter/plan/flags.h"
#include "meter/plan/summary.h"
#include "meter/plan/template_position.h"
#include "meter/plan/threshold.h"
#include "meter/plan/toml_plan.h"

namespace weir::fuzz {
namespace {

void check_flags(const std::string& text, meter::Plan plan) {
  meter::PlanErrors errors;
  meter::Flags flags;
  flags.set = {text, "data=" + text, "partition_key=" + text};
  flags.stages = text;
  flags.thresholds = {text};
  meter::apply_flags(flags, false, meter::Language::jmeter, plan, errors);
  for (const meter::PlanError& error : errors.all()) CHECK(!error.message.empty());
}

}  // namespace
}  // namespace weir::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weir;
  const std::string text = fuzz::text_of(data, size);
  meter::PlanErrors errors;
  meter::Plan plan = meter::read_toml_plan(text, "plan.toml", errors);
  for (const meter::PlanError& error : errors.all()) {
    CHECK(error.at.file == "plan.toml" && !error.message.empty());
  }
  fuzz::check_flags(text, plan);
  (void)meter::parse_abort(text);
  if (!errors.is_empty()) return 0;
  meter::finish_plan(plan, errors);
  CHECK(!meter::summary_of(plan).empty());
  for (const meter::Group& group : plan.groups) {
    for (const meter::Sampler& sampler : group.samplers) {
      const auto* const field = std::get_if<meter::TemplateText>(&sampler.data);
      if (field != nullptr) (void)meter::position_in(*field, field->text.size() / 2);
    }
  }
  return 0;
}
