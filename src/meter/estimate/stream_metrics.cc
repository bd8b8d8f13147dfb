#include "meter/estimate/stream_metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/iso_time.h"
#include "aws/xml_input.h"
#include "base/result.h"
#include "base/time.h"
#include "codec/percent_encoding.h"

namespace weir::meter {
namespace {

using std::chrono::days;

// "The limit of 1,440", as CloudWatch calls it.
constexpr std::int64_t points_max = 1'440;
constexpr milliseconds last_min = std::chrono::minutes(5);
constexpr milliseconds last_max = days(455);

seconds period_for(milliseconds last) {
  if (last <= days(15)) return std::chrono::minutes(1);
  if (last <= days(63)) return std::chrono::minutes(5);
  return std::chrono::hours(1);
}

std::optional<double> parse_double(std::string_view text) {
  double number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

Result<std::vector<MetricWindow>> metric_windows(WallTime now, milliseconds last) {
  if (last < last_min || last > last_max) {
    return fail(ErrorCode::invalid_argument,
                "--last is out of range; 5m to 455d are allowed, as long as CloudWatch keeps "
                "metrics.");
  }
  const seconds period = period_for(last);
  const std::int64_t period_ms = milliseconds(period).count();
  const WallTime end{now.ms / period_ms * period_ms};
  const milliseconds length(std::max(last.count() / period_ms, std::int64_t{1}) * period_ms);
  std::vector<MetricWindow> windows;
  for (WallTime start = end - length; start < end; start = windows.back().end) {
    windows.push_back({.start = start,
                       .end = std::min(end, start + points_max * milliseconds(period)),
                       .period = period});
  }
  return windows;
}

std::string statistics_form(std::string_view stream, std::string_view metric,
                            const MetricWindow& window) {
  std::string form = fmt::format(
      "Action=GetMetricStatistics&Version=2010-08-01&Namespace=AWS%2FKinesis&MetricName={}"
      "&Dimensions.member.1.Name=StreamName&Dimensions.member.1.Value=",
      metric);
  codec::append_percent_encoded(form, stream, codec::Slash::encode);
  form += "&StartTime=";
  codec::append_percent_encoded(form, aws::iso_time_text(window.start), codec::Slash::encode);
  form += "&EndTime=";
  codec::append_percent_encoded(form, aws::iso_time_text(window.end), codec::Slash::encode);
  form += fmt::format("&Period={}&Statistics.member.1=Sum", window.period.count());
  return form;
}

Result<std::vector<MetricPoint>> read_points(std::string_view body) {
  const auto result = aws::xml_element(body, "GetMetricStatisticsResult");
  if (!result) return fail(ErrorCode::corrupt, "CloudWatch's answer is not understood.");
  std::vector<MetricPoint> points;
  for (const std::string_view member :
       aws::xml_elements(aws::xml_element(*result, "Datapoints").value_or(""), "member")) {
    const auto at = aws::parse_iso_time(aws::xml_text(member, "Timestamp").value_or(""));
    const auto sum = parse_double(aws::xml_text(member, "Sum").value_or(""));
    if (!at || !sum) return fail(ErrorCode::corrupt, "CloudWatch's answer is not understood.");
    points.push_back({.at = *at, .sum = *sum});
  }
  std::ranges::sort(points, {}, &MetricPoint::at);
  return points;
}

}  // namespace weir::meter
