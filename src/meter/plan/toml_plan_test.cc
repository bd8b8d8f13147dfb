#include "meter/plan/toml_plan.h"

#include <gtest/gtest.h>

#include <set>

#include "meter/plan/plan_fixture.h"
#include "meter/plan/plan_keys.h"
#include "meter/plan/template_position.h"

namespace weir::meter {
namespace {

// Everything that a plan can say, each value another than its default.
constexpr std::string_view everything = R"toml(
name = "everything"
seed = 42
language = "literal"
http2 = true
ca_file = "ca.pem"
groups_run_in_turn = true
thresholds = ["p99 < 50ms", "errors{Batches} < 1%"]
abort_on = ["errors > 10%"]
retries = { attempts = 2, base_delay = "10ms", delay_max = "1s" }
timers = [{ constant = "1ms" }]

[variables]
city = "Berlin"

[target]
stream = "orders"
endpoint = "https://127.0.0.1:4567"
region = "eu-central-1"
profile = "work"
access_key_id = "AKIA"
secret_access_key = "secret"
session_token = "token"
create_shards = 4

[[counter]]
name = "all"
start = 5
end = 9
step = 2
format = "000"
per_thread = true

[[csv]]
file = "users.csv"
names = ["id", "email"]
delimiter = ";"
skip_first_line = true
quoted = true
at_end = "stop"
per_thread = true

[[group]]
name = "closed"
kind = "setup"
threads = 3
ramp_up = "2s"
loops = 7
duration = "1m"
rate = "30/s"
start_delay = "5s"
on_error = "stop_thread"
timers = [
  { uniform = "1ms", range = "2ms" },
  { gaussian = "3ms", deviation = "4ms" },
  { throughput = "5/s", shares = "all-threads" },
]
[group.variables]
colour = "red"
[[group.counter]]
name = "own"
[[group.csv]]
file = "cities.csv"
at_end = "eof"
[[group.sampler]]
label = "Batches"
operation = "put-records"
target = { stream = "others", region = "us-west-2" }
partition_key = { zipf = 100, exponent = 1.5 }
explicit_hash_key = "17"
data = { template = "{{random.uuid}}", language = "data-generator" }
compress = true
newline = true
cbor = true
batch = { records = 10, bytes = "1MiB", linger = "20ms" }
retries = 5
end_to_end = true
timers = [{ constant = "9ms" }]
weight = 2.5
create_shards = 8
language = "jmeter"

[[group]]
name = "open"
stages = [{ to = "100/s", for = "10s" }, { from = "50/s", to = "0/s", for = "5s" }]
arrivals = "poisson"
in_flight_max = 50
connections_max = 5
[[group.sampler]]
partition_key = { hot = "20%" }
data = { file = "events.ndjson", repeat = false }
aggregate = { bytes = 1000, records = 20 }
end_to_end = true

[[group]]
name = "week"
duration = "1h"
[group.periodic]
mean = [[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2], [3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3],
        [3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3], [3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3],
        [3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3], [3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3],
        [3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,4]]
deviation = 0.5
smooth = true
start = 2026-01-31T08:00:00+01:00
speed = 60
utc_offset_hours = 1
[[group.sampler]]
partition_key = "each-shard"
data = { bytes = { min = 10, max = "1KiB", mean = 100, deviation = 20 } }

[[group]]
name = "readers"
drain = "3s"
[[group.sampler]]
operation = "subscribe-to-shard"
consumer_name = "reader"
end_to_end = true
)toml";

TEST(TomlPlans, EverythingTheyCanSayIsHeard) {
  const Plan plan = plan_of(everything);
  EXPECT_EQ(plan.name, "everything");
  EXPECT_EQ(plan.seed, 42u);
  EXPECT_TRUE(plan.is_http2);
  EXPECT_EQ(plan.ca_file, "ca.pem");
  EXPECT_TRUE(plan.groups_run_in_turn);
  ASSERT_EQ(plan.thresholds.size(), 3u);
  EXPECT_EQ(plan.thresholds[1].label, "Batches");
  EXPECT_TRUE(plan.thresholds[2].aborts);
  EXPECT_EQ(plan.thresholds[0].at.text(), "plan.toml:8:15");
  ASSERT_EQ(plan.variables.size(), 1u);
  EXPECT_EQ(plan.variables[0].name, "city");
  EXPECT_EQ(plan.variables[0].value.text, "Berlin");
  EXPECT_EQ(plan.variables[0].value.language, Language::literal);
  ASSERT_EQ(plan.groups.size(), 4u);
}

TEST(TomlPlans, AClosedGroupHasItsThreadsAndElements) {
  const Plan plan = plan_of(everything);
  const Group& group = plan.groups[0];
  EXPECT_EQ(group.kind, GroupKind::setup);
  const ClosedLoad& load = std::get<ClosedLoad>(group.load);
  EXPECT_EQ(load.threads, 3u);
  EXPECT_EQ(load.ramp_up, milliseconds(2'000));
  EXPECT_EQ(load.loops, 7u);
  EXPECT_EQ(load.duration, milliseconds(60'000));
  EXPECT_EQ(group.start_delay, milliseconds(5'000));
  EXPECT_EQ(group.on_error, OnError::stop_thread);
  ASSERT_EQ(group.variables.size(), 1u);
  EXPECT_EQ(group.variables[0].name, "colour");

  ASSERT_EQ(group.counters.size(), 2u);
  EXPECT_EQ(group.counters[0].name, "all");
  EXPECT_EQ(group.counters[0].start, 5);
  EXPECT_EQ(group.counters[0].end, 9);
  EXPECT_EQ(group.counters[0].step, 2);
  EXPECT_EQ(group.counters[0].format, "000");
  EXPECT_TRUE(group.counters[0].is_per_thread);
  EXPECT_EQ(group.counters[1].name, "own");

  ASSERT_EQ(group.data_sets.size(), 2u);
  const CsvDataSet& users = group.data_sets[0];
  EXPECT_EQ(users.path, "users.csv");
  EXPECT_EQ(users.names, (std::vector<std::string>{"id", "email"}));
  EXPECT_EQ(users.delimiter, ";");
  EXPECT_TRUE(users.skips_first_line);
  EXPECT_TRUE(users.is_quoted);
  EXPECT_FALSE(users.is_repeated);
  EXPECT_TRUE(users.stops_thread);
  EXPECT_TRUE(users.is_per_thread);
  EXPECT_FALSE(group.data_sets[1].is_repeated);
  EXPECT_FALSE(group.data_sets[1].stops_thread);

  ASSERT_EQ(group.timers.size(), 5u);
  EXPECT_EQ(std::get<ConstantTimer>(group.timers[0]).delay, milliseconds(1));
  EXPECT_EQ(std::get<UniformTimer>(group.timers[1]).range, milliseconds(2));
  EXPECT_EQ(std::get<GaussianTimer>(group.timers[2]).deviation, milliseconds(4));
  EXPECT_DOUBLE_EQ(std::get<ThroughputTimer>(group.timers[3]).samples_per_minute, 300);
  EXPECT_EQ(std::get<ThroughputTimer>(group.timers[3]).shares,
            ThroughputTimer::Shares::all_threads);
  // 30 records a second are three batches of ten.
  EXPECT_DOUBLE_EQ(std::get<ThroughputTimer>(group.timers[4]).samples_per_minute, 180);
}

TEST(TomlPlans, ASamplerHasWhatItSaysAndTheRestOfTheTarget) {
  const Plan plan = plan_of(everything);
  const Sampler& sampler = plan.groups[0].samplers.at(0);
  EXPECT_EQ(sampler.label, "Batches");
  EXPECT_EQ(sampler.operation, Operation::put_records);
  EXPECT_EQ(sampler.target.stream.text, "others");
  EXPECT_EQ(sampler.target.region.text, "us-west-2");
  EXPECT_EQ(sampler.target.endpoint.text, "https://127.0.0.1:4567");
  EXPECT_EQ(sampler.target.profile.text, "work");
  EXPECT_EQ(sampler.target.access_key_id.text, "AKIA");
  EXPECT_EQ(sampler.target.secret_access_key.text, "secret");
  EXPECT_EQ(sampler.target.session_token.text, "token");
  EXPECT_EQ(sampler.create_shards, 8u);
  EXPECT_EQ(std::get<ZipfKey>(sampler.partition_key).keys, 100u);
  EXPECT_EQ(sampler.explicit_hash_key.text, "17");
  EXPECT_EQ(sampler.explicit_hash_key.language, Language::jmeter);
  EXPECT_EQ(std::get<TemplateText>(sampler.data).language, Language::data_generator);
  EXPECT_TRUE(sampler.is_compressed && sampler.ends_with_newline && sampler.is_binary);
  EXPECT_EQ(sampler.batch.records_max, 10u);
  EXPECT_EQ(sampler.batch.bytes_max, 1u << 20);
  EXPECT_EQ(sampler.batch.linger, milliseconds(20));
  EXPECT_EQ(sampler.retries.attempts_max, 5u);
  EXPECT_EQ(sampler.retries.base_delay, milliseconds(10)) << "the plan's";
  EXPECT_TRUE(sampler.is_traced);
  EXPECT_EQ(sampler.timers.size(), 1u);
  EXPECT_DOUBLE_EQ(sampler.weight, 2.5);
}

TEST(TomlPlans, OpenGroupsHaveStagesOrAWeek) {
  const Plan plan = plan_of(everything);
  const OpenLoad& open = std::get<OpenLoad>(plan.groups[1].load);
  const auto& stages = std::get<std::vector<Stage>>(open.rate);
  ASSERT_EQ(stages.size(), 2u);
  EXPECT_DOUBLE_EQ(stages[0].from_per_second, 0);
  EXPECT_DOUBLE_EQ(stages[1].from_per_second, 50);
  EXPECT_EQ(open.arrivals, Arrivals::poisson);
  EXPECT_EQ(open.in_flight_max, 50u);
  EXPECT_EQ(open.connections_max, 5u);
  const Sampler& sampler = plan.groups[1].samplers.at(0);
  EXPECT_DOUBLE_EQ(std::get<HotKey>(sampler.partition_key).share, 0.2);
  EXPECT_EQ(std::get<FileData>(sampler.data).path, "events.ndjson");
  EXPECT_FALSE(std::get<FileData>(sampler.data).is_repeated);
  EXPECT_EQ(sampler.aggregation->bytes_max, 1'000u);
  EXPECT_EQ(sampler.aggregation->records_max, 20u);

  const PeriodicRate& week = std::get<PeriodicRate>(std::get<OpenLoad>(plan.groups[2].load).rate);
  EXPECT_DOUBLE_EQ(week.hours[0][23].mean, 2);
  EXPECT_DOUBLE_EQ(week.hours[6][23].mean, 4);
  EXPECT_DOUBLE_EQ(week.hours[3][12].deviation, 0.5);
  EXPECT_TRUE(week.is_smoothed);
  EXPECT_EQ(week.start, WallTime{1'769'842'800'000});  // 07:00 UTC.
  EXPECT_EQ(week.duration, milliseconds(3'600'000));
  EXPECT_DOUBLE_EQ(week.speed, 60);
  EXPECT_DOUBLE_EQ(week.utc_offset_hours, 1);
  const auto& sized = std::get<SizedData>(plan.groups[2].samplers.at(0).data);
  EXPECT_EQ(sized.bytes_min, 10u);
  EXPECT_EQ(sized.bytes_max, 1'024u);
  EXPECT_EQ(sized.mean, 100);
  EXPECT_EQ(sized.deviation, 20);
}

TEST(TomlPlans, ReadersFollowTheWriters) {
  const Plan plan = plan_of(everything);
  EXPECT_EQ(plan.groups[3].follows_writers, milliseconds(3'000));
  EXPECT_EQ(plan.groups[3].samplers.at(0).operation, Operation::subscribe_to_shard);
  EXPECT_EQ(plan.groups[3].samplers[0].consumer_name, "reader");
}

// A key that the plan above forgets would be one that no test reads.
TEST(TomlPlans, EveryKeyThereIsStandsInTheseTests) {
  std::set<std::string_view> missing;
  for (const PlanTable* table : all_plan_tables()) {
    for (const PlanKey& key : table->keys) {
      const bool is_there =
          everything.find(std::string(key.name) + " =") != std::string_view::npos ||
          everything.find("[" + std::string(key.name) + "]") != std::string_view::npos ||
          everything.find("." + std::string(key.name) + "]") != std::string_view::npos;
      if (!is_there) missing.insert(key.name);
    }
  }
  // Those that stand in the tests below.
  EXPECT_EQ(missing, (std::set<std::string_view>{"random", "uuid", "each_shard", "field"}));
}

const Sampler& only_sampler(const Plan& plan) { return plan.groups.at(0).samplers.at(0); }

PartitionKey key_of(const std::string& text) {
  return only_sampler(
             plan_of("target.stream = \"s\"\n[[group]]\n[[group.sampler]]\npartition_key = " +
                     text))
      .partition_key;
}

TEST(TomlPlans, PartitionKeysAreTextsOrTables) {
  EXPECT_TRUE(std::holds_alternative<RandomKey>(key_of("{ random = true }")));
  EXPECT_TRUE(std::holds_alternative<UuidKey>(key_of("{ uuid = true }")));
  EXPECT_TRUE(std::holds_alternative<EachShardInTurn>(key_of("{ each_shard = true }")));
  EXPECT_EQ(std::get<FieldKey>(key_of("{ field = \"a.b\" }")).path, "a.b");
  EXPECT_EQ(std::get<TemplateText>(key_of("{ counter = \"n\" }")).text, "${n}");
  EXPECT_EQ(std::get<TemplateText>(key_of("{ counter = \"n\" }")).language, Language::jmeter);
  EXPECT_EQ(std::get<TemplateText>(key_of("{ template = \"uuid\" }")).text, "uuid");
  EXPECT_TRUE(std::holds_alternative<UuidKey>(key_of("\"uuid\"")));
  EXPECT_EQ(std::get<TemplateText>(key_of("\"customer-7\"")).text, "customer-7");
}

TEST(TomlPlans, TheShortestPlanSendsOneRecord) {
  const Plan plan = plan_of("target.stream = \"s\"\n[[group]]\n[[group.sampler]]\n");
  EXPECT_EQ(plan.name, "plan");
  EXPECT_EQ(plan.groups.at(0).name, "group 1");
  EXPECT_EQ(std::get<ClosedLoad>(plan.groups[0].load).threads, 1u);
  EXPECT_FALSE(std::get<ClosedLoad>(plan.groups[0].load).loops);
  EXPECT_EQ(only_sampler(plan).label, "PutRecord");
  EXPECT_TRUE(std::holds_alternative<RandomKey>(only_sampler(plan).partition_key));
  EXPECT_EQ(std::get<SizedData>(only_sampler(plan).data).bytes_max, 1'024u);
  EXPECT_EQ(only_sampler(plan).target.endpoint.text, "");
}

TEST(TomlPlans, PathsAreSeenFromThePlansFolder) {
  PlanErrors errors;
  const Plan plan = read_toml_plan(
      "[[group]]\n[[group.csv]]\nfile = \"/a.csv\"\n[[group.sampler]]\ndata = { file = \"b\" }",
      "some/where/plan.toml", errors);
  EXPECT_EQ(plan.groups.at(0).data_sets.at(0).path, "/a.csv");
  EXPECT_EQ(std::get<FileData>(only_sampler(plan).data).path, "some/where/b");
}

TEST(TomlPlans, ATemplateKnowsItsPlaceInTheFile) {
  const Plan plan = plan_of(
      "target.stream = \"s\"\n[[group]]\n[[group.sampler]]\ndata = \"\"\"\nÄ {\\\n   "
      "\\\"a}\"\"\"\n");
  const auto& data = std::get<TemplateText>(only_sampler(plan).data);
  EXPECT_EQ(data.text, "Ä {\"a}");
  EXPECT_EQ(position_in(data, 0).text(), "plan.toml:5:1");
  EXPECT_EQ(position_in(data, 3).text(), "plan.toml:5:3");
  EXPECT_EQ(position_in(data, 4).text(), "plan.toml:6:4");
  EXPECT_EQ(position_in(data, 5).text(), "plan.toml:6:6");
}

}  // namespace
}  // namespace weir::meter
