#include "push_tail.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "record_printer.h"
#include "shard_list.h"
#include "shard_subscription.h"
#include "stop_signals.h"
#include "tail_consumer.h"

namespace weir::app {
namespace {

using aws::kinesis::ChildShard;
using aws::kinesis::SubscribeToShardEvent;

// More shards than one `weir tail` can follow.
constexpr std::size_t connections_max = 1'000;

class PushTail final : public ShardListener {
 public:
  PushTail(const TailOptions& options, KinesisClient& client, const std::string& consumer_arn)
      : options_(options),
        client_(client),
        consumer_arn_(consumer_arn),
        printer_(options.output, options.limit),
        streams_(client.streaming_client(connections_max)) {}

  // Follows these shards until the limit, the end (without --follow), an error, or a stop of the
  // loop that `is_stopped` tells of; the exit status.
  int run(const std::vector<std::string>& shards, const TailStart& start, const bool& is_stopped) {
    for (const std::string& shard : shards) follow(shard, start);
    while (!status_ && !is_stopped) client_.transport().run();
    return status_.value_or(0);
  }

  bool on_event(const std::string& shard, const SubscribeToShardEvent& event) override {
    if (status_) return false;  // Of the same batch as the last one.
    Followed& followed = followed_.at(shard);
    for (const aws::kinesis::Record& record : event.records) {
      if (!printer_.print(shard, record)) return end(printer_.flush());
    }
    if (!printer_.flush()) return end(false);
    if (event.child_shards) note_children(*event.child_shards);
    followed.is_done = event.millis_behind_latest == 0 || followed.subscription->has_ended();
    return options_.follow || !are_all_done() || end(true);
  }

  void on_failure(const std::string& sentence) override {
    if (!status_) stop(complain(sentence));
  }

 private:
  struct Followed {
    std::unique_ptr<ShardSubscription> subscription;
    bool is_done = false;  // Nothing is left that was there when it began.
  };

  bool are_all_done() const {
    return std::ranges::all_of(followed_, [](const auto& entry) { return entry.second.is_done; });
  }

  void follow(const std::string& shard, const TailStart& start) {
    followed_[shard].subscription =
        std::make_unique<ShardSubscription>(*this, client_, *streams_, consumer_arn_, shard, start);
  }

  // A child begins when all its parents have been read: its records are younger than theirs.
  void note_children(const std::vector<ChildShard>& children) {
    for (const ChildShard& child : children) {
      const std::string id{std::string_view(child.shard_id)};
      if (followed_.contains(id)) continue;
      const auto is_read = [this](const auto& parent) {
        const auto found = followed_.find(std::string(std::string_view(parent)));
        return found == followed_.end() || found->second.subscription->has_ended();
      };
      if (!std::ranges::all_of(child.parent_shards, is_read)) continue;
      follow(id, {.type = "TRIM_HORIZON", .timestamp = std::nullopt});
    }
  }

  void stop(int status) {
    status_ = status;
    client_.transport().stop();
  }

  // False, as whoever ends says.
  bool end(bool was_written) {
    stop(was_written ? 0 : complain("The output cannot be written."));
    return false;
  }

  const TailOptions& options_;
  KinesisClient& client_;
  const std::string& consumer_arn_;
  RecordPrinter printer_;
  std::optional<int> status_;
  const std::unique_ptr<http::Client> streams_;
  std::map<std::string, Followed> followed_;  // Destroyed before the client of their answers.
};

}  // namespace

int push_tail(const TailOptions& options, const TailStart& start, KinesisClient& client,
              World& world) {
  // Watched from before there is a consumer until it has gone.
  bool is_stopped = false;
  const StopSignals signals([&] {
    client.transport().loop().post([&] {
      is_stopped = true;
      client.transport().stop();
    });
  });
  TailConsumer consumer(client);
  if (const auto begun = consumer.begin(options.stream, world); !begun) {
    return complain(begun.error().text());
  }
  const auto shards = list_shards(client, options.stream);
  if (!shards) return complain(shards.error().text());
  PushTail tail(options, client, consumer.arn());
  return tail.run(*shards, start, is_stopped);
}

}  // namespace weir::app
