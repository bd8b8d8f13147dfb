// DateFormat: a pattern for dates, compiled: moment.js' or Java's.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "meter/dates/civil_time.h"

namespace weir::meter {

// Immutable. Threads: any.
class DateFormat {
 public:
  // moment.js': "dddd, MMMM Do YYYY, h:mm:ss a"; [in brackets] text stands for itself. Every text
  // is a pattern.
  static DateFormat moment(std::string_view pattern);

  // java.text.SimpleDateFormat's and java.time's DateTimeFormatter's, where they agree, and the
  // latter's where not: "yyyy-MM-dd'T'HH:mm:ss.SSSXXX". The error is a sentence.
  static std::expected<DateFormat, std::string> java(std::string_view pattern);

  void append(const CivilTime& civil, std::string& out) const;

  // Reads what append() writes; what the pattern does not say is that of 1970-01-01T00:00:00 at
  // `offset_minutes`. Nothing if `text` does not match. Only for Java's patterns.
  std::optional<WallTime> parse(std::string_view text, int offset_minutes) const;

 private:
  friend class PatternReader;

  // A field with the text before it. `write` is null for a text at the end.
  struct Piece {
    std::string text;
    void (*write)(const CivilTime& civil, unsigned width, std::string& out) = nullptr;
    unsigned width = 0;
    char letter = '\0';  // Java's, for parse().
  };

  std::vector<Piece> pieces_;
};

}  // namespace weir::meter
