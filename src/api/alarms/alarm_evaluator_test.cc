// Alarms on a virtual clock: from values to states to actions.

#include "api/alarms/alarm_evaluator.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "api/alarms/alarm_actions.h"
#include "api/alarms/alarms_fixture.h"
#include "env/worker.h"

namespace weir::api::alarms {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string topic = "arn:aws:sns:eu-west-1:123456789012:ops";
const std::string policy =
    "arn:aws:autoscaling:eu-west-1:123456789012:scalingPolicy:1:resource/kinesis/stream/s:"
    "policyName/p";
const std::string ignoring = R"(,"TreatMissingData":"ignore")";
const std::string with_topic = R"(,"AlarmActions":[")" + topic + R"("],"OKActions":[")" + topic +
                               R"("],"InsufficientDataActions":[")" + topic + R"("])";

class FakeNotifier final : public Notifier {
 public:
  void notify(const Notification& notification, Done<void> done) override {
    sent.push_back(notification);
    if (keeps) return kept.push_back(std::move(done));
    done(result);
  }

  Result<void> result{};
  bool keeps = false;
  std::vector<Done<void>> kept;
  std::vector<Notification> sent;
};

class FakeScaling final : public monitoring::ScalingActions {
 public:
  void run(const monitoring::ScalingCall& call, Done<std::string> done) override {
    calls.push_back(call);
    done("as told");
  }

  std::vector<monitoring::ScalingCall> calls;
};

class CountingWorker final : public env::Worker {
 public:
  void run(Task task) override {
    ++runs;
    task();
  }

  int runs = 0;
};

class AlarmEvaluatorTest : public AlarmsFixture {
 protected:
  AlarmEvaluatorTest() { start(); }
  ~AlarmEvaluatorTest() override { stop(); }

  void start() {
    evaluator_ = std::make_shared<AlarmEvaluator>(
        EvaluatorParts{loop_, catalog_, metrics_, clock_, logger_, worker_, &scaling_});
    actions_ = std::make_shared<AlarmActions>(
        ActionParts{loop_, catalog_, notifier_, clock_, logger_, &scaling_});
    loop_.post([this] {
      evaluator_->start();
      actions_->start();
    });
  }
  // As a kill does: what is under way is forgotten.
  void stop() {
    evaluator_->stop();
    actions_->stop();
    evaluator_.reset();
    actions_.reset();
    scheduler_.run_for(nanoseconds(0));
  }

  // The minute goes by with that value in it; "-" is none.
  void minute_with(const std::string& value, const std::string& metric = "Latency") {
    if (value != "-") {
      EXPECT_EQ(ask_json("PutMetricData",
                         fmt::format(R"({{"Namespace":"App","MetricData":[{{"MetricName":"{}",)"
                                     R"("Timestamp":{},"Value":{}}}]}})",
                                     metric, clock_.wall_now().whole_seconds(), value))
                    .status,
                200);
    }
    scheduler_.run_for(minutes(1));
  }
  // The states after each minute and the quarter that evaluation waits.
  std::vector<std::string> states(const std::vector<std::string>& values) {
    scheduler_.run_for(seconds(16));
    std::vector<std::string> states;
    for (const std::string& value : values) {
      minute_with(value);
      states.push_back(state_of("lag"));
    }
    return states;
  }
  std::vector<std::string> subjects() {
    std::vector<std::string> subjects;
    for (const Notification& sent : notifier_.sent) subjects.push_back(sent.subject);
    return subjects;
  }

  FakeNotifier notifier_;
  FakeScaling scaling_;
  CountingWorker worker_;
  std::shared_ptr<AlarmEvaluator> evaluator_;
  std::shared_ptr<AlarmActions> actions_;
};

TEST_F(AlarmEvaluatorTest, TheStateFollowsTheMetricAndEachChangeIsToldOnce) {
  put_alarm("lag", with_topic);
  EXPECT_THAT(states({"1", "9", "9", "1"}), ElementsAre("OK", "ALARM", "ALARM", "OK"));
  EXPECT_THAT(subjects(), ElementsAre("OK: \"lag\" in eu-west-1", "ALARM: \"lag\" in eu-west-1",
                                      "OK: \"lag\" in eu-west-1"));
  EXPECT_THAT(
      notifier_.sent[1].message,
      AllOf(HasSubstr(R"("AlarmName":"lag","AlarmDescription":null)"),
            HasSubstr(R"("NewStateValue":"ALARM","NewStateReason":"Threshold Crossed: 1 )"
                      R"(out of the last 1 datapoints [9.0 (25/11/26 10:01:00)] was greater)"
                      R"( than the threshold (5.0) (minimum 1 datapoint for OK -> ALARM )"
                      R"(transition).")"),
            HasSubstr(R"("Trigger":{"MetricName":"Latency","Namespace":"App",)"
                      R"("StatisticType":"Statistic","Statistic":"SUM","Unit":null)")));
  EXPECT_THAT(ask_json("DescribeAlarmHistory", R"({"HistoryItemType":"Action"})").body,
              HasSubstr("Successfully executed action " + topic));
  EXPECT_THAT(alarm("lag")->reason_data, HasSubstr(R"("recentDatapoints":[1])"));
  EXPECT_EQ(catalog_.state(loop_)->due_actions.size(), 0U);
}

