#include "meter/jmeter/jmeter_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "meter/jmeter/jmeter_fixture.h"
#include "meter/plan/template_position.h"

namespace weir::meter {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string file_text(const std::string& name) {
  std::ifstream file(std::string(WEIR_TEST_PLANS) + "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

const Sampler& only_sampler(const Plan& plan) { return plan.groups.at(0).samplers.at(0); }

TEST(JmeterPlans, AwsmetersOwnShapeRunsAsItIs) {
  const Plan plan = good_jmeter(file_text("awsmeter.jmx"));
  EXPECT_EQ(plan.name, "Streams and their neighbours");
  EXPECT_FALSE(plan.groups_run_in_turn);
  ASSERT_EQ(plan.groups.size(), 1u);
  const Group& group = plan.groups[0];
  EXPECT_EQ(group.name, "Kinesis");
  EXPECT_EQ(group.on_error, OnError::go_on);
  const ClosedLoad& load = std::get<ClosedLoad>(group.load);
  EXPECT_EQ(load.threads, 1u);
  EXPECT_EQ(load.ramp_up, milliseconds(1'000));
  EXPECT_EQ(load.loops, 1u);
  EXPECT_FALSE(load.duration);
  ASSERT_EQ(group.counters.size(), 1u);
  EXPECT_EQ(group.counters[0].name, "partition_key_counter");
  EXPECT_EQ(group.counters[0].start, 0);
  EXPECT_EQ(group.counters[0].step, 1);
  EXPECT_FALSE(group.counters[0].end);
  EXPECT_TRUE(group.counters[0].is_per_thread);
  ASSERT_EQ(group.timers.size(), 1u);
  EXPECT_EQ(std::get<ConstantTimer>(group.timers[0]).delay, milliseconds(1'000));
  const Sampler& sampler = only_sampler(plan);
  EXPECT_EQ(sampler.label, "Kinesis Producer");
  EXPECT_EQ(sampler.operation, Operation::put_record);
  EXPECT_EQ(sampler.target.stream.text, "client-stream");
  EXPECT_EQ(sampler.target.region.text, "us-east-1");
  EXPECT_EQ(sampler.target.endpoint.text, "");
  EXPECT_EQ(sampler.target.profile.text, "") << "the field's default means no profile";
  const auto& key = std::get<TemplateText>(sampler.partition_key);
  EXPECT_EQ(key.text, "${partition_key_counter}");
  EXPECT_EQ(key.language, Language::jmeter);
  const auto& data = std::get<TemplateText>(sampler.data);
  EXPECT_THAT(data.text, HasSubstr(R"({"tool": "weir")"));
  EXPECT_EQ(sampler.retries.attempts_max, 1u);
}

TEST(JmeterPlans, GroupsOfOtherServicesAndListenersAreNoted) {
  const Plan plan = good_jmeter(file_text("awsmeter.jmx"));
  EXPECT_THAT(
      plan.notes,
      ElementsAre(
          HasSubstr("The listener \"Results Tree\""), HasSubstr("The listener \"Results Table\""),
          HasSubstr("The listener \"Summary\""),
          HasSubstr("The group \"Event bus\" (line 90) is for another service (PutEventsSampler)"),
          HasSubstr("The group \"Queue\""), HasSubstr("The group \"Topic\""),
          HasSubstr("The group \"Pool\"")));
}

TEST(JmeterPlans, PropertiesAndVariablesAreFilledInWhereANumberIsNeeded) {
  const std::string text = file_text("five_minutes.jmx");
  const Plan plan = good_jmeter(text);
  const ClosedLoad& load = std::get<ClosedLoad>(plan.groups.at(0).load);
  EXPECT_EQ(load.threads, 1u);
  EXPECT_FALSE(load.loops);
  EXPECT_EQ(load.duration, milliseconds(300'000));
  const auto& timer = std::get<ThroughputTimer>(plan.groups[0].timers.at(0));
  EXPECT_DOUBLE_EQ(timer.samples_per_minute, 60);
  EXPECT_EQ(timer.shares, ThroughputTimer::Shares::this_thread);
  ASSERT_EQ(plan.variables.size(), 1u);
  EXPECT_EQ(plan.variables[0].name, "stream");
  EXPECT_EQ(only_sampler(plan).target.stream.text, "${stream}");

  const Plan given = good_jmeter(text, {.properties = {{"threads", "7"}, {"duration", "2"}}});
  EXPECT_EQ(std::get<ClosedLoad>(given.groups.at(0).load).threads, 7u);
  EXPECT_EQ(std::get<ClosedLoad>(given.groups.at(0).load).duration, milliseconds(2'000));
  EXPECT_EQ(given.properties.at("threads"), "7");
}

TEST(JmeterPlans, FieldsStandInAnyOrderAndMissingOnesHaveDefaults) {
  const Plan plan =
      good_jmeter(test_plan(thread_group("", kinesis_sampler({{"data_record", "d"},
                                                              {"aws_session_token", "t"},
                                                              {"aws_secret_access_key", "s"},
                                                              {"aws_access_key_id", "a"},
                                                              {"kinesis_stream_name", "n"},
                                                              {"aws_configure_profile", "work"},
                                                              {"aws_endpoint_custom", "http://h:1"},
                                                              {"aws_region", "r"}}))));
  const Target& target = only_sampler(plan).target;
  EXPECT_EQ(target.access_key_id.text, "a");
  EXPECT_EQ(target.secret_access_key.text, "s");
  EXPECT_EQ(target.session_token.text, "t");
  EXPECT_EQ(target.region.text, "r");
  EXPECT_EQ(target.endpoint.text, "http://h:1");
  EXPECT_EQ(target.profile.text, "work");
  EXPECT_EQ(target.stream.text, "n");
  EXPECT_TRUE(std::holds_alternative<RandomKey>(only_sampler(plan).partition_key));
  EXPECT_EQ(std::get<TemplateText>(only_sampler(plan).data).text, "d");
}

// Newer files write numbers as intProp, older ones as stringProp.
TEST(JmeterPlans, EveryKindOfPropertyIsReadForEveryOther) {
  for (const std::string kind : {"stringProp", "intProp", "longProp", "doubleProp", "floatProp"}) {
    const auto prop = [&kind](const std::string& name, const std::string& value) {
      return "<" + kind + " name='" + name + "'>" + value + "</" + kind + ">";
    };
    const Plan plan = good_jmeter(test_plan(thread_group(
        prop("ThreadGroup.num_threads", "3") + prop("ThreadGroup.ramp_time", "2") +
            prop("ThreadGroup.scheduler", "true") + prop("ThreadGroup.duration", "9") +
            prop("ThreadGroup.delay", "4") + "<elementProp name='ThreadGroup.main_controller'>" +
            prop("LoopController.loops", "5") + "</elementProp>",
        kinesis_sampler())));
    const ClosedLoad& load = std::get<ClosedLoad>(plan.groups.at(0).load);
    EXPECT_EQ(load.threads, 3u) << kind;
    EXPECT_EQ(load.ramp_up, milliseconds(2'000)) << kind;
    EXPECT_EQ(load.duration, milliseconds(9'000)) << kind;
    EXPECT_EQ(load.loops, 5u) << kind;
    EXPECT_EQ(plan.groups[0].start_delay, milliseconds(4'000)) << kind;
  }
}

std::string loops_of(const std::string& loops, const std::string& more = "") {
  return "<elementProp name='ThreadGroup.main_controller'><intProp name='LoopController.loops'>" +
         loops + "</intProp></elementProp>" + more;
}

TEST(JmeterPlans, MinusOneLoopsGoOnForEverOrForTheDuration) {
  const Plan for_ever = good_jmeter(test_plan(thread_group(loops_of("-1"), kinesis_sampler())));
  EXPECT_EQ(std::get<ClosedLoad>(for_ever.groups.at(0).load).loops, loops_forever);
  const std::string schedule =
      "<boolProp name='ThreadGroup.scheduler'>true</boolProp>"
      "<stringProp name='ThreadGroup.duration'>60</stringProp>";
  const Plan scheduled =
      good_jmeter(test_plan(thread_group(loops_of("-1", schedule), kinesis_sampler())));
  EXPECT_FALSE(std::get<ClosedLoad>(scheduled.groups.at(0).load).loops);
  EXPECT_EQ(std::get<ClosedLoad>(scheduled.groups[0].load).duration, milliseconds(60'000));
  // Without the scheduler its duration does not count.
  const Plan unscheduled = good_jmeter(test_plan(
      thread_group(loops_of("2", "<stringProp name='ThreadGroup.duration'>60</stringProp>"),
                   kinesis_sampler())));
  EXPECT_FALSE(std::get<ClosedLoad>(unscheduled.groups.at(0).load).duration);
}

TEST(JmeterPlans, KindsOfGroupsTheirOrderAndTheirErrors) {
  const auto error = [](const std::string& word) {
    return "<stringProp name='ThreadGroup.on_sample_error'>" + word + "</stringProp>";
  };
  const Plan plan = good_jmeter(
      test_plan(thread_group(error("stopthread"), kinesis_sampler(), "SetupThreadGroup") +
                    thread_group(error("startnextloop"), kinesis_sampler()) +
                    thread_group(error("stoptest"), kinesis_sampler()) +
                    thread_group(error("stoptestnow"), kinesis_sampler(), "PostThreadGroup"),
                "<boolProp name='TestPlan.serialize_threadgroups'>true</boolProp>"));
  EXPECT_TRUE(plan.groups_run_in_turn);
  ASSERT_EQ(plan.groups.size(), 4u);
  EXPECT_EQ(plan.groups[0].kind, GroupKind::setup);
  EXPECT_EQ(plan.groups[0].on_error, OnError::stop_thread);
  EXPECT_EQ(plan.groups[1].kind, GroupKind::main);
  EXPECT_EQ(plan.groups[1].on_error, OnError::next_loop);
  EXPECT_EQ(plan.groups[2].on_error, OnError::stop_test);
  EXPECT_EQ(plan.groups[3].kind, GroupKind::teardown);
  EXPECT_EQ(plan.groups[3].on_error, OnError::stop_test_now);
}

std::string constant_timer(const std::string& ms) {
  return "<ConstantTimer testname='t'><stringProp name='ConstantTimer.delay'>" + ms +
         "</stringProp></ConstantTimer><hashTree/>";
}

milliseconds delay_of(const Timer& timer) { return std::get<ConstantTimer>(timer).delay; }

// As in JMeter: for all samplers beside it and below it, or for the one it lies in.
TEST(JmeterPlans, ATimerHoldsWhereItLies) {
  const std::string controller = "<GenericController testname='c'/><hashTree>" + kinesis_sampler() +
                                 constant_timer("3") + "</hashTree>";
  const Plan plan = good_jmeter(test_plan(
      constant_timer("1") +
      thread_group("", kinesis_sampler({{"kinesis_stream_name", "s"}}, constant_timer("4")) +
                           constant_timer("2") + controller + kinesis_sampler())));
  const Group& group = plan.groups.at(0);
  ASSERT_EQ(group.timers.size(), 2u);
  EXPECT_EQ(delay_of(group.timers[0]), milliseconds(1));
  EXPECT_EQ(delay_of(group.timers[1]), milliseconds(2));
  ASSERT_EQ(group.samplers.size(), 3u);
  ASSERT_EQ(group.samplers[0].timers.size(), 1u);
  EXPECT_EQ(delay_of(group.samplers[0].timers[0]), milliseconds(4));
  ASSERT_EQ(group.samplers[1].timers.size(), 1u);
  EXPECT_EQ(delay_of(group.samplers[1].timers[0]), milliseconds(3));
  EXPECT_TRUE(group.samplers[2].timers.empty());
}

TEST(JmeterPlans, EveryTimerIsRead) {
  const Plan plan = good_jmeter(test_plan(thread_group(
      "",
      kinesis_sampler() +
          "<UniformRandomTimer><stringProp name='ConstantTimer.delay'>10</stringProp>"
          "<stringProp name='RandomTimer.range'>20.5</stringProp></UniformRandomTimer><hashTree/>"
          "<GaussianRandomTimer><stringProp name='ConstantTimer.delay'>30</stringProp>"
          "<stringProp name='RandomTimer.range'>40</stringProp></GaussianRandomTimer><hashTree/>"
          "<ConstantThroughputTimer><intProp name='calcMode'>4</intProp><stringProp "
          "name='throughput'>90</stringProp></ConstantThroughputTimer><hashTree/>")));
  const std::vector<Timer>& timers = plan.groups.at(0).timers;
  ASSERT_EQ(timers.size(), 3u);
  EXPECT_EQ(std::get<UniformTimer>(timers[0]).delay, milliseconds(10));
  EXPECT_EQ(std::get<UniformTimer>(timers[0]).range, milliseconds(20));
  EXPECT_EQ(std::get<GaussianTimer>(timers[1]).delay, milliseconds(30));
  EXPECT_EQ(std::get<GaussianTimer>(timers[1]).deviation, milliseconds(40));
  EXPECT_DOUBLE_EQ(std::get<ThroughputTimer>(timers[2]).samples_per_minute, 90);
  EXPECT_EQ(std::get<ThroughputTimer>(timers[2]).shares,
            ThroughputTimer::Shares::threads_of_group_shared);
}

TEST(JmeterPlans, CountersAndDataSetsAreRead) {
  const Plan plan = good_jmeter(test_plan(thread_group(
      "",
      "<CounterConfig><stringProp name='CounterConfig.start'>5</stringProp><longProp "
      "name='CounterConfig.end'>9</longProp><stringProp name='CounterConfig.incr'>2</stringProp>"
      "<stringProp name='CounterConfig.name'>n</stringProp><stringProp "
      "name='CounterConfig.format'>000</stringProp></CounterConfig><hashTree/>"
      "<CSVDataSet><stringProp name='filename'>users.csv</stringProp><stringProp "
      "name='variableNames'>a, b</stringProp><stringProp name='delimiter'>\\t</stringProp>"
      "<boolProp name='ignoreFirstLine'>true</boolProp><boolProp name='quotedData'>true</boolProp>"
      "<boolProp name='recycle'>false</boolProp><boolProp name='stopThread'>true</boolProp>"
      "<stringProp name='shareMode'>shareMode.thread</stringProp></CSVDataSet><hashTree/>" +
          kinesis_sampler())));
  const Counter& counter = plan.groups.at(0).counters.at(0);
  EXPECT_EQ(counter.start, 5);
  EXPECT_EQ(counter.end, 9);
  EXPECT_EQ(counter.step, 2);
  EXPECT_EQ(counter.format, "000");
  EXPECT_FALSE(counter.is_per_thread);
  const CsvDataSet& set = plan.groups[0].data_sets.at(0);
  EXPECT_EQ(set.path, "users.csv");
  EXPECT_THAT(set.names, ElementsAre("a", "b"));
  EXPECT_EQ(set.delimiter, "\t");
  EXPECT_TRUE(set.skips_first_line);
  EXPECT_TRUE(set.is_quoted);
  EXPECT_FALSE(set.is_repeated);
  EXPECT_TRUE(set.stops_thread);
  EXPECT_TRUE(set.is_per_thread);
}

TEST(JmeterPlans, WhatIsDisabledIsNotThere) {
  const Plan plan = good_jmeter(
      test_plan("<ThreadGroup testname='off' enabled='false'/><hashTree>" + kinesis_sampler() +
                "</hashTree>" +
                thread_group("",
                             "<RegexExtractor enabled='false'/><hashTree><Nonsense/></hashTree>"
                             "<ConstantTimer enabled='false'/><hashTree/>" +
                                 kinesis_sampler())));
  EXPECT_EQ(plan.groups.size(), 1u);
  EXPECT_TRUE(plan.groups[0].timers.empty());
  EXPECT_TRUE(plan.notes.empty());
}

TEST(JmeterPlans, AListenersFileIsAnOutput) {
  const std::string listener =
      "<ResultCollector testname='l'><objProp><name>saveConfig</name><value><xml>true</xml></value>"
      "</objProp><stringProp name='filename'>out.xml</stringProp></ResultCollector><hashTree/>";
  const Plan plan = good_jmeter(test_plan(listener + thread_group("", kinesis_sampler())));
  ASSERT_EQ(plan.outputs.size(), 1u);
  EXPECT_EQ(plan.outputs[0].path, "out.xml");
  EXPECT_EQ(plan.outputs[0].format, Output::Format::jtl_xml);
}

TEST(JmeterPlans, UserVariablesOfEveryPlaceAreThePlans) {
  const Plan plan = good_jmeter(test_plan(
      "<Arguments>" + arguments({{"a", "1"}, {"b", "${__P(x,2)}"}}) + "</Arguments><hashTree/>" +
          thread_group("<stringProp name='ThreadGroup.num_threads'>${b}</stringProp>",
                       "<Arguments>" + arguments({{"a", "3"}}) + "</Arguments><hashTree/>" +
                           kinesis_sampler()),
      "<elementProp name='TestPlan.user_defined_variables'>" + arguments({{"c", "4"}}) +
          "</elementProp>"));
  ASSERT_EQ(plan.variables.size(), 3u);
  EXPECT_EQ(plan.variables[0].name, "c");
  EXPECT_EQ(plan.variables[1].name, "b");
  EXPECT_EQ(plan.variables[2].name, "a");
  EXPECT_EQ(plan.variables[2].value.text, "3") << "the last one counts";
  EXPECT_EQ(std::get<ClosedLoad>(plan.groups.at(0).load).threads, 2u);
}

TEST(JmeterPlans, ATemplateKnowsItsPlaceInTheFile) {
  const std::string text = test_plan(thread_group(
      "", kinesis_sampler({{"kinesis_stream_name", "s"}, {"data_record", "{&quot;a&quot;: 1}"}})));
  const Plan plan = good_jmeter(text);
  const auto& data = std::get<TemplateText>(only_sampler(plan).data);
  EXPECT_EQ(data.text, R"({"a": 1})");
  const Position at = position_in(data, 6);  // The "1".
  const std::string line = text.substr(text.find('\n') + 1);
  EXPECT_EQ(at.line, 2);
  EXPECT_EQ(line.substr(static_cast<std::size_t>(at.column) - 1, 2), "1}");
}

}  // namespace
}  // namespace weir::meter
