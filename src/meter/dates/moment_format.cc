// The patterns of moment.js: https://momentjs.com/docs/#/displaying/format/, in English.
#include <utility>

#include "meter/dates/date_format.h"

namespace weir::meter {
namespace {

using Write = void (*)(const CivilTime&, unsigned, std::string&);

void ordinal(unsigned number, std::string& out) {
  append_padded(number, 1, out);
  const unsigned last = number % 10;
  const bool is_teen = number % 100 / 10 == 1;
  out += is_teen || last == 0 || last > 3 ? "th" : last == 1 ? "st" : last == 2 ? "nd" : "rd";
}

void write_weekday(const CivilTime& c, unsigned letters, std::string& out) {
  out += weekday_names()[c.weekday].substr(0, letters);
}
void write_month(const CivilTime& c, unsigned letters, std::string& out) {
  out += month_names()[c.month - 1].substr(0, letters);
}
void write_fraction(const CivilTime& c, unsigned width, std::string& out) {
  std::string digits;
  append_padded(c.ms, 3, digits);
  digits.append(6, '0');
  out.append(digits, 0, width);
}
// Beyond the year 9999 moment.js writes a plus sign.
void write_year(const CivilTime& c, unsigned width, std::string& out) {
  if (c.year > 9999) out += '+';
  append_padded(c.year, width, out);
}
void write_signed_year(const CivilTime& c, unsigned width, std::string& out) {
  if (c.year >= 0) out += '+';
  append_padded(c.year, width, out);
}
void write_era_year(const CivilTime& c, unsigned width, std::string& out) {
  append_padded(c.year > 0 ? c.year : 1 - c.year, width, out);
}

// A number that a date has, as at least `width` digits or as "21st".
using Get = std::int64_t (*)(const CivilTime&);
template <Get get>
void number(const CivilTime& c, unsigned width, std::string& out) {
  append_padded(get(c), width, out);
}
template <Get get>
void nth(const CivilTime& c, unsigned, std::string& out) {
  ordinal(static_cast<unsigned>(get(c)), out);
}

std::int64_t month(const CivilTime& c) { return c.month; }
std::int64_t quarter(const CivilTime& c) { return (c.month + 2) / 3; }
std::int64_t day(const CivilTime& c) { return c.day; }
std::int64_t year_day(const CivilTime& c) { return c.year_day; }
std::int64_t weekday(const CivilTime& c) { return c.weekday; }
std::int64_t iso_weekday(const CivilTime& c) { return (c.weekday + 6) % 7 + 1; }
std::int64_t week(const CivilTime& c) { return us_week(c).number; }
std::int64_t isoweek(const CivilTime& c) { return iso_week(c).number; }
std::int64_t week_year(const CivilTime& c) { return us_week(c).year; }
std::int64_t short_week_year(const CivilTime& c) { return us_week(c).year % 100; }
std::int64_t iso_week_year(const CivilTime& c) { return iso_week(c).year; }
std::int64_t short_iso_week_year(const CivilTime& c) { return iso_week(c).year % 100; }
std::int64_t short_year(const CivilTime& c) { return c.year % 100; }
std::int64_t hour(const CivilTime& c) { return c.hour; }
std::int64_t hour_of_12(const CivilTime& c) { return (c.hour + 11) % 12 + 1; }
std::int64_t hour_from_1(const CivilTime& c) { return (c.hour + 23) % 24 + 1; }
std::int64_t minute(const CivilTime& c) { return c.minute; }
std::int64_t second(const CivilTime& c) { return c.second; }
std::int64_t unix_seconds(const CivilTime& c) { return c.time.whole_seconds(); }
std::int64_t unix_ms(const CivilTime& c) { return c.time.ms; }

void write_era(const CivilTime& c, unsigned, std::string& out) { out += c.year > 0 ? "AD" : "BC"; }
void write_long_era(const CivilTime& c, unsigned, std::string& out) {
  out += c.year > 0 ? "Anno Domini" : "Before Christ";
}
void write_half(const CivilTime& c, unsigned, std::string& out) {
  out += c.hour < 12 ? "am" : "pm";
}
void write_big_half(const CivilTime& c, unsigned, std::string& out) {
  out += c.hour < 12 ? "AM" : "PM";
}
// moment.js knows no name of the local zone.
void write_zone(const CivilTime& c, unsigned, std::string& out) {
  if (c.is_utc) out += "UTC";
}
void write_long_zone(const CivilTime& c, unsigned, std::string& out) {
  if (c.is_utc) out += "Coordinated Universal Time";
}
void write_offset(const CivilTime& c, unsigned, std::string& out) {
  append_offset(c.offset_minutes, true, out);
}
void write_plain_offset(const CivilTime& c, unsigned, std::string& out) {
  append_offset(c.offset_minutes, false, out);
}

void write_era_year_nth(const CivilTime& c, unsigned, std::string& out) {
  ordinal(static_cast<unsigned>(c.year > 0 ? c.year : 1 - c.year), out);
}

struct Token {
  std::string_view name;
  Write write;
  unsigned width = 0;
};

// clang-format off
constexpr Token tokens_table[] = {
    {"M", number<month>, 1}, {"MM", number<month>, 2}, {"Mo", nth<month>},
    {"MMM", write_month, 3}, {"MMMM", write_month, 9},
    {"Q", number<quarter>, 1}, {"Qo", nth<quarter>},
    {"D", number<day>, 1}, {"DD", number<day>, 2}, {"Do", nth<day>},
    {"DDD", number<year_day>, 1}, {"DDDD", number<year_day>, 3}, {"DDDo", nth<year_day>},
    {"d", number<weekday>, 1}, {"e", number<weekday>, 1}, {"E", number<iso_weekday>, 1},
    {"do", nth<weekday>},
    {"dd", write_weekday, 2}, {"ddd", write_weekday, 3}, {"dddd", write_weekday, 9},
    {"w", number<week>, 1}, {"ww", number<week>, 2}, {"wo", nth<week>},
    {"W", number<isoweek>, 1}, {"WW", number<isoweek>, 2}, {"Wo", nth<isoweek>},
    {"Y", write_year, 1}, {"YY", number<short_year>, 2}, {"YYYY", write_year, 4},
    {"YYYYY", write_year, 5}, {"YYYYYY", write_signed_year, 6},
    {"y", write_era_year, 1}, {"yy", write_era_year, 2}, {"yyy", write_era_year, 3},
    {"yyyy", write_era_year, 4}, {"yo", write_era_year_nth},
    {"N", write_era}, {"NN", write_era}, {"NNN", write_era}, {"NNNN", write_long_era},
    {"NNNNN", write_era},
    {"gg", number<short_week_year>, 2}, {"gggg", number<week_year>, 4},
    {"ggggg", number<week_year>, 5},
    {"GG", number<short_iso_week_year>, 2}, {"GGGG", number<iso_week_year>, 4},
    {"GGGGG", number<iso_week_year>, 5},
    {"A", write_big_half}, {"a", write_half},
    {"H", number<hour>, 1}, {"HH", number<hour>, 2},
    {"h", number<hour_of_12>, 1}, {"hh", number<hour_of_12>, 2},
    {"k", number<hour_from_1>, 1}, {"kk", number<hour_from_1>, 2},
    {"m", number<minute>, 1}, {"mm", number<minute>, 2},
    {"s", number<second>, 1}, {"ss", number<second>, 2},
    {"S", write_fraction, 1}, {"SS", write_fraction, 2}, {"SSS", write_fraction, 3},
    {"SSSS", write_fraction, 4}, {"SSSSS", write_fraction, 5}, {"SSSSSS", write_fraction, 6},
    {"SSSSSSS", write_fraction, 7}, {"SSSSSSSS", write_fraction, 8},
    {"SSSSSSSSS", write_fraction, 9},
    {"z", write_zone}, {"zz", write_long_zone},
    {"Z", write_offset}, {"ZZ", write_plain_offset},
    {"X", number<unix_seconds>, 1}, {"x", number<unix_ms>, 1},
};
// clang-format on

// Short for longer patterns, in the order in which they are tried.
constexpr std::pair<std::string_view, std::string_view> short_forms_table[] = {
    {"LTS", "h:mm:ss A"},
    {"LT", "h:mm A"},
    {"LLLL", "dddd, MMMM D, YYYY h:mm A"},
    {"LLL", "MMMM D, YYYY h:mm A"},
    {"LL", "MMMM D, YYYY"},
    {"L", "MM/DD/YYYY"},
    {"llll", "ddd, MMM D, YYYY h:mm A"},
    {"lll", "MMM D, YYYY h:mm A"},
    {"ll", "MMM D, YYYY"},
    {"l", "M/D/YYYY"},
    // Hours and minutes without anything between.
    {"Hmmss", "H[]mm[]ss"},
    {"Hmm", "H[]mm"},
    {"hmmss", "h[]mm[]ss"},
    {"hmm", "h[]mm"},
};

const Token* longest_token(std::string_view rest) {
  const Token* found = nullptr;
  for (const Token& token : tokens_table) {
    const bool is_longer = found == nullptr || token.name.size() > found->name.size();
    if (is_longer && rest.starts_with(token.name)) found = &token;
  }
  return found;
}

std::string_view short_form(std::string_view rest, std::string_view& name) {
  for (const auto& [short_name, pattern] : short_forms_table) {
    if (!rest.starts_with(short_name)) continue;
    name = short_name;
    return pattern;
  }
  return {};
}

}  // namespace

// Builds the pieces of a format.
class PatternReader {
 public:
  explicit PatternReader(DateFormat& format) : format_(format) {}

