// weir tail: the records of all shards of a stream, as they come.

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "aws/shapes/kinesis/get_records.h"
#include "aws/shapes/kinesis/get_shard_iterator.h"
#include "aws/shapes/kinesis/list_shards.h"
#include "client_options.h"
#include "codec/json_writer.h"
#include "codec/utf8.h"
#include "commands.h"
#include "kinesis_client.h"
#include "pretty_json.h"
#include "server/settings.h"

namespace weir::app {
namespace {

using namespace aws::kinesis;

// Amazon lets a shard be read five times a second.
constexpr milliseconds poll_interval{210};

struct TailOptions {
  ClientOptions client;
  std::string stream;
  std::string from = "latest";
  std::string since;
  std::string output = "pretty";
  bool follow = true;
  std::uint64_t limit = 0;  // 0: none.
};

std::string time_text(WallTime time) {
  return fmt::format("{:%FT%T}.{:03}Z", fmt::gmtime(static_cast<std::time_t>(time.whole_seconds())),
                     time.ms % 1000);
}

void print_pretty(const std::string& shard, const Record& record) {
  const std::string_view data = text_of(record.data);
  fmt::print(
      "# {} {} {} {}\n", shard, std::string_view(record.sequence_number),
      record.approximate_arrival_timestamp ? time_text(*record.approximate_arrival_timestamp) : "",
      record.partition_key.value_or(""));
  if (const auto pretty = pretty_json(std::string(data))) {
    fmt::print("{}\n", *pretty);
  } else {
    fmt::print("{}\n", data);
  }
}

// One line a record; data that is no text comes in base64, as "DataBase64".
void print_json(const std::string& shard, const Record& record) {
  std::string line;
  codec::JsonWriter writer(line);
  writer.begin_object();
  writer.key("ShardId");
  writer.text(shard);
  writer.key("SequenceNumber");
  writer.text(std::string_view(record.sequence_number));
  if (record.approximate_arrival_timestamp) {
    writer.key("ApproximateArrivalTimestamp");
    writer.timestamp(*record.approximate_arrival_timestamp);
  }
  writer.key("PartitionKey");
  writer.text(record.partition_key.value_or(""));
  if (codec::is_utf8(text_of(record.data))) {
    writer.key("Data");
    writer.text(text_of(record.data));
  } else {
    writer.key("DataBase64");
    writer.base64(record.data);
  }
  writer.end_object();
  fmt::print("{}\n", line);
}

// One shard being followed.
struct Followed {
  std::string shard;
  std::string iterator;  // Empty: read to its end.
  bool caught_up = false;
};

class Tail {
 public:
  Tail(const TailOptions& options, KinesisClient& client, World& world)
      : options_(options), client_(client), world_(world) {}

  // Runs until the limit, the end (without --follow) or an error; the exit status.
  int run() {
    if (const auto status = start()) return *status;
    while (true) {
      // By index: a shard that ends adds its children behind the others.
      for (std::size_t index = 0; index < followed_.size(); ++index) {
        if (const auto status = poll(index)) return *status;
      }
      std::fflush(stdout);
      if (!options_.follow && all_caught_up()) return 0;
      client_.sleep(poll_interval);
    }
  }

 private:
  std::optional<int> start() {
    if (!options_.since.empty()) {
      const auto age = server::parse_duration(options_.since);
      if (!age) return complain("--since: " + age.error().message + ".");
      since_ = world_.clock.wall_now() - *age;
    }
    return find_shards(true);
  }

  // Begins to follow shards that are new. Those found later are read from their beginning.
  std::optional<int> find_shards(bool first) {
    std::string token;
    do {
      ListShards::Request request;
      if (token.empty()) {
        request.stream.name = options_.stream;
      } else {
        request.next_token = token;
      }
      const auto answer = client_.call<ListShards>(request);
      if (!answer) return complain(answer.error().text());
      std::vector<std::string> found;
      for (const Shard& shard : answer->shards)
        found.emplace_back(std::string_view(shard.shard_id));
      token = answer->next_token.value_or("");
      for (const std::string& shard : found) {
        if (!known_.insert(shard).second) continue;
        if (const auto status = follow(shard, first)) return status;
      }
    } while (!token.empty());
    return std::nullopt;
  }

