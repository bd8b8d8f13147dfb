// What commands do to alarms and to the actions that they call for: the state machine alone.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "stream/catalog_state.h"

namespace weir::stream {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr WallTime noon{1'704'110'400'500};
const std::string topic = "arn:aws:sns:us-east-1:000000000001:ops";

AlarmKey key_of(std::string name) {
  return {.account_id = "000000000001", .region = "us-east-1", .name = std::move(name)};
}

class CatalogStateAlarmsTest : public testing::Test {
 protected:
  Result<void> run(CommandBody body) {
    return state_.apply(
        {.id = {.writer = 7, .counter = ++counter_}, .time = now_, .body = std::move(body)});
  }
  Result<void> put(const std::string& name, std::vector<std::string> children = {},
                   std::uint32_t alarms_max = 0) {
    const bool is_composite = !children.empty();
    return run(commands::PutAlarm{.key = key_of(name),
                                  .is_composite = is_composite,
                                  .definition = "{}",
                                  .children = std::move(children),
                                  .tags = {},
                                  .alarms_max = alarms_max});
  }
  Result<void> say(AlarmValue value, AlarmSuppression suppression = AlarmSuppression::none) {
    return run(commands::SetAlarmState{.key = key_of("lag"),
                                       .value = value,
                                       .reason = "Because.",
                                       .actions = {topic, "arn:other"},
                                       .suppression = suppression});
  }
  const Alarm& alarm(const std::string& name = "lag") { return *state_.find_alarm(key_of(name)); }
  std::vector<std::string> history() {
    std::vector<std::string> summaries;
    for (const AlarmEvent& event : alarm().history) summaries.push_back(event.summary);
    return summaries;
  }
  std::vector<DueAction> due() {
    std::vector<DueAction> all;
    state_.due_actions.for_each(
        [&](const DueActionKey&, const DueActionPointer& each) { all.push_back(*each); });
    return all;
  }

