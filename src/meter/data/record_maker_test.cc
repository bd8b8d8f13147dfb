#include "meter/data/record_maker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "meter/data/memory_files.h"

namespace weir::meter {
namespace {

constexpr RecordTimes times{.now = {1'795'696'879'007}, .simulated_now = {1'795'696'879'007}};

TemplateText jmeter(std::string text) { return {std::move(text), Language::jmeter}; }
TemplateText generator(std::string text) { return {std::move(text), Language::data_generator}; }
TemplateText literal(std::string text) { return {std::move(text), Language::literal}; }

class RecordMakerTest : public testing::Test {
 protected:
  RecordMakerTest() {
    group_.name = "Group";
    group_.samplers.emplace_back();
    sampler().label = "Kinesis Producer";
    sampler().data = literal("data");
  }

  Sampler& sampler() { return group_.samplers.front(); }

  std::shared_ptr<RecordSource> prepared() {
    auto source = RecordSource::prepare(plan_, group_, 0, 7, files_);
    if (source) return *std::move(source);
    ADD_FAILURE() << source.error().text();
    return nullptr;
  }

  std::string error() {
    auto source = RecordSource::prepare(plan_, group_, 0, 7, files_);
    return source ? "none" : source.error().text();
  }

  // The data of the next iterations, "|" between; "." where the user stops.
  std::string data_of(RecordMaker& maker, int iterations) {
    std::string all;
    Record record;
    for (int count = 0; count < iterations; ++count) {
      if (count > 0) all += '|';
      const auto begun = maker.begin_iteration(times);
      if (!begun || *begun == Next::ended) return all + ".";
      const auto made = maker.make(0, times, record);
      if (!made) return all + made.error().message;
      if (*made == Next::ended) return all + ".";
      all += record.data;
    }
    return all;
  }

  std::string key_of(RecordMaker& maker) {
    Record record;
    EXPECT_TRUE(maker.begin_iteration(times));
    const auto made = maker.make(0, times, record);
    return made ? record.partition_key : made.error().message;
  }

