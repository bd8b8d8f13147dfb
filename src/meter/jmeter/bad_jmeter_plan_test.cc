// Every JMeter plan here is wrong, and is told so in one sentence with line and column.

#include <gtest/gtest.h>

#include "meter/jmeter/jmeter_fixture.h"

namespace weir::meter {
namespace {

struct Bad {
  std::string text;
  std::string sentence;
};

std::string group_property(const std::string& name, const std::string& value) {
  return test_plan(thread_group(
      "<stringProp name='ThreadGroup." + name + "'>" + value + "</stringProp>", kinesis_sampler()));
}

std::string in_group(const std::string& element) {
  return test_plan(thread_group("", element + kinesis_sampler()));
}

TEST(BadJmeterPlans, EachIsToldWhatIsWrongAndWhere) {
  const std::vector<Bad> table{
      {"", "plan.jmx:1:1: This is not XML: No document element found."},
      {"<a>\n <b></a>", "plan.jmx:2:7: This is not XML: Start-end tags mismatch."},
      {"<html/>",
       "plan.jmx:1:1: This is not a JMeter plan: it has no jmeterTestPlan with an enabled "
       "TestPlan."},
      {"<jmeterTestPlan/>",
       "plan.jmx:1:1: This is not a JMeter plan: it has no jmeterTestPlan with an enabled "
       "TestPlan."},
      {test_plan(""),
       "plan.jmx:1:27: The plan has no enabled group with a KinesisProducerSampler; nothing would "
       "be "
       "sent."},
      {test_plan(thread_group("", java_sampler("org.example.SQSSampler", {}))),
       "plan.jmx:1:27: The plan has no enabled group with a KinesisProducerSampler; nothing would "
       "be "
       "sent."},
      {group_property("num_threads", "0"),
       "plan.jmx:2:74: ThreadGroup.num_threads of \"users\" is 0; 1 to 100,000 are allowed."},
      {group_property("num_threads", "many"),
       "plan.jmx:2:74: ThreadGroup.num_threads of \"users\" is \"many\"; a whole number belongs "
       "here."},
      {group_property("num_threads", "${users}"),
       "plan.jmx:2:74: ThreadGroup.num_threads of \"users\" is \"${users}\"; a whole number "
       "belongs "
       "here."},
      {group_property("ramp_time", "-1"),
       "plan.jmx:2:72: ThreadGroup.ramp_time of \"users\" is -1; 0 to 31,622,400 are allowed."},
      {group_property("scheduler", "yes"),
       "plan.jmx:2:72: ThreadGroup.scheduler of \"users\" is \"yes\"; true or false belongs here."},
      {group_property("on_sample_error", "panic"),
       "plan.jmx:2:78: ThreadGroup.on_sample_error of \"users\" is \"panic\"; continue, "
       "startnextloop, stopthread, stoptest or stoptestnow belongs here."},
      {test_plan(thread_group("<elementProp name='ThreadGroup.main_controller'><intProp "
                              "name='LoopController.loops'>0</intProp></elementProp>",
                              kinesis_sampler())),
       "plan.jmx:2:1: The group \"users\" has 0 loops; nothing would be sent."},
      {in_group("<RegexExtractor testname='id'/><hashTree/>"),
       "plan.jmx:2:55: \"id\" (RegexExtractor) inside the group \"users\" is not known; "
       "--skip-unknown leaves it out."},
      {in_group("<HTTPSamplerProxy testname='page'/><hashTree/>"),
       "plan.jmx:2:55: \"page\" (HTTPSamplerProxy) inside the group \"users\" is not known; "
       "--skip-unknown leaves it out."},
      {in_group(java_sampler("org.example.SNSSampler", {})),
       "plan.jmx:2:55: \"Put\" (JavaSampler) inside the group \"users\" is not known; "
       "--skip-unknown leaves it out."},
      {in_group("<TransactionController/><hashTree/>"),
       "plan.jmx:2:55: \"TransactionController\" inside the group \"users\" is not known; "
       "--skip-unknown leaves it out."},
      {test_plan("<AuthManager testname='auth'/><hashTree/>" + thread_group("", kinesis_sampler())),
       "plan.jmx:2:1: \"auth\" (AuthManager) for all groups is not known; --skip-unknown leaves it "
       "out."},
      {in_group("<ConstantTimer testname='t'><stringProp name='ConstantTimer.delay'>1s</stringProp>"
                "</ConstantTimer><hashTree/>"),
       "plan.jmx:2:122: ConstantTimer.delay of \"t\" is \"1s\"; a number belongs here."},
      {in_group("<ConstantThroughputTimer testname='t'><stringProp name='throughput'>0</stringProp>"
                "</ConstantThroughputTimer><hashTree/>"),
       "plan.jmx:2:123: throughput of \"t\" is 0; 1e-06 to 600,000,000 are allowed."},
      {in_group("<ConstantThroughputTimer testname='t'><intProp name='calcMode'>7</intProp>"
                "</ConstantThroughputTimer><hashTree/>"),
       "plan.jmx:2:118: calcMode of \"t\" is 7; 0 to 4 are allowed."},
      {in_group("<CounterConfig testname='c'/><hashTree/>"),
       "plan.jmx:2:55: The counter \"c\" has no name."},
      {in_group("<CSVDataSet testname='users'/><hashTree/>"),
       "plan.jmx:2:55: The data set \"users\" has no file."},
      {in_group("<CSVDataSet testname='u'><stringProp name='filename'>a</stringProp><stringProp "
                "name='delimiter'>ab</stringProp></CSVDataSet><hashTree/>"),
       "plan.jmx:2:151: The delimiter \"ab\" of \"u\" is not one character."},
      {test_plan(thread_group("", kinesis_sampler({}))),
       "plan.jmx:2:55: The sampler \"Put\" has no stream; name one in [target], or with --stream."},
  };
  for (const Bad& bad : table) EXPECT_EQ(read_jmeter(bad.text).wrong, bad.sentence) << bad.text;
}

TEST(BadJmeterPlans, WhatIsUnknownCanBeLeftOut) {
  const std::string text = test_plan(
      "<AuthManager testname='auth'/><hashTree/>" +
      thread_group("", "<TransactionController testname='t'/><hashTree><Nonsense/></hashTree>" +
                           kinesis_sampler()));
  const Plan plan = good_jmeter(text, {.skips_unknown = true, .properties = {}});
  EXPECT_EQ(plan.groups.at(0).samplers.size(), 1u);
  ASSERT_EQ(plan.notes.size(), 2u);
  EXPECT_EQ(plan.notes[0],
            "\"auth\" (AuthManager), line 2, for all groups, is not known and left out.");
  EXPECT_EQ(plan.notes[1],
            "\"t\" (TransactionController), line 2, inside the group \"users\", is not known and "
            "left out.");
}

TEST(BadJmeterPlans, WhatIsTooDeepOrTooLargeIsRefused) {
  std::string deep;
  for (int level = 0; level < 100'000; ++level) deep += "<a>";
  for (int level = 0; level < 100'000; ++level) deep += "</a>";
  EXPECT_EQ(read_jmeter(deep).wrong,
            "plan.jmx: The plan's elements lie more than 200 deep in one another.");
  EXPECT_EQ(read_jmeter(std::string((16u << 20) + 1, ' ')).wrong,
            "plan.jmx: The plan has more than 16 MiB.");
}

// Entities of a document type are not expanded: nothing can grow.
TEST(BadJmeterPlans, ABombOfEntitiesStaysSmall) {
  const std::string bomb =
      "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>" +
      test_plan(thread_group(
          "", kinesis_sampler({{"kinesis_stream_name", "s"}, {"data_record", "&b;&b;"}})));
  const Plan plan = good_jmeter(bomb);
  EXPECT_EQ(std::get<TemplateText>(plan.groups.at(0).samplers.at(0).data).text, "&b;&b;");
}

}  // namespace
}  // namespace weir::meter
