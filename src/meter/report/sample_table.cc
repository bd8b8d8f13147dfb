#include "meter/report/sample_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>

#include "meter/plan/quantities.h"
#include "meter/report/jtl.h"
#include "meter/report/quantities.h"
#include "meter/report/text_table.h"

namespace weir::meter {
namespace {

constexpr std::array<const char*, 10> heads{
    "Sample #", "Start Time", "Thread Name", "Label",   "Sample Time(ms)",
    "Status",   "Bytes",      "Sent Bytes",  "Latency", "Connect Time(ms)"};

std::string ms_text(nanoseconds time) {
  return fmt::format("{:.3f}", static_cast<double>(time.count()) / 1e6);
}

nanoseconds first_byte_of(const Sample& sample) {
  return std::max(nanoseconds(0), sample.first_byte - sample.planned);
}

std::vector<std::string> cells_of(const StoredSample& stored) {
  const Sample& sample = stored.sample;
  return {std::to_string(stored.number),
          wall_text(planned_at(sample)).substr(0, 23),
          stored.thread_name,
          stored.label,
          ms_text(sample.latency()),
          sample.is_ok ? "OK" : response_code(sample),
          std::to_string(sample.bytes_received),
          std::to_string(sample.bytes_sent),
          ms_text(first_byte_of(sample)),
          ms_text(sample.connect)};
}

std::string visible(std::string_view text) {
  return fitted(text, std::numeric_limits<std::size_t>::max());
}

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

int number_at(std::string_view text, std::size_t from, std::size_t count) {
  int number = 0;
  for (const char digit : text.substr(from, count)) number = number * 10 + (digit - '0');
  return number;
}

// "2026-11-26T12:41:21", the form of which is checked here, and what follows it.
std::optional<WallTime> parse_civil(std::string_view text) {
  constexpr std::string_view form = "dddd-dd-ddTdd:dd:dd";
  if (text.size() < form.size()) return std::nullopt;
  for (std::size_t index = 0; index < form.size(); ++index) {
    const char character = text[index];
    const bool fits = form[index] == 'd'   ? character >= '0' && character <= '9'
                      : form[index] == 'T' ? character == 'T' || character == ' '
                                           : character == form[index];
    if (!fits) return std::nullopt;
  }
  std::string_view rest = text.substr(form.size());
  if (rest.ends_with('Z')) rest.remove_suffix(1);
  int ms = 0;
  if (!rest.empty()) {
    if (rest.size() > 4 || rest[0] != '.' || !all_digits(rest.substr(1))) return std::nullopt;
    ms = number_at(std::string(rest.substr(1)) + std::string(4 - rest.size(), '0'), 0, 3);
  }
  const std::chrono::year_month_day date{
      std::chrono::year(number_at(text, 0, 4)),
      std::chrono::month(static_cast<unsigned>(number_at(text, 5, 2))),
      std::chrono::day(static_cast<unsigned>(number_at(text, 8, 2)))};
  const int hour = number_at(text, 11, 2);
  const int minute = number_at(text, 14, 2);
  const int second = number_at(text, 17, 2);
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  const auto days = std::chrono::sys_days(date).time_since_epoch();
  return WallTime{std::chrono::duration_cast<milliseconds>(days).count() +
                  ((hour * 60 + minute) * 60 + second) * std::int64_t{1'000} + ms};
}

}  // namespace

bool SampleFilter::matches(const StoredSample& stored) const {
  const Sample& sample = stored.sample;
  if (errors_only && sample.is_ok && sample.records_failed == 0) return false;
  if (!label.empty() && stored.label != label) return false;
  if (number && stored.number != *number) return false;
  if (since && planned_at(sample) < *since) return false;
  if (until && planned_at(sample) >= *until) return false;
  const auto has = [&](std::string Sample::Record::* member, const std::string& value) {
    return value.empty() ||
           std::ranges::find(sample.details, value, member) != sample.details.end();
  };
  return has(&Sample::Record::shard_id, shard) &&
         has(&Sample::Record::partition_key, partition_key);
}

Result<WallTime> parse_moment(std::string_view text, WallTime start) {
  if (const auto moment = parse_civil(text)) return *moment;
  const auto after = parse_duration(text);
  if (after) return start + *after;
  return fail(ErrorCode::invalid_argument,
              fmt::format("\"{}\" is no moment: write 2026-11-26T12:41:21Z, or how long after the "
                          "run's start, for example 90s.",
                          text));
}

std::string sample_table_text(const std::vector<StoredSample>& samples, std::size_t columns) {
  TextTable table({heads.begin(), heads.end()});
  for (const StoredSample& stored : samples) table.add(cells_of(stored));
  return table.text(columns);
}

std::string sample_csv_head() { return fmt::format("{}\n", fmt::join(heads, ",")); }

std::string sample_csv_line(const StoredSample& stored) {
  std::string line;
  for (const std::string& cell : cells_of(stored)) {
    line += (line.empty() ? "" : ",") + csv_field(cell);
  }
  return line + '\n';
}

std::string sample_json_line(const StoredSample& stored) {
  std::string line;
  append_stored_sample(line, stored.sample, stored.label, stored.thread_name);
  return fmt::format("{{\"sample\":{},{}", stored.number, line.substr(1));
}

std::string sample_detail_text(const StoredSample& stored) {
  const Sample& sample = stored.sample;
  std::string text = fmt::format("Sample {}: {}, {}, {}\n", stored.number, visible(stored.label),
                                 visible(stored.thread_name), wall_text(planned_at(sample)));
  text += fmt::format(
      "  Sample Time: {} ms (service time {} ms)  Latency: {} ms  Connect Time: {} ms\n",
      ms_text(sample.latency()), ms_text(sample.service_time()), ms_text(first_byte_of(sample)),
      ms_text(sample.connect));
  text += fmt::format("  Response code: {}  Response message: {}\n", visible(response_code(sample)),
                      visible(response_message(sample)));
  text += fmt::format("  Bytes: {}  Sent Bytes: {}  Records: {}, {} failed  Attempts: {}\n",
                      sample.bytes_received, sample.bytes_sent, sample.records,
                      sample.records_failed, sample.attempts);
  if (!sample.url.empty()) text += fmt::format("  URL: {}\n", visible(sample.url));
  text += fmt::format("  Request\n    Stream Name: {}\n", visible(sample.stream));
  for (const Sample::Record& record : sample.details) {
    text += fmt::format("    Partition Key: {}\n    Data Record: {}\n",
                        visible(record.partition_key), visible(record.data));
  }
  text += "  Response\n";
  for (const Sample::Record& record : sample.details) {
    if (!record.error_code.empty()) {
      text += fmt::format("    Error Code: {}\n", visible(record.error_code));
    } else if (!record.shard_id.empty()) {
      text += fmt::format("    Shard id: {}\n    Sequence Number: {}\n    Encryption Type: {}\n",
                          visible(record.shard_id), visible(record.sequence_number),
                          visible(record.encryption_type));
    }
  }
  return text;
}

}  // namespace weir::meter
