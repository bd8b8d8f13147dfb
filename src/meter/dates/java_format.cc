// The patterns of java.text.SimpleDateFormat and java.time.format.DateTimeFormatter, in English.
#include <fmt/format.h>

#include <cctype>
#include <utility>

#include "meter/dates/date_format.h"

namespace weir::meter {
namespace {

using Write = void (*)(const CivilTime&, unsigned, std::string&);

void write_era(const CivilTime& c, unsigned width, std::string& out) {
  const bool is_long = width == 4;
  if (c.year > 0) {
    out += is_long ? "Anno Domini" : "AD";
  } else {
    out += is_long ? "Before Christ" : "BC";
  }
}
void write_year(const CivilTime& c, unsigned width, std::string& out) {
  append_padded(width == 2 ? c.year % 100 : c.year, width, out);
}
void write_week_year(const CivilTime& c, unsigned width, std::string& out) {
  const int year = us_week(c).year;
  append_padded(width == 2 ? year % 100 : year, width, out);
}
void write_month(const CivilTime& c, unsigned width, std::string& out) {
  const std::string_view name = month_names()[c.month - 1];
  if (width < 3) return append_padded(c.month, width, out);
  out += width == 3 ? name.substr(0, 3) : width == 5 ? name.substr(0, 1) : name;
}
void write_quarter(const CivilTime& c, unsigned width, std::string& out) {
  const unsigned quarter = (c.month + 2) / 3;
  if (width == 3) out += 'Q';
  append_padded(quarter, width < 3 ? width : 1, out);
}
void write_week(const CivilTime& c, unsigned width, std::string& out) {
  append_padded(us_week(c).number, width, out);
}
void write_week_of_month(const CivilTime& c, unsigned width, std::string& out) {
  const unsigned weekday_of_first = (c.weekday + 35 - (c.day - 1)) % 7;
  append_padded((c.day + weekday_of_first - 1) / 7 + 1, width, out);
}
void write_year_day(const CivilTime& c, unsigned width, std::string& out) {
  append_padded(c.year_day, width, out);
}
void write_day(const CivilTime& c, unsigned width, std::string& out) {
  append_padded(c.day, width, out);
}
void write_weekday_in_month(const CivilTime& c, unsigned width, std::string& out) {
  append_padded((c.day - 1) / 7 + 1, width, out);
}
void write_weekday(const CivilTime& c, unsigned width, std::string& out) {
  const std::string_view name = weekday_names()[c.weekday];
  out += width < 4 ? name.substr(0, 3) : width == 5 ? name.substr(0, 1) : name;
}
void write_weekday_number(const CivilTime& c, unsigned width, std::string& out) {
  if (width > 2) return write_weekday(c, width, out);
  append_padded(c.weekday + 1, width, out);  // "e" and "c": from Sunday, as in the United States.
}
void write_half(const CivilTime& c, unsigned, std::string& out) {
  out += c.hour < 12 ? "AM" : "PM";
}
void write_hour(const CivilTime& c, unsigned width, std::string& out) {
  append_padded(c.hour, width, out);
}
void write_hour_from_1(const CivilTime& c, unsigned width, std::string& out) {
  append_padded((c.hour + 23) % 24 + 1, width, out);
}
void write_hour_of_12(const CivilTime& c, unsigned width, std::string& out) {
  append_padded((c.hour + 11) % 12 + 1, width, out);
}
void write_hour_of_half(const CivilTime& c, unsigned width, std::string& out) {
  append_padded(c.hour % 12, width, out);
}
void write_minute(const CivilTime& c, unsigned width, std::string& out) {
  append_padded(c.minute, width, out);
}
void write_second(const CivilTime& c, unsigned width, std::string& out) {
  append_padded(c.second, width, out);
}
void write_fraction(const CivilTime& c, unsigned width, std::string& out) {
  std::string digits;
  append_padded(c.ms, 3, digits);
  digits.append(6, '0');
  out.append(digits, 0, width);
}
void write_nanoseconds(const CivilTime& c, unsigned width, std::string& out) {
  append_padded(std::int64_t{c.ms} * 1'000'000, width, out);
}
void write_ms_of_day(const CivilTime& c, unsigned width, std::string& out) {
  append_padded(((c.hour * 60 + c.minute) * 60 + c.second) * std::int64_t{1'000} + c.ms, width,
                out);
}
void write_nanoseconds_of_day(const CivilTime& c, unsigned width, std::string& out) {
  const std::int64_t seconds = (c.hour * 60 + c.minute) * 60 + c.second;
  append_padded(seconds * 1'000'000'000 + std::int64_t{c.ms} * 1'000'000, width, out);
}
void write_zone(const CivilTime& c, unsigned, std::string& out) {
  if (c.offset_minutes == 0) {
    out += "UTC";
  } else {
    out += "GMT";
    append_offset(c.offset_minutes, true, out);
  }
}
void write_plain_offset(const CivilTime& c, unsigned width, std::string& out) {
  if (width == 4) {
    out += "GMT";
    if (c.offset_minutes != 0) append_offset(c.offset_minutes, true, out);
  } else {
    append_offset(c.offset_minutes, width == 5, out);
  }
}
// "+02", "+0200", "+02:00".
void write_iso_offset(const CivilTime& c, unsigned width, std::string& out) {
  std::string offset;
  append_offset(c.offset_minutes, width == 3 || width == 5, offset);
  if (width == 1 && c.offset_minutes % 60 == 0) offset.resize(3);
  out += offset;
}
void write_iso_offset_or_z(const CivilTime& c, unsigned width, std::string& out) {
  if (c.offset_minutes != 0) return write_iso_offset(c, width, out);
  out += 'Z';
}

constexpr std::pair<char, Write> letters_table[] = {
    {'G', write_era},
    {'y', write_year},
    {'u', write_year},
    {'Y', write_week_year},
    {'M', write_month},
    {'L', write_month},
    {'Q', write_quarter},
    {'q', write_quarter},
    {'w', write_week},
    {'W', write_week_of_month},
    {'D', write_year_day},
    {'d', write_day},
    {'F', write_weekday_in_month},
    {'E', write_weekday},
    {'e', write_weekday_number},
    {'c', write_weekday_number},
    {'a', write_half},
    {'H', write_hour},
    {'k', write_hour_from_1},
    {'K', write_hour_of_half},
    {'h', write_hour_of_12},
    {'m', write_minute},
    {'s', write_second},
    {'S', write_fraction},
    {'n', write_nanoseconds},
    {'A', write_ms_of_day},
    {'N', write_nanoseconds_of_day},
    {'z', write_zone},
    {'V', write_zone},
    {'v', write_zone},
    {'Z', write_plain_offset},
    {'O', write_plain_offset},
    {'x', write_iso_offset},
    {'X', write_iso_offset_or_z},
};

Write writer_of(char letter) {
  for (const auto& [name, write] : letters_table) {
    if (name == letter) return write;
  }
  return nullptr;
}

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

// Reads 'quoted text' from its opening quote on, appends it to `text`; two quotes are one.
// Answers how much it read, nothing if the quote does not end.
std::optional<std::size_t> read_quoted(std::string_view rest, std::string& text) {
  if (rest.starts_with("''")) {
    text += '\'';
    return 2;
  }
  for (std::size_t at = 1; at < rest.size(); ++at) {
    if (rest[at] != '\'') {
      text += rest[at];
    } else if (rest.substr(at + 1).starts_with('\'')) {
      text += rest[at++];
    } else {
      return at + 1;
    }
  }
  return std::nullopt;
}

}  // namespace

std::expected<DateFormat, std::string> DateFormat::java(std::string_view pattern) {
  DateFormat format;
  std::string text;
  std::string_view rest = pattern;
  while (!rest.empty()) {
    const char first = rest.front();
    if (first == '\'') {
      const auto size = read_quoted(rest, text);
      if (!size) {
        return std::unexpected(fmt::format("The date pattern \"{}\" has an open quote.", pattern));
      }
      rest.remove_prefix(*size);
    } else if (is_letter(first)) {
      const std::size_t count = std::min(rest.find_first_not_of(first), rest.size());
      const Write write = writer_of(first);
      if (write == nullptr || count > 19) {
        return std::unexpected(fmt::format("The date pattern \"{}\" has \"{}\", which is no field.",
                                           pattern, rest.substr(0, count)));
      }
      format.pieces_.push_back({std::move(text), write, static_cast<unsigned>(count), first});
      text.clear();
      rest.remove_prefix(count);
    } else {
      // Brackets mark what may be missing when a text is read.
      if (first != '[' && first != ']') text += first;
      rest.remove_prefix(1);
    }
  }
  if (!text.empty()) format.pieces_.push_back({.text = std::move(text)});
  return format;
}

}  // namespace weir::meter
