// Anything as a rule of a composite alarm: what is read names bounded many alarms, and holds or
// does not.

#include <string>

#include "base/check.h"
#include "input.h"
#include "monitoring/alarms/alarm_rule.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weir;
  const auto rule = monitoring::parse_alarm_rule(fuzz::text_of(data, size));
  if (!rule) {
    CHECK(!rule.error().message.empty());
    return 0;
  }
  CHECK(monitoring::alarms_of(*rule).size() <= monitoring::alarm_rule_alarms_max);
  std::size_t asked = 0;
  monitoring::holds(*rule, [&asked](std::string_view alarm) {
    CHECK(!alarm.empty());
    ++asked;
    return monitoring::AlarmState::alarm;
  });
  CHECK(asked <= size);
  return 0;
}
