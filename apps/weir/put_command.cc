// weir put: records from a file or standard input into a stream, one a line or the whole file as
// one.

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "aws/shapes/kinesis/put_records.h"
#include "client_options.h"
#include "commands.h"
#include "kinesis_client.h"
#include "line_reader.h"
#include "text_file.h"

namespace weir::app {
namespace {

using aws::kinesis::PutRecords;

constexpr std::size_t batch_records_max = 500;
constexpr std::size_t batch_bytes_max = 4u
                                        << 20;  // Below Amazon's former 5 MiB, which others keep.

struct PutOptions {
  ClientOptions client;
  std::string stream;
  std::string file = "-";
  std::string partition_key;
  bool whole = false;
  bool quiet = false;
};

struct Line {
  std::string partition_key;
  std::string data;
};

// Collects records into PutRecords calls and repeats those that are refused for a moment.
class Putter {
 public:
  Putter(const PutOptions& options, KinesisClient& client, World& world)
      : options_(options), client_(client), world_(world) {}

  // False after an error, which has been told.
  bool add(std::string data) {
    if (waiting_.size() == batch_records_max || waiting_bytes_ + data.size() > batch_bytes_max) {
      if (!flush()) return false;
    }
    waiting_bytes_ += data.size();
    waiting_.push_back({.partition_key = next_key(), .data = std::move(data)});
    return true;
  }

  bool flush() {
    milliseconds pause{50};
    while (!waiting_.empty()) {
      if (!send_once()) return false;
      if (waiting_.empty()) break;
      client_.sleep(pause);
      pause = std::min(pause * 2, milliseconds(2'000));
    }
    waiting_bytes_ = 0;
    return true;
  }

  std::uint64_t acknowledged() const { return acknowledged_; }

 private:
  std::string next_key() {
    return options_.partition_key.empty() ? fmt::format("{:016x}", world_.random.next())
                                          : options_.partition_key;
  }

  // Sends what waits; leaves those records that may be sent again.
  bool send_once() {
    PutRecords::Request request;
    request.stream.name = options_.stream;
    auto& records = request.records.emplace();
    for (const Line& line : waiting_) {
      auto& record = records.emplace_back();
      record.partition_key = line.partition_key;
      record.data = bytes_of(line.data);
    }
    const auto answer = client_.call<PutRecords>(request);
    if (!answer) {
      if (answer.error().retryable) return true;
      complain(answer.error().text());
      return false;
    }
    keep_refused(*answer);
    return true;
  }

  void keep_refused(const PutRecords::Response& answer) {
    std::vector<Line> refused;
    for (std::size_t index = 0; index < waiting_.size(); ++index) {
      const auto& result = answer.records[index];
      if (result.error_code) {
        refused.push_back(std::move(waiting_[index]));
        continue;
      }
      ++acknowledged_;
      if (!options_.quiet) {
        fmt::print("{} {}\n", std::string_view(*result.shard_id),
                   std::string_view(*result.sequence_number));
      }
    }
    waiting_ = std::move(refused);
  }

  const PutOptions& options_;
  KinesisClient& client_;
  World& world_;
  std::vector<Line> waiting_;
  std::size_t waiting_bytes_ = 0;
  std::uint64_t acknowledged_ = 0;
};

bool put_lines(const PutOptions& options, Putter& putter) {
  auto lines = LineReader::open(options.file);
  if (!lines) return complain(lines.error().message) == 0;
  while (auto line = lines->next()) {
    if (line->empty()) continue;
    if (!putter.add(*std::move(line))) return false;
  }
  return putter.flush();
}

bool put_whole(const PutOptions& options, Putter& putter) {
  auto text = read_text_file(options.file);
  if (!text) return complain(text.error().message) == 0;
  return putter.add(*std::move(text)) && putter.flush();
}

int put(const PutOptions& options, World& world) {
  auto client = KinesisClient::open(options.client, world);
  if (!client) return complain(client.error().message);
  Putter putter(options, **client, world);
  const bool done = options.whole ? put_whole(options, putter) : put_lines(options, putter);
  std::fflush(stdout);
  fmt::print(stderr, "{} records acknowledged\n", putter.acknowledged());
  return done ? 0 : 1;
}

}  // namespace

void add_put(CLI::App& app, Command& command) {
  CLI::App* sub = app.add_subcommand("put", "Put records into a stream, one a line");
  auto options = std::make_shared<PutOptions>();
  sub->add_option("stream", options->stream, "The stream's name")->required();
  sub->add_option("file", options->file, "Where the records are; - is standard input")
      ->capture_default_str();
  sub->add_option("--partition-key", options->partition_key,
                  "The partition key of all records. Default: a random one for each.");
  sub->add_flag("--whole", options->whole, "Put the whole file as one record");
  sub->add_flag("--quiet", options->quiet, "Do not print where each record went");
  add_client_options(*sub, options->client);
  sub->footer(
      "Prints the shard id and sequence number of each record. Records that are refused because a\n"
      "shard is over its rate are sent again. Empty lines are skipped. For example:\n"
      "  seq 100 | weir put orders\n"
      "  weir put orders events.ndjson --partition-key customer-7");
  sub->callback([&command, options] {
    command.run = [options](World& world) { return put(*options, world); };
  });
}

}  // namespace weir::app
