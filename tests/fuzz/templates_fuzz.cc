// Anything as a template, in both languages: what compiles renders, and an error lies inside it.

#include <algorithm>
#include <string>
#include <string_view>

#include "base/check.h"
#include "input.h"
#include "meter/templates/template.h"

namespace weir::fuzz {
namespace {

// What is made is bounded, up to what one hole adds.
constexpr std::size_t rendered_bytes_max = 50u << 20;

void render(const meter::Template& made, const meter::VariableNames& names) {
  meter::FastRandom random(1);
  meter::Variables variables(names.size());
  meter::RenderContext context{.random = random,
                               .variables = variables,
                               .now = {1'704'067'200'000},
                               .simulated_now = {1'704'067'200'000}};
  std::string out;
  for (int count = 0; count < 2; ++count) {
    out.clear();
    made.render(context, out);
    CHECK(out.size() <= rendered_bytes_max);
  }
}

void compile(std::string_view text, meter::Language language) {
  meter::VariableNames names;
  names.slot("x");
  const auto made = meter::Template::compile(text, language, names);
  if (made) {
    render(*made, names);
  } else {
    CHECK(made.error().offset <= text.size());
    CHECK(!made.error().message.empty());
  }
}

}  // namespace
}  // namespace weir::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weir;
  // Longer ones find nothing new, and lengthen what is rendered.
  const std::string text = fuzz::text_of(data, std::min<std::size_t>(size, 1'024));
  fuzz::compile(text, meter::Language::data_generator);
  fuzz::compile(text, meter::Language::jmeter);
  return 0;
}