TEST_F(AlarmEvaluatorTest, MissingDataIsTakenAsTheAlarmSays) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> cases{
      {"missing", {"ALARM", "ALARM", "ALARM", "INSUFFICIENT_DATA"}},
      {"ignore", {"ALARM", "ALARM", "ALARM", "ALARM"}},
      {"breaching", {"ALARM", "ALARM", "ALARM", "ALARM"}},
      {"notBreaching", {"ALARM", "ALARM", "OK", "OK"}}};
  int number = 0;
  for (const auto& [treatment, expected] : cases) {
    const std::string name = fmt::format("m{}", ++number);
    std::string body = fmt::format(
        R"({{"AlarmName":"{0}","MetricName":"{0}","Namespace":"App","Statistic":"Average",)"
        R"("Period":60,"EvaluationPeriods":3,"DatapointsToAlarm":2,"Threshold":5,)"
        R"("ComparisonOperator":"GreaterThanThreshold","TreatMissingData":"{1}"}})",
        name, treatment);
    EXPECT_EQ(ask_json("PutMetricAlarm", body).body, "{}");
    scheduler_.run_for(seconds(76) - seconds(clock_.wall_now().whole_seconds() % 60));
    minute_with("1", name);
    minute_with("9", name);
    minute_with("9", name);
    std::vector<std::string> states{state_of(name)};
    // Of five periods that are looked at, ever more are missing.
    for (const int gone : {2, 2, 2}) {
      scheduler_.run_for(minutes(gone));
      states.push_back(state_of(name));
    }
    EXPECT_EQ(states, expected) << treatment;
  }
}

TEST_F(AlarmEvaluatorTest, ExpressionsAndPercentilesAreWatchedToo) {
  EXPECT_EQ(
      ask_json(
          "PutMetricAlarm",
          R"j({"AlarmName":"lag","EvaluationPeriods":1,"Threshold":5,)j"
          R"j("ComparisonOperator":"GreaterThanThreshold","Metrics":[)j"
          R"j({"Id":"e1","Expression":"IF(m1 > 3, m1 * 2, 0)"},{"Id":"m1","ReturnData":false,)j"
          R"j("MetricStat":{"Metric":{"Namespace":"App","MetricName":"Latency"},"Period":60,)j"
          R"j("Stat":"Average"}}]})j")
          .body,
      "{}");
  EXPECT_EQ(ask_json("PutMetricAlarm",
                     R"({"AlarmName":"few","EvaluationPeriods":1,"Threshold":5,"Period":60,)"
                     R"("ComparisonOperator":"GreaterThanThreshold","Namespace":"App",)"
                     R"("MetricName":"Latency","ExtendedStatistic":"p90",)"
                     R"("EvaluateLowSampleCountPercentile":"ignore"})")
                .body,
            "{}");
  EXPECT_THAT(states({"3", "4"}), ElementsAre("OK", "ALARM"));
  EXPECT_EQ(state_of("few"), "INSUFFICIENT_DATA");  // One value says nothing of a percentile.
}

