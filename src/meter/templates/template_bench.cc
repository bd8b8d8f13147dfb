// What a record costs to make. A typical event of ten fields is to take less than 2 µs on one core.
#include <benchmark/benchmark.h>

#include <string>
#include <string_view>

#include "base/check.h"
#include "meter/templates/template.h"

namespace weir::meter {
namespace {

void render(benchmark::State& state, std::string_view text, Language language) {
  VariableNames names;
  auto made = Template::compile(text, language, names);
  CHECK(made.has_value(), "{}", made.error().message);
  FastRandom random(1);
  Variables variables(names.size());
  RenderContext context{.random = random,
                        .variables = variables,
                        .now = {1'795'696'879'000},
                        .simulated_now = {1'795'696'879'000}};
  std::string out;
  std::size_t bytes = 0;
  std::uint64_t count = 0;
  for (auto step : state) {
    out.clear();
    // Two hundred records in a millisecond.
    if (++count % 200 == 0) ++context.now.ms;
    made->render(context, out);
    bytes += out.size();
    benchmark::DoNotOptimize(out.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
  state.SetItemsProcessed(state.iterations());
}

constexpr std::string_view event_of_ten_fields =
    R"({"id":"{{random.uuid}}","sensor":{{random.number(5000)}},)"
    R"("temperature":{{random.number({"min":10,"max":150})}},)"
    R"("status":"{{random.weightedArrayElement({"weights":[0.8,0.15,0.05],)"
    R"("data":["OK","WARN","FAIL"]})}}",)"
    R"("at":"{{date.utc("YYYY-MM-DDTHH:mm:ss.SSS[Z]")}}","user":"{{name.firstName}}",)"
    R"("ip":"{{internet.ip}}","country":"{{address.countryCode}}",)"
    R"("amount":{{random.number({"max":1000,"precision":0.01})}},"order":{{counter.orders}}})";

void event(benchmark::State& state) {
  render(state, event_of_ten_fields, Language::data_generator);
}
BENCHMARK(event);

// The same with a date whose text is new each time.
void event_of_jmeter(benchmark::State& state) {
  render(
      state,
      R"({"id":"${__UUID()}","n":${__Random(1,5000)},"t":"${__time(yyyy-MM-dd'T'HH:mm:ss.SSS)}",)"
      R"("user":"${__RandomString(8,abcdefgh)}","thread":${__threadNum},)"
      R"("count":${__counter(TRUE)}})",
      Language::jmeter);
}
BENCHMARK(event_of_jmeter);

void holes(benchmark::State& state, const char* text) {
  render(state, text, Language::data_generator);
}
BENCHMARK_CAPTURE(holes, uuid, "{{random.uuid}}");
BENCHMARK_CAPTURE(holes, number, "{{random.number}}");
BENCHMARK_CAPTURE(holes, decimal, R"({{random.number({"max":1000,"precision":0.01})}})");
BENCHMARK_CAPTURE(holes, date, R"({{date.utc("YYYY-MM-DDTHH:mm:ss.SSS[Z]")}})");
BENCHMARK_CAPTURE(holes, email, "{{internet.email}}");
BENCHMARK_CAPTURE(holes, condition, R"({{if chance(0.5)}}a{{else}}b{{end}})");
BENCHMARK_CAPTURE(holes, sentence, "{{lorem.sentence}}");

}  // namespace
}  // namespace weir::meter