  CatalogState state_;
  WallTime now_ = noon;
  std::uint64_t counter_ = 0;
};

TEST_F(CatalogStateAlarmsTest, ATransitionAndItsActionsAreOneChange) {
  ASSERT_TRUE(put("lag"));
  EXPECT_EQ(alarm().value, AlarmValue::insufficient_data);
  EXPECT_EQ(alarm().reason, "Unchecked: Initial alarm creation");
  now_ = noon + std::chrono::minutes(1);
  ASSERT_TRUE(say(AlarmValue::alarm));
  EXPECT_EQ(alarm().transitioned, now_);
  const std::vector<DueAction> actions = due();
  ASSERT_EQ(actions.size(), 2U);
  EXPECT_EQ(actions[0].action, topic);
  EXPECT_EQ(actions[0].former, AlarmValue::insufficient_data);
  EXPECT_EQ(actions[0].value, AlarmValue::alarm);
  EXPECT_EQ(actions[0].reason, "Because.");
  EXPECT_EQ(actions[0].key.transition, actions[1].key.transition);
  EXPECT_NE(actions[0].key, actions[1].key);
  // The same state again is no transition.
  ASSERT_TRUE(say(AlarmValue::alarm));
  EXPECT_EQ(due().size(), 2U);
  EXPECT_THAT(history(), ElementsAre("Alarm \"lag\" created",
                                     "Alarm updated from INSUFFICIENT_DATA to ALARM"));
}

// However many alarms there are, their histories take no more than so much together.
TEST_F(CatalogStateAlarmsTest, EachAlarmHasItsShareOfWhatHistoriesMayTake) {
  const auto flap = [&](int times) {
    for (int index = 0; index < times; ++index) {
      ASSERT_TRUE(run(commands::SetAlarmState{
          .key = key_of("lag"),
          .value = alarm().value == AlarmValue::ok ? AlarmValue::alarm : AlarmValue::ok,
          .history_data = std::string(4'000, 'd'),
          .actions = {}}));
    }
  };
  ASSERT_TRUE(put("lag"));
  flap(150);
  EXPECT_EQ(history().size(), 100U);
  for (int index = 0; index < 4'999; ++index) ASSERT_TRUE(put("a" + std::to_string(index)));
  flap(1);
  EXPECT_EQ(history().size(), 3U);  // Of 13,421 bytes.
  EXPECT_EQ(history().back(), "Alarm updated from ALARM to OK");
  ASSERT_TRUE(run(commands::SetAlarmState{.key = key_of("lag"),
                                          .value = AlarmValue::alarm,
                                          .history_data = std::string(20'000, 'd'),
                                          .actions = {}}));
  EXPECT_THAT(history(), ElementsAre("Alarm updated from OK to ALARM"));
}

TEST_F(CatalogStateAlarmsTest, AnActionIsFinishedOnce) {
  ASSERT_TRUE(put("lag"));
  ASSERT_TRUE(say(AlarmValue::alarm));
  const DueActionKey first = due()[0].key;
  for (int twice = 0; twice < 2; ++twice) {
    ASSERT_TRUE(run(commands::FinishAlarmAction{.key = first, .summary = "Sent."}));
  }
  EXPECT_EQ(due().size(), 1U);
  EXPECT_EQ(history().back(), "Sent.");
  EXPECT_EQ(alarm().history.size(), 3U);
  // What another alarm of that name calls for is never taken for it.
  ASSERT_TRUE(run(commands::DeleteAlarms{{key_of("lag")}}));
  EXPECT_EQ(due().size(), 1U);  // It is still to be said that the state changed.
  ASSERT_TRUE(put("lag"));
  ASSERT_TRUE(say(AlarmValue::alarm));
  for (const DueAction& each : due()) EXPECT_NE(each.key, first);
}

TEST_F(CatalogStateAlarmsTest, DisabledActionsAreNotDue) {
  ASSERT_TRUE(put("lag"));
  ASSERT_TRUE(run(commands::EnableAlarmActions{{key_of("lag"), key_of("none")}, false}));
  ASSERT_TRUE(say(AlarmValue::alarm));
  EXPECT_TRUE(due().empty());
  ASSERT_TRUE(run(commands::EnableAlarmActions{{key_of("lag")}, true}));
  ASSERT_TRUE(say(AlarmValue::ok));
  EXPECT_EQ(due().size(), 2U);
}

TEST_F(CatalogStateAlarmsTest, AnEvaluationOfWhatIsNoLongerSoChangesNothing) {
  ASSERT_TRUE(put("lag"));
  commands::SetAlarmState late{.key = key_of("lag"),
                               .is_conditional = true,
                               .revision = alarm().revision,
                               .transitions = 0,
                               .value = AlarmValue::ok,
                               .actions = {}};
  ASSERT_TRUE(put("lag"));  // Of another definition.
  EXPECT_EQ(run(late).error().code, ErrorCode::expired);
  late.revision = alarm().revision;
  ASSERT_TRUE(say(AlarmValue::alarm));
  EXPECT_EQ(run(late).error().code, ErrorCode::expired);
  late.transitions = 1;
  EXPECT_TRUE(run(late));
  EXPECT_EQ(alarm().value, AlarmValue::ok);
}

TEST_F(CatalogStateAlarmsTest, SuppressedActionsAreDueWhenNothingKeepsThemBack) {
  ASSERT_TRUE(put("lag"));
  ASSERT_TRUE(say(AlarmValue::alarm, AlarmSuppression::wait_period));
  EXPECT_TRUE(due().empty());
  commands::SetAlarmSuppression release{.key = key_of("lag"),
                                        .revision = alarm().revision,
                                        .transitions = 1,
                                        .suppression = AlarmSuppression::none,
                                        .actions = {topic}};
  ASSERT_TRUE(run(release));
  ASSERT_TRUE(run(release));
  EXPECT_EQ(due().size(), 1U);
}

TEST_F(CatalogStateAlarmsTest, WhatAnAlarmDependsOnMustBeThereAndStay) {
  EXPECT_THAT(put("both", {"a", "b"}).error().message,
              HasSubstr("alarms [a, b] in the alarm rule do not exist"));
  ASSERT_TRUE(put("a"));
  ASSERT_TRUE(put("b"));
  ASSERT_TRUE(put("both", {"a", "b"}));
  ASSERT_TRUE(put("all", {"both"}));
  EXPECT_EQ(put("both", {"all"}).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(put("both", {"both"}).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(put("both").error().code, ErrorCode::in_use);  // A metric alarm of that name.
  const auto refused = run(commands::DeleteAlarms{{key_of("a"), key_of("b")}});
  EXPECT_EQ(refused.error().code, ErrorCode::in_use);
  EXPECT_THAT(refused.error().message, HasSubstr("Cannot delete a as"));
  EXPECT_TRUE(run(commands::DeleteAlarms{{key_of("all")}}));
  EXPECT_TRUE(run(commands::DeleteAlarms{{key_of("a"), key_of("both"), key_of("none")}}));
  EXPECT_EQ(run(commands::DeleteAlarms{{key_of("a")}}).error().code, ErrorCode::not_found);
}

TEST_F(CatalogStateAlarmsTest, NumbersAreBounded) {
  ASSERT_TRUE(put("lag", {}, 1));
  EXPECT_TRUE(put("lag", {}, 1));
  EXPECT_EQ(put("other", {}, 1).error().code, ErrorCode::limit_exceeded);
  for (std::size_t change = 0; change < due_actions_max; ++change) {
    ASSERT_TRUE(say(change % 2 == 0 ? AlarmValue::alarm : AlarmValue::ok));
  }
  EXPECT_EQ(alarm().history.size(), alarm_history_max);
  EXPECT_EQ(state_.due_actions.size(), due_actions_max);
  EXPECT_THAT(history(), testing::Contains(HasSubstr("too many wait")));
  now_ = noon + std::chrono::days(31);
  ASSERT_TRUE(put("lag"));
  EXPECT_EQ(alarm().history.size(), 1U);
}

TEST_F(CatalogStateAlarmsTest, TagsAreSetAndTaken) {
  ASSERT_TRUE(put("lag"));
  const auto change = [&](Tags set, std::vector<std::string> remove) {
    return run(commands::ChangeAlarmTags{
        .key = key_of("lag"), .set = std::move(set), .remove = std::move(remove), .tags_max = 2});
  };
  ASSERT_TRUE(change({{"a", "1"}, {"b", "2"}}, {}));
  EXPECT_EQ(change({{"c", "3"}}, {}).error().code, ErrorCode::invalid_argument);
  ASSERT_TRUE(change({{"c", "3"}}, {"a"}));
  EXPECT_EQ(alarm().tags, (Tags{{"b", "2"}, {"c", "3"}}));
}

}  // namespace
}  // namespace weir::stream