// A day has 1,440 minutes, and an alarm keeps many reasons.
TEST_F(AlarmEvaluatorTest, ReasonsOfLongAlarmsAreBounded) {
  EXPECT_EQ(ask_json("PutMetricAlarm",
                     R"({"AlarmName":"lag","EvaluationPeriods":60,"Threshold":5,"Period":60,)"
                     R"("ComparisonOperator":"GreaterThanThreshold","Namespace":"App",)"
                     R"("MetricName":"Latency","Statistic":"Sum"})")
                .body,
            "{}");
  std::vector<std::string> values(59, "123456789.12345678");
  values.emplace_back("9");
  EXPECT_EQ(states(values).back(), "ALARM");
  EXPECT_LE(alarm("lag")->reason.size(), 1'023U);
  EXPECT_LE(alarm("lag")->reason_data.size(), 4'000U);
  EXPECT_THAT(alarm("lag")->reason_data, HasSubstr("123456789.12345678,9],\"threshold\""));
  EXPECT_LE(alarm("lag")->history.back().data.size(), 4'095U);
}

// Each look at it is a millisecond later.
class SlowClock final : public env::Clock {
 public:
  explicit SlowClock(const env::Clock& clock) : clock_(clock) {}
  WallTime wall_now() const override { return clock_.wall_now(); }
  MonotonicTime monotonic_now() const override {
    return clock_.monotonic_now() + milliseconds(++looks_);
  }

 private:
  const env::Clock& clock_;
  mutable std::int64_t looks_ = 0;
};

// Says in which go of the loop each command comes.
class TurnsCatalog final : public AlarmCatalog {
 public:
  explicit TurnsCatalog(AlarmCatalog& catalog) : catalog_(catalog) {}
  std::shared_ptr<const stream::CatalogState> state(const env::EventLoop& loop) const override {
    return catalog_.state(loop);
  }
  void submit(env::EventLoop& loop, stream::CommandBody body, Done<void> done) override {
    turns.push_back(turn_);
    loop.post([this] { ++turn_; });
    catalog_.submit(loop, std::move(body), std::move(done));
  }
  std::vector<int> turns;

 private:
  AlarmCatalog& catalog_;
  int turn_ = 0;
};

// Others have their turn between alarms, however many there are, and their threads the core.
TEST_F(AlarmEvaluatorTest, AlarmsDoNotTakeTheLoopForLong) {
  scheduler_.run_for(nanoseconds(0));  // It starts,
  evaluator_->stop();                  // and makes room for one on another clock.
  put_alarm("lag", ignoring);
  for (int number = 0; number < 20; ++number) put_alarm(fmt::format("m{}", number), ignoring);
  for (int number = 0; number < 50; ++number) {
    put_composite(fmt::format("c{}", number), "ALARM(lag)");
  }
  const SlowClock slow(clock_);
  TurnsCatalog turns(catalog_);
  const auto evaluator = std::make_shared<AlarmEvaluator>(
      EvaluatorParts{loop_, turns, metrics_, slow, logger_, worker_});
  loop_.post([&] { evaluator->start(); });
  scheduler_.run_for(seconds(20));
  ASSERT_EQ(turns.turns.size(), 50U);
  for (int number = 0; number < 50; ++number) EXPECT_EQ(turns.turns[number], number);
  EXPECT_GE(worker_.runs, 21 + 49);
  evaluator->stop();
}

// A change goes up through as many levels as there are, at once.
TEST_F(AlarmEvaluatorTest, AChangeReachesWhatDependsOnItAndNothingElse) {
  put_alarm("lag", ignoring);
  put_alarm("other", ignoring);
  put_composite("level0", "ALARM(lag)");
  for (int level = 1; level < 30; ++level) {
    put_composite(fmt::format("level{}", level), fmt::format("ALARM(level{})", level - 1));
  }
  put_composite("aside", "ALARM(other)");
  states({"1"});
  EXPECT_EQ(state_of("level29"), "OK");
  minute_with("9");
  EXPECT_EQ(state_of("lag"), "ALARM");
  EXPECT_EQ(state_of("level29"), "ALARM");
  EXPECT_EQ(state_of("aside"), "ALARM");  // `other` watches the same metric.
  EXPECT_EQ(alarm("level29")->transitioned, alarm("level0")->transitioned);
}

TEST_F(AlarmEvaluatorTest, AnAlarmOnTenSecondsIsEvaluatedEveryTenSeconds) {
  EXPECT_EQ(ask_json("PutMetricAlarm",
                     R"({"AlarmName":"quick","EvaluationPeriods":1,"Threshold":5,"Period":10,)"
                     R"("ComparisonOperator":"GreaterThanThreshold","Namespace":"App",)"
                     R"("MetricName":"Latency","Statistic":"Sum"})")
                .body,
            "{}");
  put_alarm("slow");
  scheduler_.run_for(minutes(1));
  EXPECT_EQ(ask_json("PutMetricData", R"({"Namespace":"App","MetricData":[{"MetricName":"Latency",)"
                                      R"("Timestamp":1795600860,"Value":9}]})")
                .status,
            200);
  scheduler_.run_for(seconds(16));
  EXPECT_EQ(state_of("quick"), "ALARM");
  EXPECT_EQ(state_of("slow"), "INSUFFICIENT_DATA");
  // Also one that becomes so between two minutes.
  put_alarm("slow", R"(,"Unit":"None")");
  EXPECT_EQ(ask_json("PutMetricAlarm",
                     R"({"AlarmName":"slow","EvaluationPeriods":1,"Threshold":5,"Period":10,)"
                     R"("ComparisonOperator":"LessThanThreshold","Namespace":"App",)"
                     R"("MetricName":"Latency","Statistic":"Sum"})")
                .body,
            "{}");
  scheduler_.run_for(seconds(10));
  EXPECT_EQ(state_of("slow"), "OK");
}

TEST_F(AlarmEvaluatorTest, CompositeAlarmsFollowTheirParts) {
  put_alarm("lag");
  put_composite("both", "ALARM(lag) AND NOT OK(lag)", with_topic);
  put_composite("top", "ALARM(both)", with_topic);
  EXPECT_THAT(states({"1", "9"}), ElementsAre("OK", "ALARM"));
  EXPECT_EQ(state_of("both"), "ALARM");
  EXPECT_EQ(state_of("top"), "ALARM");
  EXPECT_THAT(alarm("both")->reason,
              HasSubstr("arn:aws:cloudwatch:eu-west-1:123456789012:alarm:lag transitioned to ALARM "
                        "at Wednesday 25 November, 2026 10:02:15 UTC"));
  scheduler_.run_for(seconds(2));
  EXPECT_THAT(subjects(), testing::Contains("ALARM: \"top\" in eu-west-1"));
  EXPECT_THAT(notifier_.sent.back().message, HasSubstr(R"j("AlarmRule":"ALARM(both)")j"));
}

TEST_F(AlarmEvaluatorTest, ASuppressorKeepsActionsBack) {
  put_alarm("lag", ignoring);
  put_alarm("quiet", ignoring);
  put_composite("all", "ALARM(lag)",
                R"(,"ActionsSuppressor":"quiet","ActionsSuppressorWaitPeriod":60,)"
                R"("ActionsSuppressorExtensionPeriod":120)" +
                    with_topic);
  scheduler_.run_for(seconds(20));
  const std::size_t before = notifier_.sent.size();
  // The suppressor comes while the alarm waits for it.
  set_state("lag", "ALARM");
  scheduler_.run_for(seconds(20));
  EXPECT_EQ(state_of("all"), "ALARM");
  EXPECT_EQ(alarm("all")->suppression, stream::AlarmSuppression::wait_period);
  set_state("quiet", "ALARM");
  scheduler_.run_for(minutes(30));
  EXPECT_EQ(alarm("all")->suppression, stream::AlarmSuppression::alarm);
  EXPECT_EQ(notifier_.sent.size(), before);
  EXPECT_THAT(describe(R"({"AlarmTypes":["CompositeAlarm"]})"),
              HasSubstr(R"("ActionsSuppressedBy":"Alarm")"));
  // It goes, and the actions are carried out after the extension.
  set_state("quiet", "OK");
  scheduler_.run_for(seconds(60));
  EXPECT_EQ(alarm("all")->suppression, stream::AlarmSuppression::extension_period);
  EXPECT_EQ(notifier_.sent.size(), before);
  scheduler_.run_for(seconds(90));
  ASSERT_EQ(notifier_.sent.size(), before + 1);
  EXPECT_EQ(notifier_.sent.back().subject, "ALARM: \"all\" in eu-west-1");
}

TEST_F(AlarmEvaluatorTest, AnActionIsTriedAgainUnderItsIdUntilItIsTaken) {
  put_alarm("lag", with_topic + ignoring);
  notifier_.result = fail(ErrorCode::unavailable, "The webhook answered 500.");
  states({"9"});
  scheduler_.run_for(minutes(10));
  const std::size_t tries = notifier_.sent.size();
  EXPECT_GE(tries, 8U);
  EXPECT_LE(tries, 12U);
  notifier_.result = {};
  scheduler_.run_for(minutes(6));
  EXPECT_EQ(notifier_.sent.size(), tries + 1);
  for (const Notification& sent : notifier_.sent) {
    EXPECT_EQ(sent.message_id, notifier_.sent[0].message_id);
    EXPECT_EQ(sent.message, notifier_.sent[0].message);
  }
  scheduler_.run_for(hours(30));
  EXPECT_EQ(catalog_.state(loop_)->due_actions.size(), 0U);
}

TEST_F(AlarmEvaluatorTest, AnActionIsGivenUpAfterADayOrIfThereIsNoTopic) {
  put_alarm("lag", with_topic + ignoring);
  notifier_.result = fail(ErrorCode::unavailable, "The webhook answered 500.");
  states({"9"});
  scheduler_.run_for(hours(23));
  EXPECT_EQ(catalog_.state(loop_)->due_actions.size(), 1U);
  scheduler_.run_for(hours(2));
  EXPECT_EQ(catalog_.state(loop_)->due_actions.size(), 0U);
  EXPECT_THAT(
      alarm("lag")->history.back().summary,
      "Failed to execute action " + topic + ". Received error: \"The webhook answered 500.\"");
  notifier_.result = fail(ErrorCode::not_found, "The server has no topic.");
  states({"1"});
  EXPECT_EQ(catalog_.state(loop_)->due_actions.size(), 0U);
}

TEST_F(AlarmEvaluatorTest, AnActionThatCannotBeMarkedAsDoneIsNotCarriedOutAgain) {
  put_alarm("lag", with_topic + ignoring);
  catalog_.refuses_ends = true;
  states({"9"});
  scheduler_.run_for(minutes(10));
  EXPECT_EQ(notifier_.sent.size(), 1U);
  EXPECT_EQ(catalog_.state(loop_)->due_actions.size(), 1U);
  catalog_.refuses_ends = false;
  scheduler_.run_for(minutes(6));
  EXPECT_EQ(notifier_.sent.size(), 1U);
  EXPECT_EQ(catalog_.state(loop_)->due_actions.size(), 0U);
}

// A kill between the change and its action, and one between the action and its end in the catalog.
TEST_F(AlarmEvaluatorTest, AKillLosesNoChangeAndSendsAgainUnderTheSameId) {
  put_alarm("lag", with_topic + ignoring);
  notifier_.keeps = true;
  states({"9"});
  ASSERT_EQ(notifier_.sent.size(), 1U);
  stop();
  start();
  scheduler_.run_for(seconds(2));
  ASSERT_EQ(notifier_.sent.size(), 2U);
  EXPECT_EQ(notifier_.sent[0].message_id, notifier_.sent[1].message_id);
  notifier_.kept.back()({});
  scheduler_.run_for(minutes(5));
  EXPECT_EQ(catalog_.state(loop_)->due_actions.size(), 0U);
  stop();
  start();
  scheduler_.run_for(seconds(2));
  EXPECT_EQ(notifier_.sent.size(), 2U);
}

TEST_F(AlarmEvaluatorTest, AChangeThatTheCatalogDidNotTakeIsFoundAgain) {
  put_alarm("lag", with_topic);
  catalog_.failures = {{ErrorCode::no_space, "The disk is full."}};
  EXPECT_THAT(states({"9", "9"}), ElementsAre("INSUFFICIENT_DATA", "ALARM"));
  EXPECT_EQ(notifier_.sent.size(), 1U);
}

TEST_F(AlarmEvaluatorTest, ScalingPoliciesAreCalledAgainEveryMinute) {
  put_alarm("lag", R"(,"AlarmActions":[")" + policy + R"("])");
  states({"9", "8", "7", "1", "1"});
  ASSERT_EQ(scaling_.calls.size(), 3U);
  EXPECT_EQ(scaling_.calls[0].policy_arn, policy);
  EXPECT_EQ(scaling_.calls[0].value, 9);
  EXPECT_EQ(scaling_.calls[2].value, 7);
  EXPECT_EQ(scaling_.calls[2].threshold, 5);
  EXPECT_EQ(scaling_.calls[2].alarm_name, "lag");
  EXPECT_THAT(ask_json("DescribeAlarmHistory", R"({"HistoryItemType":"Action"})").body,
              HasSubstr("Successfully executed action " + policy + ": as told"));
}

TEST_F(AlarmEvaluatorTest, AStateThatWasSetLastsUntilTheNextEvaluation) {
  put_alarm("lag");
  states({"1"});
  set_state("lag", "ALARM");
  EXPECT_EQ(state_of("lag"), "ALARM");
  minute_with("1");
  EXPECT_EQ(state_of("lag"), "OK");
}

TEST_F(AlarmEvaluatorTest, AMetricThatCannotBeReadChangesNothing) {
  put_alarm("lag");
  states({"9"});
  metrics_.failure = Error{ErrorCode::unavailable, "The log is slow."};
  scheduler_.run_for(minutes(10));
  EXPECT_EQ(state_of("lag"), "ALARM");
  metrics_.failure.reset();
  minute_with("1");
  EXPECT_EQ(state_of("lag"), "OK");
}

}  // namespace
}  // namespace weir::api::alarms