  std::optional<int> follow(const std::string& shard, bool first) {
    GetShardIterator::Request request;
    request.stream.name = options_.stream;
    request.shard_id = shard;
    if (!first || options_.from == "trim-horizon") {
      request.shard_iterator_type = "TRIM_HORIZON";
    } else {
      request.shard_iterator_type = "LATEST";
    }
    if (first && since_) {
      request.shard_iterator_type = "AT_TIMESTAMP";
      request.timestamp = *since_;
    }
    const auto answer = client_.call<GetShardIterator>(request);
    if (!answer) return complain(answer.error().text());
    followed_.push_back(
        {.shard = shard, .iterator = std::string(answer->shard_iterator), .caught_up = false});
    return std::nullopt;
  }

  std::optional<int> poll(std::size_t index) {
    Followed& followed = followed_[index];
    if (followed.iterator.empty()) return std::nullopt;
    GetRecords::Request request;
    request.shard_iterator = followed.iterator;
    const auto answer = client_.call<GetRecords>(request);
    if (!answer) {
      if (answer.error().retryable) return std::nullopt;
      return complain(answer.error().text());
    }
    for (const Record& record : answer->records) {
      print(followed.shard, record);
      if (options_.limit != 0 && ++printed_ == options_.limit) {
        std::fflush(stdout);
        return 0;
      }
    }
    followed.caught_up = answer->millis_behind_latest.value_or(0) == 0;
    followed.iterator = std::string(answer->next_shard_iterator.value_or(""));
    // A shard that has ended has children.
    return followed.iterator.empty() ? find_shards(false) : std::nullopt;
  }

  void print(const std::string& shard, const Record& record) {
    if (options_.output == "raw") {
      std::fwrite(record.data.data(), 1, record.data.size(), stdout);
      std::fputc('\n', stdout);
    } else if (options_.output == "json") {
      print_json(shard, record);
    } else {
      print_pretty(shard, record);
    }
  }

  bool all_caught_up() const {
    return std::ranges::all_of(followed_, [](const Followed& followed) {
      return followed.caught_up || followed.iterator.empty();
    });
  }

  const TailOptions& options_;
  KinesisClient& client_;
  World& world_;
  std::optional<WallTime> since_;
  std::set<std::string> known_;
  std::vector<Followed> followed_;
  std::uint64_t printed_ = 0;
};

int tail(const TailOptions& options, World& world) {
  auto client = KinesisClient::open(options.client, world);
  if (!client) return complain(client.error().message);
  return Tail(options, **client, world).run();
}

}  // namespace

void add_tail(CLI::App& app, Command& command) {
  CLI::App* sub = app.add_subcommand("tail", "Print the records of a stream as they come");
  auto options = std::make_shared<TailOptions>();
  sub->add_option("stream", options->stream, "The stream's name")->required();
  sub->add_option("--from", options->from, "Where to begin: latest or trim-horizon (the oldest)")
      ->check(CLI::IsMember({"latest", "trim-horizon"}))
      ->capture_default_str();
  sub->add_option("--since", options->since,
                  "Begin with records that arrived this long ago: 10m, 2h, …");
  sub->add_option("--output", options->output,
                  "pretty (JSON data indented, with a line about each record), json (one line a "
                  "record, for machines) or raw (the data alone)")
      ->check(CLI::IsMember({"pretty", "json", "raw"}))
      ->capture_default_str();
  sub->add_flag(
      "--raw", [options](std::int64_t) { options->output = "raw"; }, "The same as --output raw");
  sub->add_flag("!--no-follow", options->follow, "Stop at the end instead of waiting for more");
  sub->add_option("--limit", options->limit, "Stop after this many records; 0 means never")
      ->capture_default_str();
  add_client_options(*sub, options->client);
  sub->callback([&command, options] {
    command.run = [options](World& world) { return tail(*options, world); };
  });
}

}  // namespace weir::app
