#include "meter/results/run_result.h"

namespace weir::meter {

void Counts::add(const Counts& other) {
  samples += other.samples;
  samples_failed += other.samples_failed;
  records += other.records;
  records_failed += other.records_failed;
  attempts += other.attempts;
  throttles += other.throttles;
  payload_bytes += other.payload_bytes;
  bytes_sent += other.bytes_sent;
  bytes_received += other.bytes_received;
}

void LabelResult::merge(const LabelResult& other) {
  counts.add(other.counts);
  latency.merge(other.latency);
  service_time.merge(other.service_time);
  connect.merge(other.connect);
  end_to_end.merge(other.end_to_end);
  for (const auto& [code, count] : other.errors) errors[code] += count;
}

LabelResult RunResult::total() const {
  LabelResult total;
  total.label = "TOTAL";  // As JMeter's reports call it.
  for (const LabelResult& label : labels) total.merge(label);
  return total;
}

}  // namespace weir::meter
