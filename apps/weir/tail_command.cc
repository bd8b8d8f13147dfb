// weir tail: the records of all shards of a stream, as they come.

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "aws/shapes/kinesis/get_records.h"
#include "aws/shapes/kinesis/get_shard_iterator.h"
#include "commands.h"
#include "kinesis_client.h"
#include "push_tail.h"
#include "record_printer.h"
#include "server/settings.h"
#include "shard_list.h"
#include "tail_options.h"

namespace weir::app {
namespace {

using namespace aws::kinesis;

// Amazon lets a shard be read five times a second.
constexpr milliseconds poll_interval{210};

// One shard being followed.
struct Followed {
  std::string shard;
  std::string iterator;  // Empty: read to its end.
  bool caught_up = false;
};

// Asks for what is new again and again.
class PollingTail {
 public:
  PollingTail(const TailOptions& options, TailStart start, KinesisClient& client)
      : options_(options),
        start_(std::move(start)),
        client_(client),
        printer_(options.output, options.limit) {}

  // Runs until the limit, the end (without --follow) or an error; the exit status.
  int run() {
    if (const auto status = find_shards(start_)) return *status;
    while (true) {
      // By index: a shard that ends adds its children behind the others.
      for (std::size_t index = 0; index < followed_.size(); ++index) {
        if (const auto status = poll(index)) return *status;
      }
      if (!printer_.flush()) return complain("The output cannot be written.");
      if (!options_.follow && all_caught_up()) return 0;
      client_.sleep(poll_interval);
    }
  }

 private:
  // Begins to follow shards that are new.
  std::optional<int> find_shards(const TailStart& start) {
    const auto found = list_shards(client_, options_.stream);
    if (!found) return complain(found.error().text());
    for (const std::string& shard : *found) {
      if (!known_.insert(shard).second) continue;
      if (const auto status = follow(shard, start)) return status;
    }
    return std::nullopt;
  }

  std::optional<int> follow(const std::string& shard, const TailStart& start) {
    GetShardIterator::Request request;
    request.stream.name = options_.stream;
    request.shard_id = shard;
    request.shard_iterator_type = start.type;
    request.timestamp = start.timestamp;
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
      if (printer_.print(followed.shard, record)) continue;
      return printer_.flush() ? 0 : complain("The output cannot be written.");
    }
    followed.caught_up = answer->millis_behind_latest.value_or(0) == 0;
    followed.iterator = std::string(answer->next_shard_iterator.value_or(""));
    if (!followed.iterator.empty()) return std::nullopt;
    // A shard that has ended has children, which are read from their beginning.
    return find_shards({.type = "TRIM_HORIZON", .timestamp = std::nullopt});
  }

  bool all_caught_up() const {
    return std::ranges::all_of(followed_, [](const Followed& followed) {
      return followed.caught_up || followed.iterator.empty();
    });
  }

  const TailOptions& options_;
  const TailStart start_;
  KinesisClient& client_;
  RecordPrinter printer_;
  std::set<std::string> known_;
  std::vector<Followed> followed_;
};

Result<TailStart> start_of(const TailOptions& options, const World& world) {
  if (!options.since.empty()) {
    const auto age = server::parse_duration(options.since);
    if (!age) {
      return fail(ErrorCode::invalid_argument, "--since: " + age.error().message + ".");
    }
    return TailStart{.type = "AT_TIMESTAMP", .timestamp = world.clock.wall_now() - *age};
  }
  const bool is_all = options.from == "trim-horizon";
  return TailStart{.type = is_all ? "TRIM_HORIZON" : "LATEST", .timestamp = std::nullopt};
}

int tail(const TailOptions& options, World& world) {
  auto client = KinesisClient::open(options.client, world);
  if (!client) return complain(client.error().message);
  Result<TailStart> start = start_of(options, world);
  if (!start) return complain(start.error().message);
  if (options.push) return push_tail(options, *std::move(start), **client, world);
  return PollingTail(options, *std::move(start), **client).run();
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
  sub->add_flag("--push", options->push,
                "Have the records pushed: registers a consumer, and takes it away at the end");
  sub->add_option("--limit", options->limit, "Stop after this many records; 0 means never")
      ->capture_default_str();
  add_client_options(*sub, options->client);
  sub->callback([&command, options] {
    command.run = [options](World& world) { return tail(*options, world); };
  });
}

}  // namespace weir::app
