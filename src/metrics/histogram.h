// Histogram: how often which value came, as HdrHistogram keeps it: every value within the range is
// known to a given number of significant decimal digits, however the values are spread.
//
// Format and layout are those of HdrHistogram (http://hdrhistogram.org), so that histograms merge
// without loss with others of the same layout, and its tools read what we write.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace weir::metrics {

// Which values are told apart. Values are plain numbers; the meter's are nanoseconds.
struct HistogramLayout {
  std::int64_t lowest_discernible = 1;                 // At least 1.
  std::int64_t highest_trackable = 3'600'000'000'000;  // At least twice the lowest.
  int significant_digits = 3;                          // 1 to 5.

  friend bool operator==(const HistogramLayout&, const HistogramLayout&) = default;
};

// How many counts a histogram of `layout` takes, eight bytes each.
std::size_t counts_of(const HistogramLayout& layout);

// Threads: one at a time.
class Histogram {
 public:
  explicit Histogram(const HistogramLayout& layout);

  // Below 0 counts as 0, above the highest trackable value as that one.
  void record(std::int64_t value, std::uint64_t count = 1);

  // Adds the counts of `other`. CHECKs that both have one layout.
  void merge(const Histogram& other);
  // Takes the counts of `other` away, which must have been merged before.
  void subtract(const Histogram& other);
  void clear();

  const HistogramLayout& layout() const { return layout_; }
  std::uint64_t count() const { return count_; }

  // 0 if nothing was recorded. Minimum and maximum are exact to the layout's precision, as are the
  // others.
  std::int64_t min() const;
  std::int64_t max() const;
  double mean() const;
  double standard_deviation() const;

  // The value that `percentile` percent of all values do not exceed; `percentile` in [0, 100].
  // The highest that the layout does not tell from it; for 0 the minimum.
  std::int64_t value_at(double percentile) const;
  // How many values were at most `value`.
  std::uint64_t count_up_to(std::int64_t value) const;

  // Calls visit(value_up_to, count) for each bucket that has values, from the lowest.
  template <class Visit>
  void for_each_bucket(const Visit& visit) const {
    for (std::size_t index = used_begin_; index < used_end_; ++index) {
      if (counts_[index] != 0) visit(highest_equivalent(index), counts_[index]);
    }
  }

  // HdrHistogram's V2 encoding, compressed with zlib and in base64: what its tools exchange.
  std::string encode() const;
  // Errors: corrupt  not such an encoding, or one larger than 16 MiB when decompressed, or of a
  // layout that tells more than four million values apart.
  static Result<Histogram> decode(std::string_view text);

 private:
  friend class HistogramDecoder;

  std::size_t index_of(std::int64_t value) const;
  int shift_at(std::size_t index) const;
  std::int64_t lowest_equivalent(std::size_t index) const;
  std::int64_t highest_equivalent(std::size_t index) const;
  double median_equivalent(std::size_t index) const;
  void add_at(std::size_t index, std::uint64_t count);

  HistogramLayout layout_;
  int unit_magnitude_ = 0;
  int sub_bucket_half_count_magnitude_ = 0;
  std::int64_t sub_bucket_mask_ = 0;
  std::vector<std::uint64_t> counts_;
  std::uint64_t count_ = 0;
  // No count outside [used_begin_, used_end_) is above 0: most of the range is never met, so
  // merging and clearing leave it alone.
  std::size_t used_begin_ = 0;
  std::size_t used_end_ = 0;
};

}  // namespace weir::metrics
