#include <fmt/format.h>

#include "meter/dates/date_format.h"
#include "meter/dates/date_text.h"
#include "meter/templates/function_table.h"

namespace weir::meter {
namespace {

constexpr std::int64_t day_ms = 86'400'000;

// Of a function of which the data generator makes one text: its pattern. Anything but a text is
// what moment.js does with it: its own form.
std::optional<DateFormat> pattern_of(const Arguments& arguments, std::string_view otherwise) {
  const auto pattern = arguments.text();
  return DateFormat::moment(pattern && !pattern->empty() ? *pattern : otherwise);
}

enum class Clock : std::uint8_t { local, utc, simulated };

template <Clock clock>
CivilTime read_clock(const RenderContext& context) {
  const WallTime time = clock == Clock::simulated ? context.simulated_now : context.now;
  return civil_time(time, clock == Clock::utc ? 0 : context.local_offset(time),
                    clock == Clock::utc);
}

// The text of a millisecond is kept for as long as that lasts.
template <Clock clock>
Filler clock_text(Arguments& arguments, VariableNames& names) {
  auto format = pattern_of(arguments,
                           clock == Clock::utc ? "YYYY-MM-DDTHH:mm:ss[Z]" : "YYYY-MM-DDTHH:mm:ssZ");
  return [format = *std::move(format), slot = names.unnamed()](RenderContext& context,
                                                               std::string& out) {
    const WallTime time = clock == Clock::simulated ? context.simulated_now : context.now;
    Held& kept = context.variables.held(slot);
    if (!kept.is_set || kept.number != time.ms) {
      kept.is_set = true;
      kept.number = time.ms;
      kept.text.clear();
      format.append(read_clock<clock>(context), kept.text);
    }
    out += kept.text;
  };
}

// How a drawn date is written: by a pattern in local time, or as JavaScript writes dates.
struct DateWriter {
  std::optional<DateFormat> format;

  void append(const RenderContext& context, WallTime time, std::string& out) const {
    const CivilTime civil = civil_time(time, context.local_offset(time), false);
    if (format) {
      format->append(civil, out);
    } else {
      append_date(civil, out);
    }
  }
};

DateWriter writer_of(Arguments& arguments, std::size_t index) {
  const std::string pattern = arguments.text_at(index, "format", "");
  if (pattern.empty()) return {};
  return {DateFormat::moment(pattern)};
}

// Nothing if it is not given.
std::optional<WallTime> date_of(Arguments& arguments, std::size_t index, std::string_view name) {
  const JsonValue* value = arguments.at(index, name);
  if (value == nullptr || value->kind == JsonValue::Kind::null) return std::nullopt;
  const auto date = parse_date(value->rendered(), 0);
  if (!date) {
    arguments.fail(
        fmt::format("{} is \"{}\", which is not a date such as 2026-11-26 or 2026-11-26T12:30:00Z",
                    name, value->rendered()));
  }
  return date;
}

// From a second to `days` before (-1) or after (1) now, or `reference`.
Filler near(std::int64_t days, int direction, std::optional<WallTime> reference,
            DateWriter writer) {
  return [=, writer = std::move(writer)](RenderContext& context, std::string& out) {
    const std::int64_t distance = context.random.between(1'000, days * day_ms);
    const WallTime from = reference.value_or(context.now);
    writer.append(context, from + milliseconds(direction * distance), out);
  };
}

template <int direction>
Filler years_away(Arguments& arguments, VariableNames&) {
  const std::int64_t years = arguments.integer(0, "years", 1, 1, 5'000);
  const auto reference = date_of(arguments, 1, "refDate");
  return near(years * 365, direction, reference, writer_of(arguments, 2));
}

Filler recent(Arguments& arguments, VariableNames&) {
  const std::int64_t days = arguments.integer(0, "days", 1, 1, 1'000'000);
  return near(days, -1, std::nullopt, writer_of(arguments, 1));
}

Filler between(Arguments& arguments, VariableNames&) {
  const auto from = date_of(arguments, 0, "from");
  const auto to = date_of(arguments, 1, "to");
  if (!from || !to || *to < *from) {
    arguments.fail("it takes two dates, the earlier first: (\"2026-01-01\",\"2026-12-31\")");
    return {};
  }
  return [from = *from, range = (*to - *from).count(), writer = writer_of(arguments, 2)](
             RenderContext& context, std::string& out) {
    writer.append(context, from + milliseconds(context.random.between(0, range)), out);
  };
}

// {"abbr":true} gives "Jan" for "January".
template <std::span<const std::string_view> (*names)()>
Filler name_of(Arguments& arguments, VariableNames&) {
  const JsonValue* value = arguments.value();
  const JsonValue* wish = value != nullptr ? value->member("abbr") : nullptr;
  const bool is_short = wish != nullptr && (wish->boolean || wish->number != 0);
  return [letters = is_short ? std::size_t{3} : std::string_view::npos](RenderContext& context,
                                                                        std::string& out) {
    out += pick(context.random, names()).substr(0, letters);
  };
}

constexpr Function table[] = {
    {"date.past", years_away<-1>},
    {"date.future", years_away<1>},
    {"date.between", between},
    {"date.recent", recent},
    {"date.month", name_of<month_names>},
    {"date.weekday", name_of<weekday_names>},
    {"date.now", clock_text<Clock::local>},
    {"date.utc", clock_text<Clock::utc>},
    {"date.simTime", clock_text<Clock::simulated>},
    {"current.timestamp", clock_text<Clock::local>},
};

}  // namespace

std::span<const Function> date_functions() { return table; }

}  // namespace weir::meter
