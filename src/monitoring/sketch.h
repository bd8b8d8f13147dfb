// Sketch: how values are spread, so that every percentile is known within 1 % of its value.
//
// A DDSketch (Masson, Rim, Lee: "DDSketch: a fast and fully-mergeable quantile sketch with
// relative-error guarantees", VLDB 2019): counts in buckets that grow by a constant factor.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace weir::monitoring {

class Sketch {
 public:
  static constexpr double relative_error = 0.01;
  // Values that fall into more different buckets push the lowest ones together.
  static constexpr std::size_t buckets_max = 1'024;

  void record(double value, double count = 1);
  void merge(const Sketch& other);

  bool is_empty() const { return buckets_.empty(); }
  double count() const;

  // The value that `percentile` percent do not exceed, in [0, 100]; 0 if nothing was recorded.
  double value_at(double percentile) const;

  // Buckets by ascending value: its number (of either sign; see the .cc) and its count.
  using Buckets = std::vector<std::pair<std::int32_t, double>>;
  const Buckets& buckets() const { return buckets_; }
  static Sketch of(Buckets buckets);

  // The bucket that a value falls into; and the value that stands for all of a bucket's.
  static std::int32_t bucket_of(double value);
  static double value_of(std::int32_t bucket);

 private:
  void add(std::int32_t bucket, double count);
  void bound();

  Buckets buckets_;  // Sorted by number.
};

}  // namespace weir::monitoring
