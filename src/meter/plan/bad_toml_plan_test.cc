// Every TOML plan here is wrong, and is told so in one sentence with line and column.

#include <gtest/gtest.h>

#include "meter/plan/plan_fixture.h"

namespace weir::meter {
namespace {

struct Bad {
  std::string text;
  std::string sentence;
};

// A good plan around what is wrong. `line` stands in line 1, `group` in line 4, `sampler` in
// line 6.
std::string with(const std::string& top, const std::string& group = "",
                 const std::string& sampler = "") {
  return top + "\ntarget.stream = \"s\"\n[[group]]\n" + group + "\n[[group.sampler]]\n" + sampler +
         "\n";
}

std::string in_group(const std::string& group) { return with("", group); }
std::string in_sampler(const std::string& sampler) { return with("", "", sampler); }

void expect_all(const std::vector<Bad>& table) {
  for (const Bad& bad : table) EXPECT_EQ(errors_of(bad.text), bad.sentence) << bad.text;
}

TEST(BadTomlPlans, ThePlanItself) {
  expect_all({
      {"x = ",
       "plan.toml:1:5: This is not TOML: Error while parsing key-value pair: encountered "
       "end-of-file."},
      {"name = \"a\"\nname = \"b\"",
       "plan.toml:2:8: This is not TOML: Error while parsing key-value pair: cannot redefine "
       "existing string 'name'."},
      {"", "plan.toml:1:1: The plan has no [[group]]; nothing would be sent."},
      {with("nmae = \"x\""),
       "plan.toml:1:1: \"nmae\" is not a key of the plan; did you mean "
       "\"name\"?"},
      {with("zzz = 1"), "plan.toml:1:1: \"zzz\" is not a key of the plan."},
      {with("name = 5"), "plan.toml:1:8: \"name\" is a whole number; a text belongs here."},
      {with("seed = \"x\""), "plan.toml:1:8: \"seed\" is a text; a whole number belongs here."},
      {with("seed = -1"), "plan.toml:1:8: \"seed\" is -1; 0 to 9,007,199,254,740,991 are allowed."},
      {with("http2 = 1"),
       "plan.toml:1:9: \"http2\" is a whole number; true or false belongs here."},
      {with("language = \"python\""),
       "plan.toml:1:12: The language \"python\" is not \"data-generator\", \"jmeter\" or "
       "\"literal\"."},
      {with("thresholds = \"p99 < 5ms\""),
       "plan.toml:1:14: \"thresholds\" is a text; a list of texts belongs here."},
      {with("thresholds = [5]"),
       "plan.toml:1:15: An entry of \"thresholds\" is a whole number; a text belongs here."},
      {with("thresholds = [\"p99 < 5\"]"),
       "plan.toml:1:15: The threshold \"p99 < 5\" has the value \"5\", which has no unit; write, "
       "for "
       "example, \"200ms\", \"1.5s\" or \"5m\"."},
      {with("thresholds = [\"p99{Put} < 5ms\"]"),
       "plan.toml:1:15: The threshold \"p99{Put} < 5ms\" is of \"Put\", which no sampler is "
       "called."},
      {with("thresholds = [\"p99{PutRecrod} < 5ms\"]"),
       "plan.toml:1:15: The threshold \"p99{PutRecrod} < 5ms\" is of \"PutRecrod\", which no "
       "sampler "
       "is called; did you mean \"PutRecord\"?"},
      {with("abort_on = [\"lost > 0\"]"),
       "plan.toml:1:13: The threshold \"lost <= 0\" needs writers and readers with end_to_end."},
      {with("variables = 5"),
       "plan.toml:1:13: \"variables\" is a whole number; a table belongs here."},
      {with("variables.a = 5"), "plan.toml:1:15: \"a\" is a whole number; a text belongs here."},
      {with("group = 5"),
       "plan.toml:3:1: This is not TOML: Error while parsing table header: cannot redefine "
       "existing "
       "integer 'group' as array-of-tables."},
      {"group = 5", "plan.toml:1:9: \"group\" is a whole number; a list of tables belongs here."},
      {"[group]", "plan.toml:1:1: \"group\" is a table; a list of tables belongs here."},
      {"group = [5]",
       "plan.toml:1:10: An entry of \"group\" is a whole number; a table belongs here."},
      {"[[group]]\n[[group.sampler]]",
       "plan.toml:2:1: The sampler \"PutRecord\" has no stream; name one in [target], or with "
       "--stream."},
      {"target.stream = \"s\"\n[[group]]",
       "plan.toml:2:1: The group \"group 1\" has no sampler; nothing would be sent."},
      {with("target.strem = \"x\""),
       "plan.toml:1:8: \"strem\" is not a key of [target]; did you mean \"stream\"?"},
      {with("target.region = 1"),
       "plan.toml:1:17: \"region\" is a whole number; a text belongs here."},
      {with("target.create_shards = 0"),
       "plan.toml:1:24: \"create_shards\" is 0; 1 to 100,000 are allowed."},
  });
}

TEST(BadTomlPlans, Loads) {
  expect_all({
      {in_group("threads = 0"), "plan.toml:4:11: \"threads\" is 0; 1 to 100,000 are allowed."},
      {in_group("threads = \"4\""),
       "plan.toml:4:11: \"threads\" is a text; a whole number belongs "
       "here."},
      {in_group("threads = 100001"),
       "plan.toml:4:11: \"threads\" is 100001; 1 to 100,000 are allowed."},
      {in_group("loops = 0"), "plan.toml:4:9: \"loops\" is 0; 1 to 1,000,000,000,000 are allowed."},
      {in_group("duration = 300"),
       "plan.toml:4:12: The duration \"300\" has no unit; write, for example, \"200ms\", \"1.5s\" "
       "or "
       "\"5m\"."},
      {in_group("duration = \"5 minutes\""),
       "plan.toml:4:12: The duration \"5 minutes\" has a unit that is none of time; write, for "
       "example, \"200ms\", \"1.5s\" or \"5m\"."},
      {in_group("duration = \"0s\""),
       "plan.toml:4:12: The duration \"0s\" is too short; it is at least a millisecond."},
      {in_group("duration = true"),
       "plan.toml:4:12: \"duration\" is true or false; a duration such as \"1.5s\" belongs here."},
      {in_group("duration = \"1000d\""),
       "plan.toml:4:12: The duration \"1000d\" is more than 366 days."},
      {in_group("rate = \"0/s\""), "plan.toml:4:8: The rate \"0/s\" is 0; nothing would be sent."},
      {in_group("rate = 5"),
       "plan.toml:4:8: The rate \"5\" has no unit; write, for example, \"1/s\", \"60/min\" or "
       "\"20k/s\"."},
      {in_group("rate = \"5ms\""),
       "plan.toml:4:8: The rate \"5ms\" is not a rate; write, for example, \"1/s\", \"60/min\" or "
       "\"20k/s\"."},
      {in_group("rate = \"5/s\""), "plan.toml:3:1: A rate without threads needs a duration."},
      {in_group("rate = \"5/s\"\nduration = \"5s\"\nramp_up = \"1s\""),
       "plan.toml:3:1: ramp_up starts threads; an open load rises by stages."},
      {in_group("rate = \"5/s\"\nduration = \"5s\"\nloops = 5"),
       "plan.toml:3:1: loops are counted by threads; an open load ends by its duration."},
      {in_group("threads = 1\narrivals = \"even\""),
       "plan.toml:3:1: arrivals, in_flight_max and connections_max are of open loads; this group "
       "has "
       "threads, which wait for their answers."},
      {in_group("arrivals = \"normal\""),
       "plan.toml:4:12: The arrivals \"normal\" is not \"even\" or \"poisson\"."},
      {in_group("stages = []"), "plan.toml:3:1: The stages are an empty list."},
      {in_group("stages = [{ to = \"0/s\", for = \"5s\" }]"),
       "plan.toml:3:1: Every stage has the rate 0; nothing would be sent."},
      {in_group("stages = [{ to = \"5/s\" }]"), "plan.toml:4:11: A stage has no \"for\"."},
      {in_group("stages = [{ for = \"5s\" }]"), "plan.toml:4:11: A stage has no \"to\"."},
      {in_group("stages = [{ to = \"5/s\", for = \"5s\", form = \"1/s\" }]"),
       "plan.toml:4:37: \"form\" is not a key of stages; did you mean \"for\"?"},
      {in_group("stages = [{ to = \"5/s\", for = \"5s\" }]\nthreads = 2"),
       "plan.toml:3:1: Threads wait for their answers and cannot keep to stages or a periodic "
       "load; "
       "leave threads out, or give them a rate."},
      {in_group("stages = [{ to = \"5/s\", for = \"5s\" }]\nrate = \"5/s\""),
       "plan.toml:3:1: Of rate, stages and periodic a group can have one."},
      {in_group("stages = [{ to = \"5/s\", for = \"5s\" }]\nduration = \"5s\""),
       "plan.toml:3:1: The stages say how long the group runs; duration cannot say it too."},
      {in_group("periodic = {}"), "plan.toml:3:1: A periodic load needs a duration, or an end."},
      {in_group("duration = \"1h\"\nperiodic = { mean = 0, deviation = 0 }"),
       "plan.toml:5:12: Every hour's mean is 0; nothing would be sent."},
      {in_group("duration = \"1h\"\nperiodic = { mean = [1, 2] }"),
       "plan.toml:5:21: \"mean\" has 2 entries; 24 hours or 7 days of 24 belong here."},
      {in_group("duration = \"1h\"\nperiodic = { mean = -1 }"),
       "plan.toml:5:21: A number of \"mean\" is not within 0 to 10,000,000."},
      {in_group("periodic = { end = 2026-01-01T00:00:00Z }"),
       "plan.toml:4:20: An end needs a start; else say the duration."},
      {in_group("periodic = { start = 2026-01-02T00:00:00Z, end = 2026-01-01T00:00:00Z }"),
       "plan.toml:4:50: The end is not after the start."},
      {in_group("on_error = \"stop_thred\""),
       "plan.toml:4:12: The on_error \"stop_thred\" is none; did you mean \"stop-thread\"?"},
      {in_group("kind = \"first\""),
       "plan.toml:4:8: The kind \"first\" is not \"setup\", \"main\" or \"teardown\"."},
      {in_group("drain = \"5s\""),
       "plan.toml:3:1: drain is of groups that only read, without loops and a duration of their "
       "own, "
       "what other groups of the plan write."},
      {in_group("counter = [{ name = \"a\" }, { name = \"a\" }]"),
       "plan.toml:3:1: The group \"group 1\" has two variables or counters called \"a\"."},
      {in_group("counter = [{ start = 1 }]"), "plan.toml:4:12: It has no name."},
      {in_group("counter = [{ name = \"a\", start = 5, end = 4 }]"),
       "plan.toml:4:43: The end 4 is before the start, 5."},
      {in_group("csv = [{ names = [\"a\"] }]"), "plan.toml:4:8: A [[csv]] has no file."},
      {in_group("csv = [{ file = \"a\", delimiter = \"ab\" }]"),
       "plan.toml:4:34: The delimiter \"ab\" is not one character."},
      {in_group("csv = [{ file = \"a\", at_end = \"begin\" }]"),
       "plan.toml:4:31: The at_end \"begin\" is not \"repeat\", \"stop\" or \"eof\"."},
      {in_group("timers = [{}]"),
       "plan.toml:4:11: A timer has one of constant, uniform, gaussian and throughput."},
      {in_group("timers = [{ throughput = \"0/s\" }]"),
       "plan.toml:4:26: The throughput \"0/s\" is 0; nothing would be sent."},
  });
}

TEST(BadTomlPlans, Samplers) {
  expect_all({
      {in_sampler("operation = \"put-recrods\""),
       "plan.toml:6:13: The operation \"put-recrods\" is none; did you mean \"put-records\"?"},
      {in_sampler("lable = \"x\""),
       "plan.toml:6:1: \"lable\" is not a key of [[group.sampler]]; did you mean \"label\"?"},
      {in_sampler("data = 5"),
       "plan.toml:6:8: \"data\" is a whole number; a text or a table belongs "
       "here."},
      {in_sampler("data = {}"), "plan.toml:6:8: data has one of template, file and bytes."},
      {in_sampler("data = { template = \"a\", file = \"b\" }"),
       "plan.toml:6:8: data has one of template, file and bytes."},
      {in_sampler("data = { template = \"a\", repeat = true }"),
       "plan.toml:6:35: repeat is of data in a file."},
      {in_sampler("data = { bytes = \"11MiB\" }"),
       "plan.toml:6:18: The bytes \"11MiB\" is 11,534,336 bytes; 0 to 10,485,760 are allowed."},
      {in_sampler("data = { bytes = { min = 9, max = 3 } }"),
       "plan.toml:6:18: min, 9, is more than max, 3."},
      {in_sampler("data = { bytes = { max = 9, mean = 30 } }"),
       "plan.toml:6:36: The mean 30 is not between min, 0, and max, 9."},
      {in_sampler("partition_key = \"\""),
       "plan.toml:6:17: The partition_key is empty; 1 to 256 characters are allowed."},
      {in_sampler("partition_key = \"zipf:0\""),
       "plan.toml:6:17: The partition_key \"zipf:0\" needs 1 to 100,000,000 keys, as in "
       "\"zipf:1000:1.1\"."},
      {in_sampler("partition_key = \"zipf:5:99\""),
       "plan.toml:6:17: The partition_key \"zipf:5:99\" needs an exponent of 0 to 10, as in "
       "\"zipf:1000:1.1\"."},
      {in_sampler("partition_key = \"field:\""),
       "plan.toml:6:17: The partition_key \"field:\" names no field, as \"field:customer.id\" "
       "does."},
      {in_sampler("partition_key = { zipf = 5, uuid = true }"),
       "plan.toml:6:17: partition_key has one of template, random, uuid, zipf, hot, each_shard, "
       "field "
       "and counter."},
      {in_sampler("partition_key = { uuid = true, exponent = 2 }"),
       "plan.toml:6:43: exponent is of zipf."},
      {in_sampler("partition_key = { hot = \"5\" }"),
       "plan.toml:6:25: The hot \"5\" is more than the whole; write, for example, \"20%\" or "
       "\"0.2\"."},
      {in_sampler("batch = { records = 501 }"),
       "plan.toml:6:21: \"records\" is 501; 1 to 500 are allowed."},
      {in_sampler("batch = { linger = \"5ms\" }"),
       "plan.toml:5:1: The sampler \"PutRecord\" sends single records; linger is of batches."},
      {in_sampler("retries = 0"), "plan.toml:6:11: \"retries\" is 0; 1 to 1,000 are allowed."},
      {in_sampler("aggregate = 5"),
       "plan.toml:6:13: \"aggregate\" is a whole number; true or a table belongs here."},
      {with("", "threads = 1\nrate = \"1/s\"", "aggregate = true"),
       "plan.toml:3:1: A rate shared by threads cannot count the records inside aggregated ones; "
       "leave threads out, for an open load."},
      {in_sampler("weight = 0"),
       "plan.toml:6:10: \"weight\" is 0; 1e-06 to 1,000,000 are allowed."},
      {in_sampler("explicit_hash_key = \"5\"\npartition_key = \"each-shard\""),
       "plan.toml:5:1: The sampler \"PutRecord\" has an explicit_hash_key, and each-shard, which "
       "chooses it."},
      {in_sampler("operation = \"get-records\"\ncompress = true"),
       "plan.toml:5:1: The sampler \"GetRecords\" reads; compress and newline are of writers."},
      {in_sampler("operation = \"get-records\"\naggregate = true"),
       "plan.toml:5:1: The sampler \"GetRecords\" reads; aggregation is of writers."},
      {in_sampler("operation = \"subscribe-to-shard\""),
       "plan.toml:5:1: The sampler \"SubscribeToShard\" subscribes until its group ends; give the "
       "group a duration."},
      {with("", "rate = \"1/s\"\nduration = \"1s\"", "operation = \"subscribe-to-shard\""),
       "plan.toml:6:1: The sampler \"SubscribeToShard\" is pushed to and has no rate; give its "
       "group "
       "threads and a duration."},
      {with("", "duration = \"1s\"",
            "operation = \"subscribe-to-shard\"\n[[group.sampler]]\noperation = \"get-records\""),
       "plan.toml:5:1: The sampler \"SubscribeToShard\" subscribes for as long as its group runs; "
       "give it a group of its own."},
      {with("", "rate = \"1/s\"\nduration = \"1s\"",
            "[[group.sampler]]\noperation = \"get-records\""),
       "plan.toml:7:1: The sampler \"GetRecords\" reads in an open group that also writes; give "
       "readers a group of their own."},
      {in_sampler("operation = \"firehose-put-record\"\nend_to_end = true"),
       "plan.toml:5:1: The sampler \"PutRecord\" sends to Firehose, from which nothing reads; "
       "end_to_end is of Kinesis streams."},
      {in_sampler("operation = \"firehose-put-record\"\naggregate = true"),
       "plan.toml:5:1: The sampler \"PutRecord\" sends to Firehose, which does not know "
       "aggregation."},
      {in_sampler("operation = \"firehose-put-record\"\ncreate_shards = 1"),
       "plan.toml:5:1: The sampler \"PutRecord\" sends to Firehose, whose streams have no shards."},
      {in_sampler("operation = \"firehose-put-record\"\nexplicit_hash_key = \"1\""),
       "plan.toml:5:1: The sampler \"PutRecord\" sends to Firehose, which has no "
       "explicit_hash_key."},
      {in_sampler("operation = \"firehose-put-record-batch\"\nbatch = { bytes = \"5MiB\" }"),
       "plan.toml:5:1: The sampler \"PutRecordBatch\" sends batches of more than 4 MiB, which "
       "Firehose refuses."},
  });
}

TEST(BadTomlPlans, EverythingThatIsWrongIsToldAtOnceInTheOrderOfTheFile) {
  EXPECT_EQ(errors_of(with("nmae = 1", "threads = 0", "lable = 1")),
            "plan.toml:1:1: \"nmae\" is not a key of the plan; did you mean \"name\"?\n"
            "plan.toml:4:11: \"threads\" is 0; 1 to 100,000 are allowed.\n"
            "plan.toml:6:1: \"lable\" is not a key of [[group.sampler]]; did you mean \"label\"?");
}

TEST(BadTomlPlans, WhatIsTooMuchIsRefused) {
  EXPECT_EQ(errors_of(std::string((16u << 20) + 1, ' ')),
            "plan.toml: The plan has more than 16 MiB.");
  std::string many = "target.stream = \"s\"\n";
  for (int count = 0; count < 101; ++count) many += "[[group]]\n[[group.sampler]]\n";
  EXPECT_EQ(errors_of(many), "plan.toml:2:1: \"group\" has 101 entries; 100 are allowed.");
  EXPECT_EQ(errors_of(with("name = \"" + std::string(5'000, 'x') + "\"")),
            "plan.toml:1:8: \"name\" has 5,000 bytes; 4,096 are allowed.");
}

}  // namespace
}  // namespace weir::meter
