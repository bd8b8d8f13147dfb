#include "monitoring/scaling/time_zone.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace weir::monitoring {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::size_t header_bytes = 44;
// More than any file has.
constexpr std::uint32_t count_max = 10'000;

std::unexpected<Error> malformed() {
  return fail(ErrorCode::corrupt, "The time zone's file is malformed.");
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads a rule from front to back; after what does not fit it has failed.
class RuleReader {
 public:
  explicit RuleReader(std::string_view text) : text_(text) {}

  bool failed() const { return failed_; }
  bool at_end() const { return text_.empty(); }

  bool take(char c) {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }

  bool is_at(char c) const { return text_.starts_with(c); }

  void expect(char c) {
    if (!take(c)) failed_ = true;
  }

  // "CET", "<+0330>".
  void name() {
    if (take('<')) {
      const std::size_t end = text_.find('>');
      if (end == std::string_view::npos) return reject();
      return text_.remove_prefix(end + 1);
    }
    const auto* const end = std::ranges::find_if_not(text_, is_letter);
    if (end - text_.begin() < 3) return reject();
    text_.remove_prefix(static_cast<std::size_t>(end - text_.begin()));
  }

  unsigned number() {
    unsigned value = 0;
    std::size_t digits = 0;
    while (digits < text_.size() && digits < 3 && is_digit(text_[digits])) {
      value = value * 10 + static_cast<unsigned>(text_[digits++] - '0');
    }
    if (digits == 0) reject();
    text_.remove_prefix(digits);
    return value;
  }

  // "-3", "10:30", "+5:30:15".
  seconds time() {
    const bool is_negative = take('-');
    if (!is_negative) take('+');
    std::int64_t value = number() * std::int64_t{3'600};
    if (take(':')) value += number() * std::int64_t{60};
    if (take(':')) value += number();
    return seconds(is_negative ? -value : value);
  }

  // "M3.5.0/2".
  DaylightRule::Change change() {
    DaylightRule::Change change;
    expect(',');
    expect('M');
    change.month = number();
    expect('.');
    change.week = number();
    expect('.');
    change.weekday = number();
    if (take('/')) change.time_of_day = time();
    if (change.month < 1 || change.month > 12 || change.week < 1 || change.week > 5 ||
        change.weekday > 6) {
      reject();
    }
    return change;
  }

 private:
  void reject() {
    failed_ = true;
    text_ = {};
  }

  std::string_view text_;
  bool failed_ = false;
};

// The local time of the change in that year.
WallTime local_time_of(const DaylightRule::Change& change, std::chrono::year year) {
  const std::chrono::month month(change.month);
  const std::chrono::weekday weekday(change.weekday);
  const sys_days day = change.week == 5 ? sys_days(year / month / weekday[std::chrono::last])
                                        : sys_days(year / month / weekday[change.week]);
  return WallTime{milliseconds(day.time_since_epoch()).count()} + change.time_of_day;
}

seconds offset_by_rule(const DaylightRule& rule, WallTime time) {
  if (!rule.begin) return rule.standard;
  const WallTime local = time + rule.standard;
  const std::chrono::year_month_day date(
      std::chrono::floor<days>(std::chrono::sys_time<milliseconds>(milliseconds(local.ms))));
  const WallTime begin = local_time_of(*rule.begin, date.year()) - rule.standard;
  const WallTime end = local_time_of(*rule.end, date.year()) - rule.daylight;
  // In the south it begins late in the year and ends early in the next one.
  const bool is_daylight = begin < end ? time >= begin && time < end : time >= begin || time < end;
  return is_daylight ? rule.daylight : rule.standard;
}

struct Header {
  char version = 0;
  std::uint32_t utc_marks = 0;
  std::uint32_t standard_marks = 0;
  std::uint32_t leap_seconds = 0;
  std::uint32_t transitions = 0;
  std::uint32_t types = 0;
  std::uint32_t name_bytes = 0;

  std::size_t data_bytes(std::size_t time_bytes) const {
    return transitions * (time_bytes + 1) + types * std::size_t{6} + name_bytes +
           leap_seconds * (time_bytes + 4) + standard_marks + utc_marks;
  }
};

// Big-endian, as the format has it.
std::uint64_t read_number(ByteView bytes) {
  std::uint64_t number = 0;
  for (const std::byte byte : bytes) number = number << 8 | std::to_integer<std::uint64_t>(byte);
  return number;
}

std::optional<Header> read_header(ByteView bytes) {
  if (bytes.size() < header_bytes || text_of(bytes.first(4)) != "TZif") return std::nullopt;
  const auto count = [bytes](std::size_t at) {
    return static_cast<std::uint32_t>(read_number(bytes.subspan(at, 4)));
  };
  const Header header{.version = static_cast<char>(bytes[4]),
                      .utc_marks = count(20),
                      .standard_marks = count(24),
                      .leap_seconds = count(28),
                      .transitions = count(32),
                      .types = count(36),
                      .name_bytes = count(40)};
  for (const std::uint32_t each : {header.utc_marks, header.standard_marks, header.leap_seconds,
                                   header.transitions, header.types, header.name_bytes}) {
    if (each > count_max) return std::nullopt;
  }
  return header;
}

}  // namespace

Result<DaylightRule> parse_daylight_rule(std::string_view text) {
  RuleReader reader(text);
  DaylightRule rule;
  reader.name();
  // POSIX counts to the west.
  rule.standard = -reader.time();
  rule.daylight = rule.standard + std::chrono::hours(1);
  if (!reader.failed() && !reader.at_end()) {
    reader.name();
    if (!reader.is_at(',')) rule.daylight = -reader.time();
    rule.begin = reader.change();
    rule.end = reader.change();
  }
  if (reader.failed() || !reader.at_end()) return malformed();
  return rule;
}

Result<TimeZone> TimeZone::parse(ByteView file) {
  std::optional<Header> header = read_header(file);
  // Version 1 has times of 32 bits only; the others have those first, then all again in 64.
  if (!header || header->version < '2') return malformed();
  const std::size_t skipped = header_bytes + header->data_bytes(4);
  if (file.size() < skipped) return malformed();
  file = file.subspan(skipped);
  header = read_header(file);
  if (!header || header->types == 0) return malformed();
  file = file.subspan(header_bytes);
  const std::size_t data_bytes = header->data_bytes(8);
  if (file.size() < data_bytes) return malformed();

  const ByteView indexes = file.subspan(header->transitions * std::size_t{8});
  const ByteView types = indexes.subspan(header->transitions);
  const auto offset_of = [&](std::size_t type) {
    return seconds(static_cast<std::int32_t>(read_number(types.subspan(type * 6, 4))));
  };
  TimeZone zone;
  zone.first_offset_ = offset_of(0);
  zone.transitions_.reserve(header->transitions);
  for (std::size_t index = 0; index < header->transitions; ++index) {
    const auto time = static_cast<std::int64_t>(read_number(file.subspan(index * 8, 8)));
    const auto type = std::to_integer<std::size_t>(indexes[index]);
    if (type >= header->types) return malformed();
    constexpr std::int64_t seconds_max = 1'000'000'000'000;  // The year 33658.
    zone.transitions_.push_back(
        {WallTime{std::clamp(time, -seconds_max, seconds_max) * 1'000}, offset_of(type)});
  }
  if (!std::ranges::is_sorted(zone.transitions_, {}, &Transition::time)) return malformed();

  std::string_view footer = text_of(file.subspan(data_bytes));
  if (!footer.starts_with('\n') || !footer.ends_with('\n') || footer.size() < 2) {
    return malformed();
  }
  footer = footer.substr(1, footer.size() - 2);
  if (footer.empty()) {
    zone.rule_.standard =
        zone.transitions_.empty() ? zone.first_offset_ : zone.transitions_.back().offset;
  } else {
    zone.rule_ = TRY(parse_daylight_rule(footer));
  }
  return zone;
}

seconds TimeZone::offset_at(WallTime time) const {
  if (transitions_.empty() || time >= transitions_.back().time) {
    return offset_by_rule(rule_, time);
  }
  const auto after = std::ranges::upper_bound(transitions_, time, {}, &Transition::time);
  return after == transitions_.begin() ? first_offset_ : std::prev(after)->offset;
}

WallTime TimeZone::instant_of(WallTime local) const {
  const seconds before = offset_at(local - days(1));
  if (offset_at(local - before) == before) return local - before;
  const seconds after = offset_at(local + days(1));
  if (offset_at(local - after) == after) return local - after;
  return local - before;
}

bool is_time_zone_name(std::string_view name) {
  constexpr std::size_t name_bytes_max = 64;
  if (name.empty() || name.size() > name_bytes_max || !is_letter(name.front())) return false;
  return std::ranges::all_of(name, [](char c) {
    return is_letter(c) || is_digit(c) || c == '/' || c == '_' || c == '-' || c == '+';
  });
}

}  // namespace weir::monitoring
