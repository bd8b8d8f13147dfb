#include "meter/run/interval.h"

#include <algorithm>
#include <cstddef>

#include "meter/results/sample.h"

namespace weir::meter {

void Interval::clear() {
  for (std::size_t label = 0; label < labels.size(); ++label) {
    threads[label] = 0;
    if (!is_touched[label]) continue;
    is_touched[label] = false;
    LabelResult& result = labels[label];
    result.counts = {};
    result.latency.clear();
    result.service_time.clear();
    result.connect.clear();
    result.end_to_end.clear();
    result.errors.clear();
  }
  shards.clear();
  punctuality.lateness.clear();
  punctuality.late = 0;
  punctuality.unsent = 0;
  waited = 0;
  slowest.clear();
  latest.clear();
}

void Interval::merge(const Interval& other) {
  for (std::size_t label = 0; label < labels.size(); ++label) {
    threads[label] += other.threads[label];
    if (!other.is_touched[label]) continue;
    is_touched[label] = true;
    labels[label].merge(other.labels[label]);
  }
  for (const auto& [shard, counts] : other.shards) {
    ShardCounts& sum = shards[shard];
    sum.records += counts.records;
    sum.bytes += counts.bytes;
    sum.throttles += counts.throttles;
  }
  punctuality.lateness.merge(other.punctuality.lateness);
  punctuality.late += other.punctuality.late;
  punctuality.unsent += other.punctuality.unsent;
  waited += other.waited;
  for (const Sample& sample : other.slowest) note_slowest(slowest, sample);
  for (const Sample& sample : other.latest) latest.push_back(sample);
  std::ranges::stable_sort(latest, {}, &Sample::ended);
  while (latest.size() > shown_samples_max) latest.pop_front();
}

void note_slowest(std::vector<Sample>& slowest, const Sample& sample) {
  const bool is_full = slowest.size() == shown_samples_max;
  if (is_full && sample.latency() <= slowest.back().latency()) return;
  const auto slower = [&](const Sample& other) { return other.latency() >= sample.latency(); };
  const auto at = std::ranges::find_if_not(slowest, slower);
  slowest.insert(at, sample);
  if (is_full) slowest.pop_back();
}

}  // namespace weir::meter
