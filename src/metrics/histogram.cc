#include "metrics/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "base/check.h"

namespace weir::metrics {
namespace {

int floor_log2(std::int64_t value) {
  return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(value))) - 1;
}

// Sub-buckets tell values apart that differ by one unit up to 2 * 10^digits; 2^(this + 1) of them.
int half_count_magnitude(int significant_digits) {
  std::int64_t single_unit_below = 2;
  for (int digit = 0; digit < significant_digits; ++digit) single_unit_below *= 10;
  return floor_log2(single_unit_below - 1);
}

}  // namespace

std::size_t counts_of(const HistogramLayout& layout) {
  const int half_magnitude = half_count_magnitude(layout.significant_digits);
  std::int64_t untrackable = std::int64_t{1}
                             << (half_magnitude + 1 + floor_log2(layout.lowest_discernible));
  std::size_t buckets = 1;
  while (untrackable <= layout.highest_trackable) {
    ++buckets;
    if (untrackable > std::numeric_limits<std::int64_t>::max() / 2) break;
    untrackable <<= 1;
  }
  return (buckets + 1) << half_magnitude;
}

Histogram::Histogram(const HistogramLayout& layout) : layout_(layout) {
  CHECK(layout.lowest_discernible >= 1);
  CHECK(layout.significant_digits >= 1 && layout.significant_digits <= 5);
  CHECK(layout.highest_trackable / 2 >= layout.lowest_discernible);
  unit_magnitude_ = floor_log2(layout.lowest_discernible);
  sub_bucket_half_count_magnitude_ = half_count_magnitude(layout.significant_digits);
  // HdrHistogram's own bound: above it a value's bucket would not fit in 64 bits.
  CHECK(unit_magnitude_ + sub_bucket_half_count_magnitude_ + 1 <= 61);
  sub_bucket_mask_ = ((std::int64_t{2} << sub_bucket_half_count_magnitude_) - 1) << unit_magnitude_;
  counts_.resize(counts_of(layout));
}

std::size_t Histogram::index_of(std::int64_t value) const {
  const int bucket =
      floor_log2(value | sub_bucket_mask_) - unit_magnitude_ - sub_bucket_half_count_magnitude_;
  const auto sub_bucket = static_cast<std::size_t>(value >> (bucket + unit_magnitude_));
  // The lower half of every bucket but the first is the bucket before it.
  return (static_cast<std::size_t>(bucket) << sub_bucket_half_count_magnitude_) + sub_bucket;
}

// By how many bits values at `index` are shifted: 2^that of them are one.
int Histogram::shift_at(std::size_t index) const {
  const auto bucket = static_cast<int>(index >> sub_bucket_half_count_magnitude_) - 1;
  return std::max(bucket, 0) + unit_magnitude_;
}

std::int64_t Histogram::lowest_equivalent(std::size_t index) const {
  const std::size_t half_count = std::size_t{1} << sub_bucket_half_count_magnitude_;
  const std::size_t sub_bucket =
      index < half_count ? index : (index & (half_count - 1)) + half_count;
  return static_cast<std::int64_t>(sub_bucket) << shift_at(index);
}

std::int64_t Histogram::highest_equivalent(std::size_t index) const {
  return lowest_equivalent(index) + ((std::int64_t{1} << shift_at(index)) - 1);
}

double Histogram::median_equivalent(std::size_t index) const {
  return static_cast<double>(lowest_equivalent(index) +
                             ((std::int64_t{1} << shift_at(index)) >> 1));
}

void Histogram::add_at(std::size_t index, std::uint64_t count) {
  counts_[index] += count;
  count_ += count;
  if (used_begin_ == used_end_) {
    used_begin_ = index;
    used_end_ = index + 1;
    return;
  }
  used_begin_ = std::min(used_begin_, index);
  used_end_ = std::max(used_end_, index + 1);
}

void Histogram::record(std::int64_t value, std::uint64_t count) {
  if (count == 0) return;
  add_at(index_of(std::clamp<std::int64_t>(value, 0, layout_.highest_trackable)), count);
}

void Histogram::merge(const Histogram& other) {
  CHECK(layout_ == other.layout_);
  for (std::size_t index = other.used_begin_; index < other.used_end_; ++index) {
    if (other.counts_[index] != 0) add_at(index, other.counts_[index]);
  }
}

void Histogram::subtract(const Histogram& other) {
  CHECK(layout_ == other.layout_);
  for (std::size_t index = other.used_begin_; index < other.used_end_; ++index) {
    CHECK(counts_[index] >= other.counts_[index]);
    counts_[index] -= other.counts_[index];
  }
  count_ -= other.count_;
}

void Histogram::clear() {
  std::fill(counts_.begin() + static_cast<std::ptrdiff_t>(used_begin_),
            counts_.begin() + static_cast<std::ptrdiff_t>(used_end_), 0);
  count_ = 0;
  used_begin_ = used_end_ = 0;
}

std::int64_t Histogram::min() const {
  if (count_ == 0) return 0;
  std::size_t index = used_begin_;
  while (counts_[index] == 0) ++index;
  return lowest_equivalent(index);
}

std::int64_t Histogram::max() const {
  if (count_ == 0) return 0;
  std::size_t index = used_end_ - 1;
  while (counts_[index] == 0) --index;
  return highest_equivalent(index);
}

double Histogram::mean() const {
  if (count_ == 0) return 0;
  double sum = 0;
  for (std::size_t index = used_begin_; index < used_end_; ++index) {
    if (counts_[index] == 0) continue;
    sum += static_cast<double>(counts_[index]) * median_equivalent(index);
  }
  return sum / static_cast<double>(count_);
}

double Histogram::standard_deviation() const {
  if (count_ == 0) return 0;
  const double average = mean();
  double sum = 0;
  for (std::size_t index = used_begin_; index < used_end_; ++index) {
    if (counts_[index] == 0) continue;
    const double deviation = median_equivalent(index) - average;
    sum += static_cast<double>(counts_[index]) * deviation * deviation;
  }
  return std::sqrt(sum / static_cast<double>(count_));
}

std::int64_t Histogram::value_at(double percentile) const {
  if (count_ == 0) return 0;
  // One step down first, as HdrHistogram does: 99.9 % of 1,000 is 999.0000000000001 in doubles, and
  // must not become 1,000.
  const double wanted =
      std::clamp(std::nextafter(percentile, -std::numeric_limits<double>::infinity()), 0.0, 100.0);
  const double rank = std::ceil(wanted * static_cast<double>(count_) / 100.0);
  const auto target = std::max<std::uint64_t>(static_cast<std::uint64_t>(rank), 1);
  std::uint64_t so_far = 0;
  for (std::size_t index = used_begin_; index < used_end_; ++index) {
    so_far += counts_[index];
    if (so_far < target) continue;
    return percentile <= 0 ? lowest_equivalent(index) : highest_equivalent(index);
  }
  return max();
}

std::uint64_t Histogram::count_up_to(std::int64_t value) const {
  if (value < 0) return 0;
  const std::size_t last = index_of(std::min(value, layout_.highest_trackable));
  std::uint64_t so_far = 0;
  for (std::size_t index = used_begin_; index < std::min(used_end_, last + 1); ++index) {
    so_far += counts_[index];
  }
  return so_far;
}

}  // namespace weir::metrics
