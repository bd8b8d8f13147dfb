#include "monitoring/statistics.h"

#include <algorithm>

namespace weir::monitoring {

void Statistics::record(double value, double count) {
  if (!(count > 0)) return;
  const bool is_known = sample_count == 0 || !sketch.is_empty();
  minimum = sample_count == 0 ? value : std::min(minimum, value);
  maximum = sample_count == 0 ? value : std::max(maximum, value);
  sample_count += count;
  sum += value * count;
  if (is_known) sketch.record(value, count);
}

void Statistics::merge(const Statistics& other) {
  if (other.sample_count == 0) return;
  if (sample_count == 0) {
    *this = other;
    return;
  }
  minimum = std::min(minimum, other.minimum);
  maximum = std::max(maximum, other.maximum);
  sample_count += other.sample_count;
  sum += other.sum;
  if (sketch.is_empty() || other.sketch.is_empty()) return forget_spread();
  sketch.merge(other.sketch);
}

Statistics statistics_of_set(double sample_count, double sum, double minimum, double maximum) {
  Statistics statistics{.sample_count = sample_count,
                        .sum = sum,
                        .minimum = minimum,
                        .maximum = maximum,
                        .sketch = {}};
  if (minimum == maximum) statistics.sketch.record(minimum, sample_count);
  return statistics;
}

}  // namespace weir::monitoring
