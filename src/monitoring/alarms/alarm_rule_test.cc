#include "monitoring/alarms/alarm_rule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace weir::monitoring {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// "a" and "A b" are in ALARM, "o" is OK, everything else unknown.
AlarmState state_of(std::string_view alarm) {
  const std::string_view name = alarm_name(alarm);
  if (name == "a" || name == "A b" || name == "with:colon") return AlarmState::alarm;
  return name == "o" ? AlarmState::ok : AlarmState::insufficient_data;
}

TEST(AlarmRule, RulesHoldWhereTheDocumentationSaysSo) {
  const std::vector<std::pair<std::string, bool>> cases{
      {"TRUE", true},
      {"FALSE", false},
      {"NOT FALSE", true},
      {"ALARM(a)", true},
      {"ALARM( a )", true},
      {"ALARM(\"a\")", true},
      {"ALARM(\"A b\")", true},
      {"ALARM(A b)", true},
      {"OK(a)", false},
      {"OK(o)", true},
      {"INSUFFICIENT_DATA(u)", true},
      {"ALARM(arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a)", true},
      {"ALARM(\"arn:aws:cloudwatch:eu-west-1:123456789012:alarm:with:colon\")", true},
      {"ALARM(a) AND OK(o)", true},
      {"ALARM(a) AND NOT OK(o)", false},
      {"ALARM(o) OR ALARM(a)", true},
      // AND binds more tightly than OR, NOT more tightly than both.
      {"TRUE OR FALSE AND FALSE", true},
      {"(TRUE OR FALSE) AND FALSE", false},
      {"NOT TRUE OR TRUE", true},
      {"NOT (TRUE OR TRUE)", false},
      {"NOT NOT TRUE", true},
      {"ALARM(a)AND(OK(o)OR FALSE)", true},
      {" \n ALARM(a)\tAND\r\nTRUE ", true},
  };
  for (const auto& [text, expected] : cases) {
    const auto rule = parse_alarm_rule(text);
    ASSERT_TRUE(rule) << text << ": " << rule.error().message;
    EXPECT_EQ(holds(*rule, state_of), expected) << text;
  }
}

TEST(AlarmRule, MistakesAreNamed) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "Unexpected end of the rule"},
      {"ALARM(a) AND", "Unexpected end of the rule"},
      {"ALARM(a", "Unexpected end of the rule"},
      {"ALARM()", "An alarm's name is missing at position 7"},
      {"ALARM(ü) ü", "Unexpected character 'ü' at position 11"},
      {"ALARMED(a)", "Unexpected character 'A' at position 1"},
      {"alarm(a)", "Unexpected character 'a' at position 1"},
      {"ALARM(a) ALARM(b)", "Unexpected character 'A' at position 10"},
      {"ALARM(a))", "Unexpected character ')' at position 9"},
      {"ALARM(\"a)", "Unexpected end of the rule"},
      {"TRUE XOR FALSE", "Unexpected character 'X' at position 6"},
  };
  for (const auto& [text, expected] : cases) {
    const auto rule = parse_alarm_rule(text);
    ASSERT_FALSE(rule) << text;
    EXPECT_EQ(rule.error().message, expected) << text;
  }
}

TEST(AlarmRule, SizesAreBounded) {
  std::string deep;
  for (int level = 0; level < 1'000; ++level) deep += "NOT ";
  EXPECT_THAT(parse_alarm_rule(deep + "TRUE").error().message, HasSubstr("nested too deeply"));
  std::string many = "TRUE";
  for (int alarm = 0; alarm < 101; ++alarm) many += " OR OK(a" + std::to_string(alarm) + ")";
  EXPECT_THAT(parse_alarm_rule(many).error().message, HasSubstr("names 101 alarms"));
  EXPECT_THAT(parse_alarm_rule(std::string(10'241, ' ')).error().message,
              HasSubstr("10240 are allowed"));
}

TEST(AlarmRule, NamesItsAlarmsOnce) {
  const auto rule = parse_alarm_rule("ALARM(b) AND (OK(a) OR ALARM(b))");
  ASSERT_TRUE(rule);
  EXPECT_THAT(alarms_of(*rule), ElementsAre("b", "a"));
}

TEST(AlarmRule, CyclesAreFound) {
  const std::map<std::string, std::vector<std::string>, std::less<>> known{{"b", {"c", "d"}},
                                                                           {"c", {"d", "a"}}};
  const auto children_of = [&known](std::string_view name) {
    const auto found = known.find(name);
    return found == known.end() ? std::vector<std::string>{} : found->second;
  };
  EXPECT_TRUE(makes_a_cycle("a", {"a"}, children_of));
  EXPECT_TRUE(makes_a_cycle("a", {"b"}, children_of));
  EXPECT_FALSE(makes_a_cycle("e", {"b", "d"}, children_of));
}

}  // namespace
}  // namespace weir::monitoring
