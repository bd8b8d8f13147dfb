// Anything as an encoded histogram. What is accepted is kept: encoded and read again it is equal.

#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "input.h"
#include "metrics/histogram.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weir;
  const auto decoded = metrics::Histogram::decode(fuzz::text_of(data, size));
  if (!decoded) return 0;
  const auto again = metrics::Histogram::decode(decoded->encode());
  CHECK(again.has_value());
  CHECK(again->layout() == decoded->layout());
  CHECK(again->count() == decoded->count());
  for (const double percentile : {0.0, 50.0, 99.99, 100.0}) {
    CHECK(again->value_at(percentile) == decoded->value_at(percentile));
  }
  CHECK(decoded->min() <= decoded->max());
  return 0;
}
