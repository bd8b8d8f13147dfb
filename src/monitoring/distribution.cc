#include "monitoring/distribution.h"

#include <utility>

namespace weir::monitoring {

void Distribution::find_bucket(double value) {
  const std::int32_t bucket = Sketch::bucket_of(value);
  if (counts_.empty()) first_bucket_ = bucket;
  if (bucket < first_bucket_) {
    counts_.insert(counts_.begin(), static_cast<std::size_t>(first_bucket_ - bucket), 0);
    first_bucket_ = bucket;
  }
  last_index_ = static_cast<std::size_t>(bucket - first_bucket_);
  if (last_index_ >= counts_.size()) counts_.resize(last_index_ + 1);
  last_value_ = value;
}

Statistics Distribution::statistics() const {
  Statistics statistics = tally_.statistics();
  Sketch::Buckets buckets;
  for (std::size_t index = 0; index < counts_.size(); ++index) {
    if (counts_[index] == 0) continue;
    buckets.emplace_back(first_bucket_ + static_cast<std::int32_t>(index), counts_[index]);
  }
  statistics.sketch = Sketch::of(std::move(buckets));
  return statistics;
}

// What the values of a minute needed, those of the next need too.
void Distribution::clear() {
  tally_ = {};
  std::ranges::fill(counts_, 0);
}

}  // namespace weir::monitoring
