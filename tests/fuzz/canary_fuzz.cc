// Dies of one input on purpose. That it is noticed, in the corpus and by the fuzzer, is the test.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  CHECK(!input.starts_with("weir"), "the canary has been found");
  return 0;
}
