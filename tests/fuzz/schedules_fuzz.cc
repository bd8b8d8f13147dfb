// The first line as a schedule, the rest as a file of a time zone: what is understood gives times
// that ascend and lie where they were asked for, and is read in bounded time.

#include <string>

#include "base/check.h"
#include "input.h"
#include "monitoring/scaling/schedule.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weir;
  const std::string text = fuzz::text_of(data, size);
  const std::size_t line = text.find('\n');
  const auto schedule = monitoring::Schedule::parse(text.substr(0, line));
  monitoring::TimeZone zone;
  if (line != std::string::npos) {
    const auto read = monitoring::TimeZone::parse(bytes_of(text).subspan(line + 1));
    if (read) zone = *read;
  }
  if (!schedule) {
    CHECK(!schedule.error().message.empty());
    return 0;
  }
  constexpr WallTime noon{1'795'694'400'000};
  constexpr WallTime until{noon.ms + 40LL * 24 * 3'600'000};
  WallTime after = noon;
  for (int count = 0; count < 10; ++count) {
    const auto next = schedule->next(after, until, {.origin = noon}, zone);
    if (!next) break;
    CHECK(*next > after && *next <= until, "{} after {}", next->ms, after.ms);
    after = *next;
  }
  return 0;
}