  MemoryFiles files_;
  Plan plan_;
  Group group_;
};

// The plan that people try first: a counter as partition key, JSON with the time.
TEST_F(RecordMakerTest, MakesTheRecordsOfAJmeterPlan) {
  group_.counters.push_back(
      {.name = "partition_key_counter", .end = {}, .format = {}, .is_per_thread = true});
  sampler().partition_key = jmeter("${partition_key_counter}");
  sampler().data = jmeter(R"({"tool":"JMeter","message":"Test","time":"${__time()}"})");
  const auto source = prepared();
  RecordMaker maker = source->maker(1);
  Record record;
  for (int count = 0; count < 3; ++count) {
    ASSERT_EQ(*maker.begin_iteration(times), Next::ready);
    ASSERT_EQ(*maker.make(0, times, record), Next::ready);
    EXPECT_EQ(record.partition_key, std::to_string(count));
    EXPECT_EQ(record.explicit_hash_key, "");
    EXPECT_EQ(record.data, R"({"tool":"JMeter","message":"Test","time":"1795696879007"})");
  }
}

TEST_F(RecordMakerTest, SharedCountersGoOnFromUserToUser) {
  group_.counters.push_back({.name = "n", .start = 5, .end = 9, .step = 2, .format = "000"});
  sampler().data = jmeter("${n}");
  const auto source = prepared();
  RecordMaker first = source->maker(1);
  RecordMaker second = source->maker(2);
  EXPECT_EQ(data_of(first, 2), "005|007");
  EXPECT_EQ(data_of(second, 2), "009|005");
}

TEST_F(RecordMakerTest, EachUserHasACounterOfItsOwn) {
  group_.counters.push_back(
      {.name = "n", .start = -1, .end = {}, .format = {}, .is_per_thread = true});
  sampler().data = jmeter("${n}");
  const auto source = prepared();
  RecordMaker first = source->maker(1);
  RecordMaker second = source->maker(2);
  EXPECT_EQ(data_of(first, 3), "-1|0|1");
  EXPECT_EQ(data_of(second, 1), "-1");
}

// A user variable is made once, whatever functions it has, and is the same for all users.
TEST_F(RecordMakerTest, UserVariablesAreMadeOnce) {
  plan_.variables.push_back({"base", jmeter("${__UUID()}")});
  group_.variables.push_back({"id", jmeter("${base}-x")});
  sampler().data = jmeter("${id}");
  const auto source = prepared();
  RecordMaker first = source->maker(1);
  RecordMaker second = source->maker(2);
  const std::string data = data_of(first, 2);
  EXPECT_EQ(data.size(), 2 * 38u + 1);
  EXPECT_EQ(data.substr(0, 38), data.substr(39));
  EXPECT_EQ(data_of(second, 1), data.substr(0, 38));
  EXPECT_EQ(*source->fill_once(jmeter("${id}"), times), data.substr(0, 38));
  EXPECT_EQ(*source->fill_once(jmeter("${other} ${__threadGroupName}"), times), "${other} Group");
}

TEST_F(RecordMakerTest, TheSameSeedMakesTheSameRecords) {
  sampler().data = generator("{{random.uuid}} {{name.findName}}");
  const auto source = prepared();
  const auto again = prepared();
  RecordMaker maker = source->maker(3);
  RecordMaker same = again->maker(3);
  RecordMaker other = source->maker(4);
  const std::string data = data_of(maker, 3);
  EXPECT_EQ(data_of(same, 3), data);
  EXPECT_NE(data_of(other, 3), data);
}

TEST_F(RecordMakerTest, DataSetsFillVariables) {
  files_.put("users.csv", "name,city\nAnn,Ulm\nBob,Rom\n");
  group_.data_sets.push_back({.path = "users.csv", .names = {}});
  sampler().data = generator("{{name}} in {{var.city}}");
  const auto source = prepared();
  RecordMaker maker = source->maker(1);
  EXPECT_EQ(data_of(maker, 3), "Ann in Ulm|Bob in Rom|Ann in Ulm");
}

TEST_F(RecordMakerTest, UsersShareADataSetOrEachHasItsOwn) {
  files_.put("rows", "1\n2\n3\n");
  group_.data_sets.push_back({.path = "rows", .names = {"row"}});
  sampler().data = jmeter("${row}");
  {
    const auto source = prepared();
    RecordMaker first = source->maker(1);
    RecordMaker second = source->maker(2);
    EXPECT_EQ(data_of(first, 2), "1|2");
    EXPECT_EQ(data_of(second, 1), "3");
  }
  group_.data_sets.front().is_per_thread = true;
  const auto source = prepared();
  RecordMaker first = source->maker(1);
  RecordMaker second = source->maker(2);
  EXPECT_EQ(data_of(first, 2), "1|2");
  EXPECT_EQ(data_of(second, 1), "1");
}

TEST_F(RecordMakerTest, DataSetsEndAsThePlanSays) {
  files_.put("rows", "skipped\n1\n");
  group_.data_sets.push_back(
      {.path = "rows", .names = {"row"}, .skips_first_line = true, .is_repeated = false});
  sampler().data = jmeter("${row}");
  {
    const auto source = prepared();
    RecordMaker maker = source->maker(1);
    EXPECT_EQ(data_of(maker, 3), "1|<EOF>|<EOF>");
  }
  group_.data_sets.front().stops_thread = true;
  const auto source = prepared();
  RecordMaker maker = source->maker(1);
  EXPECT_EQ(data_of(maker, 3), "1|.");
}

TEST_F(RecordMakerTest, FilesAreSentLineByLine) {
  files_.put("records", "one\r\n\ntwo\nthree");
  sampler().data = FileData{.path = "records"};
  {
    const auto source = prepared();
    RecordMaker maker = source->maker(1);
    EXPECT_EQ(data_of(maker, 4), "one|two|three|one");
  }
  sampler().data = FileData{.path = "records", .is_repeated = false};
  const auto source = prepared();
  RecordMaker first = source->maker(1);
  RecordMaker second = source->maker(2);
  EXPECT_EQ(data_of(first, 2), "one|two");
  EXPECT_EQ(data_of(second, 2), "three|.");
}

TEST_F(RecordMakerTest, SizesLieWithinTheirBounds) {
  sampler().data = SizedData{.bytes_min = 10, .bytes_max = 12, .mean = {}};
  const auto source = prepared();
  RecordMaker maker = source->maker(1);
  std::set<std::size_t> seen;
  Record record;
  for (int count = 0; count < 200; ++count) {
    ASSERT_TRUE(maker.make(0, times, record));
    seen.insert(record.data.size());
  }
  EXPECT_THAT(seen, testing::ElementsAre(10, 11, 12));
}

TEST_F(RecordMakerTest, NormalSizesHaveTheirMean) {
  sampler().data =
      SizedData{.bytes_min = 1, .bytes_max = 2'000, .mean = 1'000.0, .deviation = 100.0};
  const auto source = prepared();
  RecordMaker maker = source->maker(1);
  Record record;
  double sum = 0;
  double squares = 0;
  for (int count = 0; count < 4'000; ++count) {
    ASSERT_TRUE(maker.make(0, times, record));
    const auto size = static_cast<double>(record.data.size());
    sum += size;
    squares += size * size;
  }
  const double mean = sum / 4'000;
  EXPECT_NEAR(mean, 1'000, 8);  // Five standard errors.
  EXPECT_NEAR(std::sqrt(squares / 4'000 - mean * mean), 100, 6);
}

TEST_F(RecordMakerTest, KeysHaveTheirForm) {
  const std::pair<PartitionKey, std::string> forms[] = {
      {RandomKey{}, "[0-9a-f]{16}"},
      {EachShardInTurn{}, "[0-9a-f]{16}"},
      {UuidKey{}, "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"},
      {ZipfKey{.keys = 3}, "[123]"},
      {HotKey{.share = 1}, "hot"},
      {HotKey{.share = 0}, "[0-9a-f]{16}"},
      {literal("fixed"), "fixed"},
      {generator("user-{{user.number}}-{{user.iteration}}"), "user-1-0"},
  };
  for (const auto& [key, form] : forms) {
    sampler().partition_key = key;
    const auto source = prepared();
    RecordMaker maker = source->maker(1);
    EXPECT_THAT(key_of(maker), testing::MatchesRegex(form));
  }
}

TEST_F(RecordMakerTest, AFieldOfTheRecordIsItsKey) {
  sampler().data = literal(R"({"customer":{"id":"c\u002d7","tags":["x",42]},"ok":true})");
  const std::pair<std::string, std::string> fields[] = {
      {"customer.id", "c-7"}, {"customer.tags.1", "42"}, {"ok", "true"}};
  for (const auto& [path, value] : fields) {
    sampler().partition_key = FieldKey{path};
    const auto source = prepared();
    RecordMaker maker = source->maker(1);
    EXPECT_EQ(key_of(maker), value);
  }
  for (const std::string path : {"customer", "customer.name", "customer.tags.2", "ok.x"}) {
    sampler().partition_key = FieldKey{path};
    const auto source = prepared();
    RecordMaker maker = source->maker(1);
    EXPECT_THAT(key_of(maker), testing::StartsWith("A record has no field \"" + path + "\""));
  }
}

// What the data names once, the key and the hash key may use.
TEST_F(RecordMakerTest, TheDataIsMadeBeforeTheKey) {
  sampler().data = generator("{{set id = counter.id}}{\"id\":{{id}}}");
  sampler().partition_key = generator("{{id}}");
  sampler().explicit_hash_key = generator("{{id}}00");
  const auto source = prepared();
  RecordMaker maker = source->maker(1);
  Record record;
  for (const std::string id : {"0", "1"}) {
    ASSERT_TRUE(maker.make(0, times, record));
    EXPECT_EQ(record.data, "{\"id\":" + id + "}");
    EXPECT_EQ(record.partition_key, id);
    EXPECT_EQ(record.explicit_hash_key, id + "00");
  }
}

TEST_F(RecordMakerTest, SaysWhatIsWrongAndWhere) {
  sampler().data = TemplateText{"{{random.number}} {{nothing}}",
                                Language::data_generator,
                                {.file = "plan.toml", .line = 4, .column = 8}};
  EXPECT_EQ(error(),
            "plan.toml:4:28: Nothing defines \"nothing\", and functions are called "
            "MODULE.FUNCTION.");
  sampler().data = FileData{.path = "absent", .at = {.file = "plan.toml", .line = 7, .column = 1}};
  EXPECT_EQ(error(), "plan.toml:7:1: absent is not there.");
  files_.put("empty", "\n\n");
  sampler().data = FileData{.path = "empty"};
  EXPECT_EQ(error(), "The file empty has no records.");
  sampler().data = SizedData{.bytes_min = 2, .bytes_max = 1, .mean = {}};
  EXPECT_EQ(error(), "Records of 2 to 1 bytes are not possible.");
  sampler().data = literal("x");
  sampler().partition_key = ZipfKey{.keys = 0};
  EXPECT_THAT(error(), testing::HasSubstr("0 keys"));
  sampler().partition_key = RandomKey{};
  group_.counters.push_back({.name = "n", .start = 3, .end = 2, .format = {}});
  EXPECT_EQ(error(), "The counter n never gets from 3 to 2 in steps of 1.");
  group_.counters.front() = {.name = "n", .end = {}, .format = "0%"};
  EXPECT_EQ(error(), "The number format \"0%\" is not understood.");
}

// What reads makes no records, so that its fields need not be usable.
TEST_F(RecordMakerTest, ReadersNeedNoData) {
  sampler().operation = Operation::get_records;
  sampler().data = FileData{.path = "absent"};
  EXPECT_EQ(error(), "none");
}

}  // namespace
}  // namespace weir::meter
