// Anything as the JSON of a run's result. What is accepted is kept: written and read again it is
// the same, and it can be told.

#include <string>

#include "base/check.h"
#include "input.h"
#include "meter/report/result_json.h"
#include "meter/report/summary.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weir;
  const auto read = meter::read_result_json(fuzz::text_of(data, size));
  if (!read) return 0;
  const std::string written = meter::result_json(*read, {});
  const auto again = meter::read_result_json(written);
  CHECK(again.has_value());
  CHECK(meter::result_json(*again, {}) == written);
  CHECK(!meter::summary_text(*read, {}, 80).empty());
  return 0;
}
