// Rows of CSV as JMeter reads them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "meter/data/line_reader.h"

namespace weir::meter {

// The fields of a row, whose memory is used again.
class CsvRow {
 public:
  std::size_t size() const { return count_; }
  const std::string& operator[](std::size_t index) const { return fields_[index]; }

  void clear() { count_ = 0; }
  // A new last field, empty.
  std::string& add() {
    if (count_ == fields_.size()) fields_.emplace_back();
    fields_[count_].clear();
    return fields_[count_++];
  }

 private:
  std::vector<std::string> fields_;
  std::size_t count_ = 0;
};

// How a file is written. Unquoted, a quote is a character like others.
struct CsvForm {
  std::string delimiter = ",";  // At least one character.
  bool is_quoted = false;
};

// The next row; false at the end of the file. In a quoted field two quotes are one, and lines may
// break. Errors: as LineReader::next; invalid_argument  a quote is not closed.
Result<bool> read_csv_row(LineReader& reader, const CsvForm& form, std::string& line, CsvRow& row);

// As JMeter's field has it: "\t" as two characters is a tabulator, empty a comma.
std::string csv_delimiter(std::string_view text);

}  // namespace weir::meter
