// NumberWriter and NumberReader: what the logs of metrics consist of: integers of as many bytes as
// they need, texts, and measured values as their difference from the one before.
//
// What is read may be damaged: the reader never reads beyond the end, and after the first thing
// that does not fit it gives zeros and empty texts. Whoever reads asks failed() at the end.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace weir::monitoring {

class NumberWriter {
 public:
  // Appends to `to`, which must outlive it.
  explicit NumberWriter(std::string& to) : to_(to) {}

  void integer(std::uint64_t value);
  void signed_integer(std::int64_t value);
  void text(std::string_view text);
  // `before` is the value before it in its column, and becomes this one. A whole number, or one of
  // three decimals, takes as many bytes as its difference needs; any other takes nine.
  void value(double value, double& before);

 private:
  std::string& to_;
};

class NumberReader {
 public:
  // `from` must outlive it.
  explicit NumberReader(std::string_view from) : from_(from) {}

  std::uint64_t integer();
  std::int64_t signed_integer();
  std::string_view text();
  double value(double& before);
  // A number of things that follow, each of at least one byte.
  std::size_t count();

  bool is_at_end() const { return from_.empty(); }
  bool failed() const { return failed_; }
  void reject() {
    failed_ = true;
    from_ = {};
  }

 private:
  std::string_view from_;
  bool failed_ = false;
};

// With zlib. What does not become smaller stays as it is.
std::string packed(std::string_view plain);
// Empty text: damaged, or larger than `bytes_max` when unpacked.
std::string unpacked(std::string_view packed, std::size_t bytes_max);

}  // namespace weir::monitoring
