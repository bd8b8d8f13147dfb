// Zipf: numbers from 1 to n of which k comes with a weight of 1 / k^exponent.
//
// By rejection-inversion (Hörmann and Derflinger 1996, "Rejection-inversion to generate variates
// from monotone discrete distributions"): exact for every n, without a table, and each number costs
// one to two draws whatever n is.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "meter/templates/fast_random.h"

namespace weir::meter {

// Immutable. Threads: any.
class Zipf {
 public:
  // `count` is at least 1 and at most 2^53, `exponent` at least 0.
  Zipf(std::uint64_t count, double exponent);

  // In [1, count].
  std::uint64_t draw(FastRandom& random) const;

 private:
  double weight(double x) const;  // x^-exponent.
  double area(double x) const;    // The integral of weight from 1 to x.
  double area_inverse(double area) const;

  std::uint64_t count_;
  double exponent_;
  double area_low_;
  double area_high_;
  double shortcut_;
};

}  // namespace weir::meter
