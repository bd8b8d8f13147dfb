// JMeter's functions of time.
#include <fmt/format.h>

#include <utility>

#include "meter/dates/date_format.h"
#include "meter/dates/duration.h"
#include "meter/templates/jmeter_call.h"

namespace weir::meter {
namespace {

constexpr std::int64_t day_ms = 86'400'000;

// Patterns that JMeter has names for.
std::string_view alias(std::string_view pattern) {
  if (pattern == "YMD") return "yyyyMMdd";
  if (pattern == "HMS") return "HHmmss";
  if (pattern == "YMDHMS") return "yyyyMMdd-HHmmss";
  return pattern;
}

// How a time is written: in milliseconds since 1970, those divided by something, or by a pattern.
class TimeWriter {
 public:
  // By the pattern that argument `index` is. Errors are told to the call.
  static TimeWriter make(JmeterCall& call, std::size_t index, std::string_view otherwise = {}) {
    TimeWriter writer;
    const std::string* given = call.constant(index);
    const std::string pattern(given != nullptr ? std::string_view(*given) : otherwise);
    if (pattern.empty()) return writer;
    if (pattern.starts_with('/')) {
      writer.divisor_ = jmeter_number(pattern.substr(1)).value_or(0);
      if (writer.divisor_ < 1) call.fail(fmt::format("\"{}\" divides by no number", pattern));
      return writer;
    }
    auto format = DateFormat::java(alias(pattern));
    if (!format) {
      std::string sentence = std::move(format).error();
      if (sentence.ends_with('.')) sentence.pop_back();
      call.fail(std::move(sentence));
      return writer;
    }
    writer.format_ = *std::move(format);
    return writer;
  }

  void append(const RenderContext& context, WallTime time, std::string& out) const {
    if (!format_) return append_integer(time.ms / std::max<std::int64_t>(divisor_, 1), out);
    format_->append(civil_time(time, context.local_offset(time), false), out);
  }

  std::optional<WallTime> parse(const RenderContext& context, std::string_view text) const {
    if (format_) return format_->parse(text, context.local_offset(context.now));
    const auto ms = jmeter_number(text);
    return ms ? std::optional(WallTime{*ms}) : std::nullopt;
  }

 private:
  std::int64_t divisor_ = 1;
  std::optional<DateFormat> format_;
};

// __time(pattern,variable). The text of a millisecond is kept for as long as that lasts.
Filler time(JmeterCall& call) {
  auto writer = TimeWriter::make(call, 0);
  const Slot slot = call.names().unnamed();
  return call.storing(1,
                      [writer = std::move(writer), slot](RenderContext& context, std::string& out) {
                        Held& kept = context.variables.held(slot);
                        if (!kept.is_set || kept.number != context.now.ms) {
                          kept.is_set = true;
                          kept.number = context.now.ms;
                          kept.text.clear();
                          writer.append(context, context.now, kept.text);
                        }
                        out += kept.text;
                      });
}

// __timeShift(pattern,date,shift,locale,variable): the date, or now, plus a duration.
Filler time_shift(JmeterCall& call) {
  auto writer = TimeWriter::make(call, 0);
  const std::string* constant_shift = call.constant(2);
  if (constant_shift != nullptr && !parse_duration(*constant_shift)) {
    call.fail(fmt::format("\"{}\" is not a duration such as P1DT2H or -PT30M", *constant_shift));
  }
  return call.storing(4, [writer = std::move(writer), date = call.take(1), shift = call.take(2)](
                             RenderContext& context, std::string& out) {
    std::string scratch;
    const std::string_view text = jmeter_trimmed(date.read(context, scratch));
    WallTime time = context.now;
    if (!text.empty()) {
      // A date that does not match leaves nothing, as in JMeter.
      const auto parsed = writer.parse(context, text);
      if (!parsed) return;
      time = *parsed;
    }
    const std::string_view by = jmeter_trimmed(shift.read(context, scratch));
    time = time + parse_duration(by).value_or(milliseconds(0));
    writer.append(context, time, out);
  });
}

// __RandomDate(pattern,from,to,locale,variable): a day in [from, to), from today if it is empty.
Filler random_date(JmeterCall& call) {
  auto writer = TimeWriter::make(call, 0, "yyyy-MM-dd");
  return call.storing(4, [writer = std::move(writer), from = call.take(1), to = call.take(2)](
                             RenderContext& context, std::string& out) {
    std::string scratch;
    const std::string_view first = jmeter_trimmed(from.read(context, scratch));
    const auto start = first.empty() ? context.now : writer.parse(context, first);
    const auto end = writer.parse(context, jmeter_trimmed(to.read(context, scratch)));
    if (!start || !end || !(*start < *end)) return;
    const std::int64_t days = std::max<std::int64_t>(1, (*end - *start).count() / day_ms);
    const auto day =
        static_cast<std::int64_t>(context.random.below(static_cast<std::uint64_t>(days)));
    writer.append(context, *start + milliseconds(day * day_ms), out);
  });
}

// __dateTimeConvert(date,pattern of it,pattern,variable).
Filler date_time_convert(JmeterCall& call) {
  auto reader = TimeWriter::make(call, 1);
  auto writer = TimeWriter::make(call, 2);
  return call.storing(3, [reader = std::move(reader), writer = std::move(writer),
                          date = call.take(0)](RenderContext& context, std::string& out) {
    std::string scratch;
    const auto time = reader.parse(context, jmeter_trimmed(date.read(context, scratch)));
    if (time) writer.append(context, *time, out);
  });
}

constexpr JmeterFunction table[] = {
    {"__time", 0, 2, time},
    {"__timeShift", 0, 5, time_shift},
    {"__RandomDate", 3, 5, random_date},
    {"__dateTimeConvert", 3, 4, date_time_convert},
};

}  // namespace

std::span<const JmeterFunction> jmeter_time_functions() { return table; }

}  // namespace weir::meter
