// What keeping and reading a latency costs.

#include <benchmark/benchmark.h>

#include <cstdint>

#include "metrics/histogram.h"

namespace weir::metrics {
namespace {

constexpr HistogramLayout latencies{.lowest_discernible = 64};

// Latencies from 100 us to some 100 ms, as a run has them.
std::int64_t next_latency(std::uint64_t& state) {
  state = state * 6'364'136'223'846'793'005u + 1'442'695'040'888'963'407u;
  return static_cast<std::int64_t>(100'000 + (state >> 37u));
}

Histogram filled() {
  Histogram histogram(latencies);
  std::uint64_t state = 1;
  for (int sample = 0; sample < 100'000; ++sample) histogram.record(next_latency(state));
  return histogram;
}

void record(benchmark::State& state) {
  Histogram histogram(latencies);
  std::uint64_t random = 1;
  for (auto _ : state) histogram.record(next_latency(random));
  benchmark::DoNotOptimize(histogram.count());
}
BENCHMARK(record);

void merge(benchmark::State& state) {
  const Histogram from = filled();
  Histogram into(latencies);
  for (auto _ : state) into.merge(from);
}
BENCHMARK(merge);

void percentile(benchmark::State& state) {
  const Histogram histogram = filled();
  for (auto _ : state) benchmark::DoNotOptimize(histogram.value_at(99.9));
}
BENCHMARK(percentile);

void encode(benchmark::State& state) {
  const Histogram histogram = filled();
  for (auto _ : state) benchmark::DoNotOptimize(histogram.encode());
}
BENCHMARK(encode);

}  // namespace
}  // namespace weir::metrics
