#include "graph/axis.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <utility>

namespace weir::graph {
namespace {

constexpr std::array<seconds, 17> time_steps{
    seconds(1),         seconds(5),        seconds(15),     seconds(30),      seconds(60),
    seconds(300),       seconds(900),      seconds(1'800),  seconds(3'600),   seconds(10'800),
    seconds(21'600),    seconds(43'200),   seconds(86'400), seconds(172'800), seconds(604'800),
    seconds(2'592'000), seconds(7'776'000)};

// The smallest round number that is at least `number`.
double rounded_up(double number) {
  const double power = std::pow(10.0, std::floor(std::log10(number)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= number) return factor * power;
  }
  return 10 * power;
}

milliseconds step_of(WallTime start, WallTime end, std::size_t count) {
  const milliseconds span = end - start;
  for (const seconds step : time_steps) {
    if (span / step <= static_cast<std::int64_t>(count) - 1) return step;
  }
  // Whole years, more or less.
  return span / static_cast<std::int64_t>(count);
}

}  // namespace

std::vector<double> round_numbers(const Scale& scale, std::size_t count) {
  const double step = rounded_up((scale.most - scale.least) / static_cast<double>(count));
  std::vector<double> numbers;
  numbers.reserve(count + 1);
  double number = std::ceil(scale.least / step - 1e-9) * step;
  for (; number <= scale.most + step * 1e-9 && numbers.size() <= count; number += step) {
    numbers.push_back(std::abs(number) < step / 2 ? 0 : number);
  }
  return numbers;
}

std::string short_number(double number) {
  constexpr std::array<std::pair<double, char>, 4> units{
      {{1e12, 'T'}, {1e9, 'G'}, {1e6, 'M'}, {1e3, 'k'}}};
  for (const auto& [size, unit] : units) {
    if (std::abs(number) >= size) return fmt::format("{:.4g}{}", number / size, unit);
  }
  return fmt::format("{:.4g}", number);
}

std::vector<WallTime> round_times(WallTime start, WallTime end, std::size_t count,
                                  milliseconds from_utc) {
  const milliseconds step = step_of(start, end, count);
  // Multiples of the step by the reader's clock.
  const std::int64_t shift = from_utc.count();
  const std::int64_t length = std::max<std::int64_t>(step.count(), 1);
  std::int64_t time = (start.ms + shift) / length * length - shift;
  if (time < start.ms) time += length;
  std::vector<WallTime> times;
  for (; time <= end.ms && times.size() < count; time += length) times.push_back({time});
  return times;
}

std::string short_time(WallTime time, WallTime start, WallTime end, milliseconds from_utc) {
  using std::chrono::days;
  const std::chrono::sys_time<milliseconds> moment(milliseconds(time.ms) + from_utc);
  const auto day = std::chrono::floor<days>(moment);
  const std::chrono::year_month_day date(day);
  const auto minutes = std::chrono::floor<std::chrono::minutes>(moment - day).count();
  std::string hour = fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
  const std::string month = fmt::format("{:02}/{:02}", static_cast<unsigned>(date.month()),
                                        static_cast<unsigned>(date.day()));
  if (end - start <= milliseconds(days(1))) return hour;
  return end - start <= milliseconds(days(7)) ? month + " " + hour : month;
}

}  // namespace weir::graph
