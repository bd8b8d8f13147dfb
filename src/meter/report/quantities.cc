#include "meter/report/quantities.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cmath>

namespace weir::meter {
namespace {

// As many decimals as make three digits.
std::string three_digits(double value) {
  if (value >= 99.95) return count_text(static_cast<std::uint64_t>(std::llround(value)));
  if (value >= 9.995) return fmt::format("{:.1f}", value);
  return fmt::format("{:.2f}", value);
}

std::string civil_text(WallTime time, char between, const char* zone) {
  using std::chrono::floor;
  const std::chrono::sys_time<milliseconds> point{milliseconds(time.ms)};
  const auto day = floor<std::chrono::days>(point);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(point - day);
  return fmt::format("{:04}-{:02}-{:02}{}{:02}:{:02}:{:02}.{:03}{}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     between, clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count(), clock.subseconds().count(), zone);
}

}  // namespace

std::string time_text(double ns) {
  if (ns < 0) return "-" + time_text(-ns);
  if (ns < 999.5) return fmt::format("{:.0f} ns", ns);
  if (ns < 999.5e3) return three_digits(ns / 1e3) + " us";
  if (ns < 999.5e6) return three_digits(ns / 1e6) + " ms";
  if (ns < 119.95e9) return three_digits(ns / 1e9) + " s";
  const auto seconds = static_cast<std::uint64_t>(std::llround(ns / 1e9));
  if (seconds < 7'200) return fmt::format("{} min {} s", seconds / 60, seconds % 60);
  return fmt::format("{} h {} min", count_text(seconds / 3'600), seconds / 60 % 60);
}

std::string count_text(std::uint64_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t from_end = 3; from_end < digits.size(); from_end += 4) {
    digits.insert(digits.size() - from_end, 1, ',');
  }
  return digits;
}

std::string percent_text(double fraction) {
  const double percent = fraction * 100;
  if (percent <= 0) return "0 %";
  if (percent < 0.005) return "<0.01 %";
  if (percent >= 100) return "100 %";
  if (percent >= 99.995) return ">99.99 %";
  return fmt::format("{:.2f} %", percent);
}

std::string rate_text(double per_second) {
  if (per_second >= 99.95) {
    return count_text(static_cast<std::uint64_t>(std::llround(per_second)));
  }
  return per_second >= 0.9995 || per_second == 0 ? fmt::format("{:.1f}", per_second)
                                                 : fmt::format("{:.3f}", per_second);
}

std::string bytes_text(double bytes) {
  static constexpr std::array<const char*, 4> units{" KB", " MB", " GB", " TB"};
  if (bytes < 999.5) return fmt::format("{:.0f} B", bytes);
  std::size_t unit = 0;
  for (bytes /= 1024; bytes >= 999.5 && unit + 1 < units.size(); ++unit) bytes /= 1024;
  return three_digits(bytes) + units[unit];
}

std::string wall_text(WallTime time) { return civil_text(time, ' ', " UTC"); }

std::string iso_text(WallTime time) { return civil_text(time, 'T', "Z"); }

}  // namespace weir::meter
