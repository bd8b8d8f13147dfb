#include "meter/report/outputs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "env/temporary_directory.h"
#include "meter/report/html_report.h"
#include "meter/report/jtl.h"
#include "meter/report/result_fixture.h"
#include "meter/report/result_json.h"
#include "meter/report/sample_writer.h"
#include "meter/report/saved_run.h"
#include "meter/report/stored_sample.h"

namespace weir::meter {
namespace {

using testing::HasSubstr;
using testing::Not;

const SampleNames names{.labels = {"Kinesis, \"Producer\"", "b"}, .groups = {"Group <1>"}};

// Planned at 1 s and 500 ms, sent 20 ms late, answered after 30 ms more.
Sample answered() {
  Sample sample;
  sample.thread = 7;
  sample.group_threads = 8;
  sample.all_threads = 9;
  sample.started_at = {1'520};
  sample.planned = {1'000'000'000};
  sample.sent = {1'020'000'000};
  sample.first_byte = {1'040'000'000};
  sample.ended = {1'050'000'000};
  sample.connect = milliseconds(3);
  sample.payload_bytes = 100;
  sample.bytes_sent = 512;
  sample.bytes_received = 256;
  sample.url = "http://localhost:4567/";
  sample.stream = "client-stream";
  sample.details = {{.partition_key = "0",
                     .data = "{\"tool\": \"<meter>\"}",
                     .shard_id = "shardId-000000000000",
                     .sequence_number = "4957",
                     .encryption_type = "NONE",
                     .error_code = ""}};
  return sample;
}

Sample failed() {
  Sample sample = answered();
  sample.is_ok = false;
  sample.status = 400;
  sample.label = 1;
  sample.records = 3;
  sample.records_failed = 2;
  sample.error_code = "ResourceNotFoundException";
  sample.error_message = "Stream a\nunder \"b\" not found.";
  sample.details[0].data = "\xff\x01";
  return sample;
}

std::string content_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST(Jtl, CsvHasJMetersColumns) {
  EXPECT_EQ(jtl_csv_head(),
            "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,"
            "failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect\n");
  std::string text;
  append_jtl_csv(text, answered(), names);
  EXPECT_EQ(text,
            "1500,50,\"Kinesis, \"\"Producer\"\"\",200,OK,Group <1> 1-7,text,true,,256,512,8,9,"
            "http://localhost:4567/,40,0,3\n");
  text.clear();
  append_jtl_csv(text, failed(), names);
  EXPECT_EQ(
      text,
      "1500,50,b,ResourceNotFoundException,\"Stream a\nunder \"\"b\"\" not found.\",Group <1> "
      "1-7,text,false,2 of 3 records failed,256,512,8,9,http://localhost:4567/,40,0,3\n");
}

TEST(Jtl, ASampleWithoutAnAnswerHasNoLatency) {
  Sample sample = failed();
  sample.first_byte = {};
  sample.status = 0;
  sample.error_code.clear();
  std::string text;
  append_jtl_csv(text, sample, names);
  EXPECT_THAT(text, HasSubstr(",b,Non HTTP response,"));
  EXPECT_THAT(text, HasSubstr(",0,0,3\n"));
}

TEST(Jtl, XmlShowsRequestAndAnswerAsAwsmeterDoes) {
  std::string text;
  append_jtl_xml(text, answered(), names);
  EXPECT_EQ(text,
            "<sample t=\"50\" it=\"0\" lt=\"40\" ct=\"3\" ts=\"1500\" s=\"true\" lb=\"Kinesis, "
            "&quot;Producer&quot;\" rc=\"200\" rm=\"OK\" tn=\"Group &lt;1&gt; 1-7\" dt=\"text\" "
            "by=\"256\" sby=\"512\" ng=\"8\" na=\"9\">\n"
            "  <responseData class=\"java.lang.String\">Shard id: shardId-000000000000&#10;"
            "Sequence Number: 4957&#10;Encryption Type: NONE&#10;</responseData>\n"
            "  <samplerData class=\"java.lang.String\">Stream Name: client-stream&#10;"
            "Partition Key: 0&#10;Data Record: {&quot;tool&quot;: &quot;&lt;meter&gt;&quot;}&#10;"
            "</samplerData>\n</sample>\n");
  text.clear();
  append_jtl_xml(text, failed(), names);
  EXPECT_THAT(text, HasSubstr("Data Record: \xef\xbf\xbd\xef\xbf\xbd&#10;"));
}

TEST(StoredSample, WhatIsWrittenIsReadBack) {
  for (const Sample& sample : {answered(), failed()}) {
    std::string line;
    append_stored_sample(line, sample, names);
    std::string copy = line;
    const auto stored = read_stored_sample(copy);
    ASSERT_TRUE(stored) << stored.error().message;
    EXPECT_EQ(stored->label, names.labels[sample.label]);
    EXPECT_EQ(stored->thread_name, "Group <1> 1-7");
    EXPECT_EQ(stored->sample.latency(), milliseconds(50));
    EXPECT_EQ(stored->sample.service_time(), milliseconds(30));
    EXPECT_EQ(planned_at(stored->sample).ms, 1'500);
    EXPECT_EQ(stored->sample.details[0].data, sample.details[0].data);
    // Told again it is the same but for the thread, whose name is all that was kept.
    const SampleNames again{.labels = {stored->label}, .groups = {}};
    std::string second;
    append_stored_sample(second, stored->sample, again);
    const auto without_name = [](std::string text) {
      return text.substr(text.find("\"started_at_ms\""));
    };
    EXPECT_EQ(without_name(second), without_name(line));
  }
}

TEST(StoredSample, OtherLinesAreRefused) {
  for (const auto* line : {"", "{", "[]", "{\"ok\":1}", "{\"records\":-1}", "{\"ended_ns\":1e3}",
                           "{\"details\":{}}", "{\"details\":[{\"data_base64\":\"?\"}]}", "{} x"}) {
    std::string copy = line;
    const auto stored = read_stored_sample(copy);
    ASSERT_FALSE(stored) << line;
    EXPECT_EQ(stored.error().code, ErrorCode::corrupt);
  }
}

// Keeps its text, and fails once it has had enough.
class MemoryOutput final : public env::OutputFile {
 public:
  MemoryOutput(std::string& text, std::size_t room) : text_(text), room_(room) {}
  Result<void> append(std::string_view more) override {
    if (text_.size() + more.size() > room_) return fail(ErrorCode::no_space, "Full.");
    text_ += more;
    return {};
  }

 private:
  std::string& text_;
  std::size_t room_;
};

// Runs tasks when told to.
class PatientWorker final : public env::Worker {
 public:
  void run(Task task) override { tasks_.push_back(std::move(task)); }
  void work() {
    for (Task& task : tasks_) task();
    tasks_.clear();
  }

 private:
  std::vector<Task> tasks_;
};

void append_thread(std::string& out, const Sample& sample, const SampleNames& /*names*/) {
  out += std::to_string(sample.thread) + "\n";
}

Sample of_thread(std::uint32_t thread) {
  Sample sample;
  sample.thread = thread;
  return sample;
}

TEST(SampleWriter, SamplesComeInOrderBetweenHeadAndFoot) {
  std::string text;
  PatientWorker worker;
  SampleWriter writer({}, worker);
  ASSERT_TRUE(writer.add(std::make_unique<MemoryOutput>(text, 1'000),
                         {.head = "head\n", .append = append_thread, .foot = "foot\n"}));
  EXPECT_FALSE(writer.wants_details());
  EXPECT_EQ(text, "head\n");
  writer.take(of_thread(1));
  writer.take(of_thread(2));
  EXPECT_EQ(text, "head\n");  // Nothing is written where samples are made.
  worker.work();
  writer.take(of_thread(3));
  worker.work();
  ASSERT_TRUE(writer.finish());
  EXPECT_EQ(text, "head\n1\n2\n3\nfoot\n");
  EXPECT_EQ(writer.dropped(), 0u);
}

TEST(SampleWriter, WhatComesTooFastIsDroppedAndCounted) {
  std::string text;
  PatientWorker worker;
  SampleWriter writer({}, worker, 3 * sizeof(Sample));
  ASSERT_TRUE(writer.add(std::make_unique<MemoryOutput>(text, 1'000),
                         {.head = "", .append = append_thread, .foot = ""}));
  for (std::uint32_t thread = 1; thread <= 5; ++thread) writer.take(of_thread(thread));
  worker.work();
  writer.take(of_thread(6));
  worker.work();
  ASSERT_TRUE(writer.finish());
  EXPECT_EQ(text, "1\n2\n3\n6\n");
  EXPECT_EQ(writer.dropped(), 2u);
}

TEST(SampleWriter, AFullFileTakesNoMoreAndSaysHowMany) {
  std::string text;
  PatientWorker worker;
  SampleWriter writer({}, worker);
  ASSERT_TRUE(writer.add(
      std::make_unique<MemoryOutput>(text, 1'000),
      {.head = "", .append = append_thread, .foot = "", .wants_details = true, .bytes_max = 5}));
  EXPECT_TRUE(writer.wants_details());
  for (const std::uint32_t thread : {1u, 2u, 33u, 4u}) writer.take(of_thread(thread));
  worker.work();
  ASSERT_TRUE(writer.finish());
  EXPECT_EQ(text, "1\n2\n");
  EXPECT_EQ(writer.left_out(), 2u);
}

TEST(SampleWriter, AFullDiskIsToldAtTheEnd) {
  std::string text;
  PatientWorker worker;
  SampleWriter writer({}, worker);
  ASSERT_TRUE(writer.add(std::make_unique<MemoryOutput>(text, 2),
                         {.head = "", .append = append_thread, .foot = "foot"}));
  writer.take(of_thread(1));
  worker.work();
  writer.take(of_thread(2));
  worker.work();
  const auto finished = writer.finish();
  ASSERT_FALSE(finished);
  EXPECT_EQ(finished.error().code, ErrorCode::no_space);
  EXPECT_EQ(text, "1\n");
}

TEST(Outputs, EveryFileIsWritten) {
  const env::TemporaryDirectory folder;
  const OutputPaths paths{.jtl = folder / "a.jtl",
                          .json = folder / "a.json",
                          .hgrm = folder / "a.hgrm",
                          .junit = folder / "a.xml",
                          .html = folder / "a.html",
                          .save = folder / "deep/run"};
  auto outputs = Outputs::open(paths, Plan{}, names);
  ASSERT_TRUE(outputs) << outputs.error().message;
  ASSERT_NE((*outputs)->samples(), nullptr);
  EXPECT_TRUE((*outputs)->samples()->wants_details());
  for (int sample = 0; sample < 100; ++sample) (*outputs)->samples()->take(answered());
  const auto lines = (*outputs)->finish(made_up_run(), {});
  ASSERT_TRUE(lines) << lines.error().message;
  EXPECT_EQ(lines->size(), 6u);
  const std::string jtl = content_of(paths.jtl);
  EXPECT_EQ(std::ranges::count(jtl, '\n'), 101);
  EXPECT_TRUE(read_result_json(content_of(paths.json)));
  EXPECT_TRUE(read_result_json(content_of(saved_result_path(paths.save))));
  EXPECT_THAT(content_of(paths.hgrm), HasSubstr("TotalCount"));
  EXPECT_THAT(content_of(paths.junit), HasSubstr("<testsuite"));
  EXPECT_THAT(content_of(paths.html), HasSubstr("</html>"));
  EXPECT_THAT(content_of(paths.save + "/summary.txt"), HasSubstr("# Samples"));
  const std::string samples = content_of(saved_samples_path(paths.save));
  EXPECT_EQ(std::ranges::count(samples, '\n'), 100);
  const auto again = Outputs::open({.save = paths.save}, Plan{}, names);
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error().message, HasSubstr("holds a run already"));
}

TEST(Outputs, XmlIsChosenByTheName) {
  const env::TemporaryDirectory folder;
  const std::string path = folder / "a.xml";
  auto outputs = Outputs::open({.jtl = path}, Plan{}, names);
  ASSERT_TRUE(outputs);
  (*outputs)->samples()->take(answered());
  ASSERT_TRUE((*outputs)->finish({}, {}));
  EXPECT_THAT(content_of(path), testing::StartsWith("<?xml"));
  EXPECT_THAT(content_of(path), testing::EndsWith("</sample>\n</testResults>\n"));
}

TEST(Outputs, WhatCannotBeWrittenIsToldBeforeTheRun) {
  const env::TemporaryDirectory folder;
  for (const auto& [paths, why] : std::vector<std::pair<OutputPaths, std::string>>{
           {{.jtl = folder / "no/a.jtl"}, "no/a.jtl cannot be written: No such file"},
           {{.html = folder.path()}, "cannot be written: Is a directory"}}) {
    const auto outputs = Outputs::open(paths, Plan{}, names);
    ASSERT_FALSE(outputs);
    EXPECT_EQ(outputs.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(outputs.error().message, HasSubstr(why));
  }
}

TEST(Outputs, WithoutFilesNobodyTakesSamples) {
  auto outputs = Outputs::open({}, Plan{}, names);
  ASSERT_TRUE(outputs);
  EXPECT_EQ((*outputs)->samples(), nullptr);
  EXPECT_TRUE((*outputs)->finish({}, {})->empty());
}

TEST(HtmlReport, NothingFromOutsideBecomesMarkup) {
  RunResult run = made_up_run();
  const std::string evil = "</script><script>alert(1)</script><!--\xff";
  run.plan_name = run.labels[0].label = run.shards[0].stream = evil;
  run.labels[0].errors[evil] = 1;
  run.notes.push_back(evil);
  const std::string page = html_report(run, {}, {{evil, evil}});
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page, Not(HasSubstr("<!--")));
  // The figures and the script itself.
  std::size_t ends = 0;
  for (std::size_t at = page.find("</script"); at != std::string::npos;
       at = page.find("</script", at + 1)) {
    ++ends;
  }
  EXPECT_EQ(ends, 2u);
}

TEST(HtmlReport, ALongRunHasNoMorePointsThanAScreen) {
  RunResult run = made_up_run();
  for (std::uint32_t second = 10; second < 86'400; ++second) {
    Second row = run.seconds[second % 2];
    row.second = second;
    run.seconds.push_back(row);
  }
  run.shards[0].records_each_second.resize(86'400, 1);
  EXPECT_LT(html_report(run, {}, {}).size(), 200u << 10u);
}

}  // namespace
}  // namespace weir::meter
