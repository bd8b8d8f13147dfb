// Anything as a formula of metric math: what is read is worked out over a few series, and gives
// finite points in ascending order.

#include <cmath>
#include <cstddef>
#include <string>

#include "base/check.h"
#include "input.h"
#include "monitoring/metric_math/evaluation.h"
#include "monitoring/metric_math/functions.h"

namespace weir::fuzz {
namespace {

monitoring::MathInputs inputs() {
  monitoring::MathInputs inputs{.frame = {.start = {}, .end = {300'000}}};
  monitoring::TimeSeries series{.label = {},
                                .points = {{{0}, 1}, {{60'000}, -2.5}, {{180'000}, 4}}};
  inputs.results["m1"] = series;
  series.points.pop_back();
  inputs.results["m2"] = series;
  inputs.results["e1"] = 2.0;
  inputs.metric_ids = {"m1", "m2"};
  return inputs;
}

}  // namespace
}  // namespace weir::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weir;
  const auto expression = monitoring::parse_expression(fuzz::text_of(data, size));
  if (!expression) {
    CHECK(!expression.error().message.empty());
    return 0;
  }
  const monitoring::MathInputs inputs = fuzz::inputs();
  std::size_t points_left = monitoring::math_points_max;
  const auto value = monitoring::evaluate(*expression, inputs, points_left);
  if (!value) return 0;
  CHECK(monitoring::check_functions(*expression).has_value());
  for (const monitoring::TimeSeries& series : monitoring::as_series(*value, inputs.frame)) {
    for (std::size_t index = 0; index < series.points.size(); ++index) {
      CHECK(std::isfinite(series.points[index].value));
      CHECK(index == 0 || series.points[index - 1].time < series.points[index].time);
    }
  }
  return 0;
}
