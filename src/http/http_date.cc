#include "http/http_date.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/time.h"

namespace weir::http {
namespace {

constexpr std::string_view weekdays = "SunMonTueWedThuFriSat";
constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
constexpr std::int64_t last_second = 253'402'300'799;  // 9999-12-31T23:59:59Z.

// The three letters of the name at `index`.
std::string_view name_at(std::string_view names, std::size_t index) {
  return names.substr(3 * index, 3);
}

class Writer {
 public:
  explicit Writer(char* at) : at_(at) {}

  void text(std::string_view text) { at_ = std::copy(text.begin(), text.end(), at_); }

  void digits(unsigned number, unsigned count) {
    at_ += count;
    for (unsigned i = 1; i <= count; ++i, number /= 10)
      at_[-static_cast<int>(i)] = to_digit(number);
  }

 private:
  static char to_digit(unsigned number) { return static_cast<char>('0' + number % 10); }

  char* at_;
};

}  // namespace

std::array<char, http_date_bytes> format_http_date(WallTime time) {
  const seconds since_1970(std::clamp<std::int64_t>(time.whole_seconds(), 0, last_second));
  const auto days = std::chrono::floor<std::chrono::days>(since_1970);
  const std::chrono::sys_days day{days};
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss<seconds> clock{since_1970 - days};

  std::array<char, http_date_bytes> result;
  Writer writer(result.data());
  writer.text(name_at(weekdays, std::chrono::weekday(day).c_encoding()));
  writer.text(", ");
  writer.digits(unsigned(date.day()), 2);
  writer.text(" ");
  writer.text(name_at(months, unsigned(date.month()) - 1));
  writer.text(" ");
  writer.digits(static_cast<unsigned>(int(date.year())), 4);
  writer.text(" ");
  writer.digits(static_cast<unsigned>(clock.hours().count()), 2);
  writer.text(":");
  writer.digits(static_cast<unsigned>(clock.minutes().count()), 2);
  writer.text(":");
  writer.digits(static_cast<unsigned>(clock.seconds().count()), 2);
  writer.text(" GMT");
  return result;
}

}  // namespace weir::http
