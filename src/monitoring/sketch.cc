#include "monitoring/sketch.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace weir::monitoring {
namespace {

// Bucket k of the magnitudes holds (gamma^(k - 1), gamma^k]; the value given for it is off by
// relative_error at both ends.
constexpr double gamma = (1 + Sketch::relative_error) / (1 - Sketch::relative_error);

// Magnitudes below this are 0. CloudWatch's own smallest is 8.5e-110; what is that small is nothing
// that anybody measures of a stream.
constexpr double magnitude_min = 1e-9;

// ceil(log_gamma(1e-9)) is -1,036: so positive values have the numbers from 1 on, negative ones
// those from -1 on, the farther from 0 the larger; and 0 has 0.
constexpr std::int32_t first_exponent = -1'036;

double log_gamma(double magnitude) {
  static const double scale = 1 / std::log(gamma);
  return std::log(magnitude) * scale;
}

}  // namespace

std::int32_t Sketch::bucket_of(double value) {
  const double magnitude = std::abs(value);
  if (!(magnitude >= magnitude_min)) return 0;
  const auto exponent = static_cast<std::int32_t>(std::ceil(log_gamma(magnitude)));
  const std::int32_t number = std::max(exponent - first_exponent + 1, 1);
  return value < 0 ? -number : number;
}

double Sketch::value_of(std::int32_t bucket) {
  if (bucket == 0) return 0;
  const std::int32_t exponent = std::abs(bucket) - 1 + first_exponent;
  const double magnitude = 2 * std::pow(gamma, exponent) / (gamma + 1);
  return bucket < 0 ? -magnitude : magnitude;
}

void Sketch::add(std::int32_t bucket, double count) {
  const auto at = std::ranges::lower_bound(buckets_, bucket, {}, &Buckets::value_type::first);
  if (at != buckets_.end() && at->first == bucket) {
    at->second += count;
    return;
  }
  buckets_.insert(at, {bucket, count});
  bound();
}

void Sketch::bound() {
  if (buckets_.size() <= buckets_max) return;
  const auto surplus = static_cast<std::ptrdiff_t>(buckets_.size() - buckets_max);
  for (auto lowest = buckets_.begin(); lowest != buckets_.begin() + surplus; ++lowest) {
    buckets_[static_cast<std::size_t>(surplus)].second += lowest->second;
  }
  buckets_.erase(buckets_.begin(), buckets_.begin() + surplus);
}

void Sketch::record(double value, double count) {
  if (count > 0) add(bucket_of(value), count);
}

void Sketch::merge(const Sketch& other) {
  if (other.buckets_.empty()) return;
  Buckets merged;
  merged.reserve(buckets_.size() + other.buckets_.size());
  auto left = buckets_.begin();
  auto right = other.buckets_.begin();
  while (left != buckets_.end() || right != other.buckets_.end()) {
    const bool takes_left =
        right == other.buckets_.end() || (left != buckets_.end() && left->first <= right->first);
    const auto& next = takes_left ? *left++ : *right++;
    if (!merged.empty() && merged.back().first == next.first) {
      merged.back().second += next.second;
    } else {
      merged.push_back(next);
    }
  }
  buckets_ = std::move(merged);
  bound();
}

double Sketch::count() const {
  double total = 0;
  for (const auto& bucket : buckets_) total += bucket.second;
  return total;
}

double Sketch::value_at(double percentile) const {
  if (buckets_.empty()) return 0;
  // One step down first: 99.9 % of 1,000 is 999.0000000000001 in doubles, and must not become
  // 1,000.
  const double wanted = std::nextafter(std::clamp(percentile, 0.0, 100.0), 0.0);
  const double rank = std::max(std::ceil(wanted * count() / 100), 1.0);
  double so_far = 0;
  for (const auto& [bucket, count] : buckets_) {
    so_far += count;
    if (so_far >= rank) return value_of(bucket);
  }
  return value_of(buckets_.back().first);
}

Sketch Sketch::of(Buckets buckets) {
  Sketch sketch;
  std::ranges::sort(buckets, {}, &Buckets::value_type::first);
  for (const auto& [bucket, count] : buckets) {
    if (!sketch.buckets_.empty() && sketch.buckets_.back().first == bucket) {
      sketch.buckets_.back().second += count;
    } else {
      sketch.buckets_.emplace_back(bucket, count);
    }
  }
  sketch.bound();
  return sketch;
}

}  // namespace weir::monitoring
