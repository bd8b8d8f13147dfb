#include "meter/dates/date_text.h"

#include <array>
#include <charconv>

#include "meter/dates/date_format.h"

namespace weir::meter {
namespace {

struct Form {
  std::string_view pattern;
  bool is_utc;
};

// The first that matches counts.
constexpr std::array<Form, 22> forms = {{{"yyyy-MM-dd", true},
                                         {"yyyy-MM", true},
                                         {"yyyy", true},
                                         {"yyyy-MM-dd'T'HH:mm:ss.SSSXXX", false},
                                         {"yyyy-MM-dd'T'HH:mm:ssXXX", false},
                                         {"yyyy-MM-dd'T'HH:mmXXX", false},
                                         {"yyyy-MM-dd'T'HH:mm:ss.SSS", false},
                                         {"yyyy-MM-dd'T'HH:mm:ss", false},
                                         {"yyyy-MM-dd'T'HH:mm", false},
                                         {"yyyy-MM-dd HH:mm:ss.SSS", false},
                                         {"yyyy-MM-dd HH:mm:ss", false},
                                         {"yyyy-MM-dd HH:mm", false},
                                         {"yyyy/M/d", false},
                                         {"yyyy/M/d HH:mm:ss", false},
                                         {"M/d/yyyy", false},
                                         {"M/d/yyyy HH:mm:ss", false},
                                         {"MMM d, yyyy", false},
                                         {"MMM d, yyyy HH:mm:ss", false},
                                         {"MMM d yyyy", false},
                                         {"d MMM yyyy", false},
                                         {"EEE, d MMM yyyy HH:mm:ss Z", false},
                                         {"EEE MMM d yyyy HH:mm:ss Z", false}}};

}  // namespace

std::optional<WallTime> parse_date(std::string_view text, int offset_minutes) {
  for (const auto& [pattern, is_utc] : forms) {
    const auto format = DateFormat::java(pattern);
    if (!format) continue;
    const auto time = format->parse(text, is_utc ? 0 : offset_minutes);
    if (time) return time;
  }
  std::int64_t ms = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, ms);
  if (text.size() > 4 && read.ec == std::errc() && read.ptr == end) return WallTime{ms};
  return std::nullopt;
}

void append_date(const CivilTime& civil, std::string& out) {
  static const DateFormat format = DateFormat::moment("ddd MMM DD YYYY HH:mm:ss [GMT]ZZ");
  format.append(civil, out);
  if (civil.offset_minutes == 0) out += " (Coordinated Universal Time)";
}

}  // namespace weir::meter
