#include "meter/plan/flags.h"

#include <gtest/gtest.h>

#include "meter/plan/plan_fixture.h"

namespace weir::meter {
namespace {

Plan good(const Flags& flags) {
  std::string wrong;
  Plan plan = plan_of(flags, wrong);
  EXPECT_EQ(wrong, "");
  return plan;
}

std::string wrong_with(const Flags& flags) {
  std::string wrong;
  (void)plan_of(flags, wrong);
  return wrong;
}

Flags to_orders() {
  Flags flags;
  flags.fields["--stream"] = "orders";
  return flags;
}

const Sampler& only_sampler(const Plan& plan) { return plan.groups.at(0).samplers.at(0); }

TEST(Flags, TheFiveMinuteTestIsOneThreadThatIsSlowedDown) {
  Flags flags = to_orders();
  flags.threads = "1";
  flags.duration = "300s";
  flags.rate = "1/s";
  const Plan plan = good(flags);
  ASSERT_EQ(plan.groups.size(), 1u);
  const ClosedLoad& load = std::get<ClosedLoad>(plan.groups[0].load);
  EXPECT_EQ(load.threads, 1u);
  EXPECT_EQ(load.duration, milliseconds(300'000));
  EXPECT_FALSE(load.loops);
  const auto& timer = std::get<ThroughputTimer>(plan.groups[0].timers.at(0));
  EXPECT_DOUBLE_EQ(timer.samples_per_minute, 60);
  EXPECT_EQ(timer.shares, ThroughputTimer::Shares::threads_of_group_shared);
  EXPECT_EQ(only_sampler(plan).target.stream.text, "orders");
  EXPECT_TRUE(only_sampler(plan).target.endpoint.text.empty());
}

TEST(Flags, ARateWithoutThreadsIsAnOpenLoad) {
  Flags flags = to_orders();
  flags.duration = "1m";
  flags.rate = "20k/s";
  flags.arrivals = "poisson";
  flags.connections = "512";
  const OpenLoad load = std::get<OpenLoad>(good(flags).groups[0].load);
  const auto stages = std::get<std::vector<Stage>>(load.rate);
  ASSERT_EQ(stages.size(), 1u);
  EXPECT_DOUBLE_EQ(stages[0].from_per_second, 20'000);
  EXPECT_DOUBLE_EQ(stages[0].to_per_second, 20'000);
  EXPECT_EQ(stages[0].duration, milliseconds(60'000));
  EXPECT_EQ(load.arrivals, Arrivals::poisson);
  EXPECT_EQ(load.connections_max, 512);
}

TEST(Flags, StagesGoOnFromOneAnother) {
  Flags flags = to_orders();
  flags.stages = "100/s:10s,100/s:1m,50/s..0/s:5s";
  const OpenLoad load = std::get<OpenLoad>(good(flags).groups[0].load);
  const auto stages = std::get<std::vector<Stage>>(load.rate);
  ASSERT_EQ(stages.size(), 3u);
  EXPECT_DOUBLE_EQ(stages[0].from_per_second, 0);
  EXPECT_DOUBLE_EQ(stages[1].from_per_second, 100);
  EXPECT_DOUBLE_EQ(stages[2].from_per_second, 50);
  EXPECT_DOUBLE_EQ(stages[2].to_per_second, 0);
}

TEST(Flags, ARateOfBatchesCountsRecords) {
  Flags flags = to_orders();
  flags.fields["--operation"] = "put-records";
  flags.fields["--batch-records"] = "100";
  flags.threads = "2";
  flags.duration = "10s";
  flags.rate = "1000/s";
  const Plan plan = good(flags);
  // 1,000 records a second are ten calls of 100.
  EXPECT_DOUBLE_EQ(std::get<ThroughputTimer>(plan.groups[0].timers.at(0)).samples_per_minute, 600);
}

TEST(Flags, EveryFieldReachesTheSampler) {
  Flags flags = to_orders();
  flags.fields = {{"--stream", "arn:aws:kinesis:us-east-1:123456789012:stream/orders"},
                  {"--create", "4"},
                  {"--operation", "put_records"},
                  {"--endpoint", "http://127.0.0.1:1"},
                  {"--region", "eu-central-1"},
                  {"--profile", "work"},
                  {"--access-key-id", "AKIA"},
                  {"--secret-access-key", "secret"},
                  {"--session-token", "token"},
                  {"--label", "Puts"},
                  {"--partition-key", "zipf:50:1.5"},
                  {"--explicit-hash-key", "17"},
                  {"--data", R"({"a": {{random.number}}})"},
                  {"--batch-records", "7"},
                  {"--batch-bytes", "1MiB"},
                  {"--linger", "20ms"},
                  {"--aggregate", "true"},
                  {"--retries", "3"},
                  {"--compress", "true"},
                  {"--newline", "true"},
                  {"--cbor", "true"},
                  {"--consumer-name", "reader"}};
  const Plan plan = good(flags);
  const Sampler& sampler = only_sampler(plan);
  EXPECT_EQ(sampler.target.stream.text, flags.fields["--stream"]);
  EXPECT_EQ(sampler.create_shards, 4u);
  EXPECT_EQ(sampler.operation, Operation::put_records);
  EXPECT_EQ(sampler.target.endpoint.text, "http://127.0.0.1:1");
  EXPECT_EQ(sampler.target.region.text, "eu-central-1");
  EXPECT_EQ(sampler.target.profile.text, "work");
  EXPECT_EQ(sampler.target.access_key_id.text, "AKIA");
  EXPECT_EQ(sampler.target.secret_access_key.text, "secret");
  EXPECT_EQ(sampler.target.session_token.text, "token");
  EXPECT_EQ(sampler.label, "Puts");
  EXPECT_EQ(std::get<ZipfKey>(sampler.partition_key).keys, 50u);
  EXPECT_DOUBLE_EQ(std::get<ZipfKey>(sampler.partition_key).exponent, 1.5);
  EXPECT_EQ(sampler.explicit_hash_key.text, "17");
  EXPECT_EQ(std::get<TemplateText>(sampler.data).text, flags.fields["--data"]);
  EXPECT_EQ(std::get<TemplateText>(sampler.data).language, Language::data_generator);
  EXPECT_EQ(sampler.batch.records_max, 7u);
  EXPECT_EQ(sampler.batch.bytes_max, 1u << 20);
  EXPECT_EQ(sampler.batch.linger, milliseconds(20));
  EXPECT_TRUE(sampler.aggregation);
  EXPECT_EQ(sampler.retries.attempts_max, 3u);
  EXPECT_TRUE(sampler.is_compressed);
  EXPECT_TRUE(sampler.ends_with_newline);
  EXPECT_TRUE(sampler.is_binary);
  EXPECT_EQ(sampler.consumer_name, "reader");
  // No flag was forgotten here.
  EXPECT_EQ(flags.fields.size(), field_flags().size());
}

TEST(Flags, PartitionKeysAreWordsOrTemplates) {
  const auto key_of = [](const std::string& text) {
    Flags flags = to_orders();
    flags.fields["--partition-key"] = text;
    return only_sampler(good(flags)).partition_key;
  };
  EXPECT_TRUE(std::holds_alternative<RandomKey>(key_of("random")));
  EXPECT_TRUE(std::holds_alternative<UuidKey>(key_of("uuid")));
  EXPECT_TRUE(std::holds_alternative<EachShardInTurn>(key_of("each-shard")));
  EXPECT_DOUBLE_EQ(std::get<HotKey>(key_of("hot:20%")).share, 0.2);
  EXPECT_EQ(std::get<FieldKey>(key_of("field:customer.id")).path, "customer.id");
  EXPECT_EQ(std::get<ZipfKey>(key_of("zipf:9")).keys, 9u);
  EXPECT_EQ(std::get<TemplateText>(key_of("customer-7")).text, "customer-7");
  EXPECT_EQ(std::get<TemplateText>(key_of("template:random")).text, "random");
}

TEST(Flags, DataIsATemplateAFileOrBytes) {
  Flags flags = to_orders();
  flags.data_file = "events.ndjson";
  flags.reads_file_once = true;
  const Plan of_file = good(flags);
  EXPECT_EQ(std::get<FileData>(only_sampler(of_file).data).path, "events.ndjson");
  EXPECT_FALSE(std::get<FileData>(only_sampler(of_file).data).is_repeated);
  flags = to_orders();
  flags.record_bytes = "100-2KiB";
  const SizedData sized = std::get<SizedData>(only_sampler(good(flags)).data);
  EXPECT_EQ(sized.bytes_min, 100u);
  EXPECT_EQ(sized.bytes_max, 2'048u);
  // What looks like a number or a table is a text all the same.
  for (const std::string text : {"5", "{}", "\"quoted\"", "true"}) {
    flags = to_orders();
    flags.fields["--data"] = text;
    EXPECT_EQ(std::get<TemplateText>(only_sampler(good(flags)).data).text, text);
  }
}

TEST(Flags, EndToEndAddsReadersThatFollowTheWriters) {
  Flags flags = to_orders();
  flags.is_end_to_end = true;
  flags.duration = "1m";
  flags.rate = "10/s";
  flags.thresholds = {"lost == 0", "end_to_end_p99 < 1s"};
  const Plan plan = good(flags);
  ASSERT_EQ(plan.groups.size(), 2u);
  EXPECT_TRUE(only_sampler(plan).is_traced);
  EXPECT_EQ(plan.groups[1].name, "readers");
  EXPECT_EQ(plan.groups[1].samplers.at(0).operation, Operation::get_records);
  EXPECT_EQ(plan.groups[1].samplers.at(0).target.stream.text, "orders");
  EXPECT_TRUE(plan.groups[1].samplers.at(0).is_traced);
  EXPECT_EQ(plan.groups[1].follows_writers, milliseconds(10'000));
  flags.read_with = "subscribe-to-shard";
  EXPECT_EQ(good(flags).groups[1].samplers.at(0).operation, Operation::subscribe_to_shard);
}

struct Bad {
  void (*change)(Flags&);
  std::string sentence;
};

TEST(Flags, WhatIsWrongNamesTheFlag) {
  const std::vector<Bad> table{
      {[](Flags& flags) { flags.fields.clear(); },
       R"(The sampler "PutRecord" has no stream; name one in [target], or with --stream.)"},
      {[](Flags& flags) { flags.rate = "0/s"; }, R"(--rate: "0/s" is 0; nothing would be sent.)"},
      {[](Flags& flags) { flags.rate = "5"; },
       R"(--rate: "5" has no unit; write, for example, "1/s", "60/min" or "20k/s".)"},
      {[](Flags& flags) { flags.rate = "5/s"; },
       "--rate: A rate without threads needs a duration."},
      {[](Flags& flags) { flags.threads = "0"; },
       R"(--threads: "0" is not a whole number from 1 to 100000.)"},
      {[](Flags& flags) { flags.loops = "many"; },
       R"(--loops: "many" is not a whole number from 1 to 1000000000000.)"},
      {[](Flags& flags) { flags.duration = "0s"; },
       R"(--duration: "0s" is 0; nothing would be sent.)"},
      {[](Flags& flags) { flags.stages = "5/s"; },
       R"(--stages: "5/s" is not RATE:DURATION, as in "5000/s:30s".)"},
      {[](Flags& flags) { flags.stages = "0/s:5s"; },
       "--stages: Every stage has the rate 0; nothing would be sent."},
      {[](Flags& flags) {
         flags.stages = "5/s:5s";
         flags.threads = "1";
       },
       "--stages: Threads wait for their answers and cannot keep to stages or a periodic load; "
       "leave "
       "threads out, or give them a rate."},
      {[](Flags& flags) {
         flags.rate = "5/s";
         flags.duration = "5s";
         flags.loops = "5";
       },
       "--rate: loops are counted by threads; an open load ends by its duration."},
      {[](Flags& flags) { flags.connections = "0"; },
       R"(--connections: "0" is not a whole number from 1 to 10000.)"},
      {[](Flags& flags) { flags.arrivals = "uneven"; },
       R"(--arrivals: "uneven" is not "even" or "poisson".)"},
      {[](Flags& flags) { flags.fields["--operation"] = "put-recrd"; },
       R"(--operation: The operation "put-recrd" is none; did you mean "put-record"?)"},
      {[](Flags& flags) { flags.fields["--partition-key"] = "hot:200%"; },
       "--partition-key: The share of the partition_key \"hot:200%\" is more than the whole; "
       "write, for example, \"20%\" or \"0.2\"."},
      {[](Flags& flags) { flags.fields["--batch-records"] = "501"; },
       "--batch-records: \"records\" is 501; 1 to 500 are allowed."},
      {[](Flags& flags) { flags.record_bytes = "9-3"; },
       R"(--record-bytes: "9-3" begins behind its end.)"},
      {[](Flags& flags) { flags.record_bytes = "11MiB"; },
       R"(--record-bytes: "11MiB" is more than a record's 10 MiB.)"},
      {[](Flags& flags) {
         flags.data_file = "a";
         flags.record_bytes = "5";
       },
       "--data: Of --data, --data-file and --record-bytes one may be given."},
      {[](Flags& flags) { flags.reads_file_once = true; }, "--once: It needs --data-file."},
      {[](Flags& flags) { flags.set = {"label"}; }, R"(--set: "label" is not FIELD=VALUE.)"},
      {[](Flags& flags) { flags.set = {"lable=x"}; },
       R"(--set lable: "lable" is not a field of a sampler; did you mean "label"?)"},
      {[](Flags& flags) { flags.set = {"kinesis_stream=x"}; },
       "--set kinesis_stream: \"kinesis_stream\" is not a field of a sampler."},
      {[](Flags& flags) { flags.groups = {"metre"}; },
       R"(--group: The plan has no group "metre"; did you mean "meter"?)"},
      {[](Flags& flags) { flags.thresholds = {"p99 < 5"}; },
       "--threshold: The threshold \"p99 < 5\" has the value \"5\", which has no unit; write, for "
       "example, \"200ms\", \"1.5s\" or \"5m\"."},
      {[](Flags& flags) { flags.thresholds = {"lost == 0"}; },
       R"(--threshold: The threshold "lost == 0" needs writers and readers with end_to_end.)"},
      {[](Flags& flags) { flags.aborts = {"errors"}; },
       "--abort-on: The threshold \"errors\" compares nothing; write, for example, \"p99 < 50ms\" "
       "or \"errors < 0.1%\"."},
      {[](Flags& flags) { flags.seed = "x"; }, R"(--seed: "x" is not a whole number.)"},
      {[](Flags& flags) { flags.language = "jmetr"; },
       R"(--language: "jmetr" is not "data-generator", "jmeter" or "literal".)"},
      {[](Flags& flags) { flags.read_with = "get-records"; },
       "--read-with: It needs --end-to-end."},
      {[](Flags& flags) {
         flags.is_end_to_end = true;
         flags.read_with = "put-record";
       },
       R"(--read-with: "put-record" is neither get-records nor subscribe-to-shard.)"},
  };
  for (const Bad& bad : table) {
    Flags flags = to_orders();
    bad.change(flags);
    EXPECT_EQ(wrong_with(flags), bad.sentence);
  }
}

constexpr std::string_view two_groups = R"(
[target]
stream = "orders"
[[group]]
name = "steady"
rate = "10/s"
duration = "1m"
[[group.sampler]]
[[group]]
name = "threads"
threads = 2
loops = 5
timers = [{ throughput = "5/s" }, { constant = "1s" }]
[[group.sampler]]
)";

Plan changed(const Flags& flags) {
  PlanErrors errors;
  Plan plan = read_toml_plan(two_groups, "plan.toml", errors);
  apply_flags(flags, false, Language::data_generator, plan, errors);
  if (errors.is_empty()) finish_plan(plan, errors);
  EXPECT_EQ(errors.text(), "");
  return plan;
}

TEST(Flags, AFlagOverridesAPlanAndLeavesTheRest) {
  Flags flags;
  flags.duration = "2m";
  const Plan longer = changed(flags);
  EXPECT_EQ(
      std::get<std::vector<Stage>>(std::get<OpenLoad>(longer.groups[0].load).rate)[0].duration,
      milliseconds(120'000));
  const ClosedLoad& closed = std::get<ClosedLoad>(longer.groups[1].load);
  EXPECT_EQ(closed.threads, 2u);
  EXPECT_EQ(closed.duration, milliseconds(120'000));
  EXPECT_FALSE(closed.loops) << "the duration takes the place of the loops";
  EXPECT_EQ(longer.groups[1].timers.size(), 2u);
}

TEST(Flags, ARateTakesThePlaceOfTheTimersAndOfTheStages) {
  Flags flags;
  flags.rate = "7/s";
  const Plan plan = changed(flags);
  const auto stages = std::get<std::vector<Stage>>(std::get<OpenLoad>(plan.groups[0].load).rate);
  EXPECT_DOUBLE_EQ(stages.at(0).to_per_second, 7);
  EXPECT_EQ(stages.at(0).duration, milliseconds(60'000));
  ASSERT_EQ(plan.groups[1].timers.size(), 2u);
  EXPECT_TRUE(std::holds_alternative<ConstantTimer>(plan.groups[1].timers[0]));
  EXPECT_DOUBLE_EQ(std::get<ThroughputTimer>(plan.groups[1].timers[1]).samples_per_minute, 420);
}

TEST(Flags, ThreadsAndStagesTurnALoadIntoTheOtherKind) {
  Flags flags;
  flags.threads = "3";
  const Plan closed = changed(flags);
  EXPECT_EQ(std::get<ClosedLoad>(closed.groups[0].load).threads, 3u);
  EXPECT_EQ(std::get<ClosedLoad>(closed.groups[0].load).duration, milliseconds(60'000));
  EXPECT_EQ(std::get<ClosedLoad>(closed.groups[1].load).loops, 5u);
  flags = {};
  flags.stages = "5/s:5s";
  const Plan open = changed(flags);
  EXPECT_TRUE(std::holds_alternative<OpenLoad>(open.groups[0].load));
  EXPECT_TRUE(std::holds_alternative<OpenLoad>(open.groups[1].load));
}

TEST(Flags, OneGroupIsPickedAndAnyFieldIsSet) {
  Flags flags;
  flags.groups = {"threads"};
  flags.set = {"kinesis_stream_name=other",
               "data_record={\"a\":1}",
               "batch.records=5",
               "operation=put-records",
               "retries={attempts=3, base_delay=\"1s\"}",
               "partition_key={zipf=10}",
               "data={bytes=\"2KiB\"}"};
  const Plan plan = changed(flags);
  ASSERT_EQ(plan.groups.size(), 1u);
  const Sampler& sampler = only_sampler(plan);
  EXPECT_EQ(sampler.target.stream.text, "other");
  EXPECT_EQ(sampler.batch.records_max, 5u);
  EXPECT_EQ(sampler.retries.attempts_max, 3u);
  EXPECT_EQ(sampler.retries.base_delay, milliseconds(1'000));
  EXPECT_EQ(std::get<ZipfKey>(sampler.partition_key).keys, 10u);
  EXPECT_EQ(std::get<SizedData>(sampler.data).bytes_max, 2'048u);
}

}  // namespace
}  // namespace weir::meter