  void read(std::string_view pattern) {
    while (!pattern.empty()) pattern.remove_prefix(step(pattern));
  }

  void finish() {
    if (!text_.empty()) format_.pieces_.push_back({.text = std::move(text_)});
  }

 private:
  // How much of `rest` is read.
  std::size_t step(std::string_view rest) {
    if (rest.front() == '[') {
      const std::size_t end = rest.find(']');
      // moment.js' expression for it holds no second opening bracket.
      if (end != rest.npos && rest.substr(1, end).find('[') == rest.npos) {
        text_ += rest.substr(1, end - 1);
        return end + 1;
      }
    }
    if (rest.front() == '\\') return escaped(rest);
    std::string_view name;
    if (const std::string_view longer = short_form(rest, name); !longer.empty()) {
      read(longer);
      return name.size();
    }
    if (const Token* token = longest_token(rest); token != nullptr) {
      format_.pieces_.push_back({std::move(text_), token->write, token->width});
      text_.clear();
      return token->name.size();
    }
    text_ += rest.front();
    return 1;
  }

  // A backslash makes a text of the token behind it.
  std::size_t escaped(std::string_view rest) {
    const Token* token = longest_token(rest.substr(1));
    const std::size_t size = token != nullptr ? token->name.size() : rest.size() > 1 ? 1 : 0;
    text_ += rest.substr(1, size);
    return 1 + size;
  }

  DateFormat& format_;
  std::string text_;
};

DateFormat DateFormat::moment(std::string_view pattern) {
  DateFormat format;
  PatternReader reader(format);
  reader.read(pattern);
  reader.finish();
  return format;
}

void DateFormat::append(const CivilTime& civil, std::string& out) const {
  for (const Piece& piece : pieces_) {
    out += piece.text;
    if (piece.write != nullptr) piece.write(civil, piece.width, out);
  }
}

}  // namespace weir::meter
