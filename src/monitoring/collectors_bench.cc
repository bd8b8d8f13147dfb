// What it costs to count one PutRecord: to be held against some 10 µs that a put takes.

#include <benchmark/benchmark.h>

#include "env/real_clock.h"
#include "monitoring/collectors.h"

namespace weir::monitoring {
namespace {

void count_put(LoopCollector& collector, std::uint32_t number, MonotonicTime started,
               const env::Clock& clock, double bytes) {
  const MonotonicTime now = clock.monotonic_now();
  StreamCounters& counters = collector.stream(
      number, now, [] { return StreamIdentity{"000000000001", "us-east-1", "orders"}; });
  counters.put_record.record(true, now - started);
  counters.put_record_bytes.record(bytes);
}

void one_stream_records_of_one_size(benchmark::State& state) {
  const env::RealClock clock;
  LoopCollector collector(clock);
  for (auto _ : state) count_put(collector, 1, clock.monotonic_now(), clock, 1'024);
}
BENCHMARK(one_stream_records_of_one_size);

void many_streams_records_of_all_sizes(benchmark::State& state) {
  const env::RealClock clock;
  LoopCollector collector(clock);
  std::uint32_t turn = 0;
  for (auto _ : state) {
    turn = turn * 1'664'525 + 1'013'904'223;
    count_put(collector, turn >> 24u, MonotonicTime{}, clock, turn >> 16u);
  }
}
BENCHMARK(many_streams_records_of_all_sizes);

}  // namespace
}  // namespace weir::monitoring
