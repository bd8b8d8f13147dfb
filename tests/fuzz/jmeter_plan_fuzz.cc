// Anything as a JMeter plan, with what is not known left out and refused.

#include <string>

#include "base/check.h"
#include "input.h"
#include "meter/jmeter/jmeter_plan.h"
#include "meter/plan/finish_plan.h"
#include "meter/plan/summary.h"
#include "meter/plan/template_position.h"

namespace weir::fuzz {
namespace {

void check(const std::string& text, bool skips_unknown) {
  meter::PlanErrors errors;
  meter::Plan plan = meter::read_jmeter_plan(
      text, "plan.jmx", {.skips_unknown = skips_unknown, .properties = {{"threads", "2"}}}, errors);
  for (const meter::PlanError& error : errors.all()) {
    CHECK(error.at.file == "plan.jmx" && !error.message.empty());
  }
  if (!errors.is_empty()) return;
  CHECK(!plan.groups.empty());
  meter::finish_plan(plan, errors);
  CHECK(!meter::summary_of(plan).empty());
  for (const meter::Group& group : plan.groups) {
    for (const meter::Sampler& sampler : group.samplers) {
      const auto* const field = std::get_if<meter::TemplateText>(&sampler.data);
      if (field != nullptr) (void)meter::position_in(*field, field->text.size() / 2);
    }
  }
}

}  // namespace
}  // namespace weir::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = weir::fuzz::text_of(data, size);
  weir::fuzz::check(text, false);
  weir::fuzz::check(text, true);
  return 0;
}
