// DecimalFormat: whole numbers by a pattern of java.text.DecimalFormat: "00000", "#,##0", "id-000".
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace weir::meter {

class DecimalFormat {
 public:
  // Empty: plain digits. The error is a sentence. Percents, exponents and patterns of their own for
  // negative numbers are errors.
  static std::expected<DecimalFormat, std::string> parse(std::string_view pattern);

  void append(std::int64_t number, std::string& out) const;

 private:
  std::string prefix_;
  std::string suffix_;
  unsigned digits_min_ = 1;
  unsigned group_digits_ = 0;  // Between commas; 0: none.
  unsigned decimals_ = 0;      // Zeros behind the point.
};

}  // namespace weir::meter
