#include "stream/retention.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "stream/shard_reader.h"

namespace weir::stream {

class RetentionSweeper::Sweep : public std::enable_shared_from_this<Sweep> {
 public:
  Sweep(env::EventLoop& loop, Catalog& catalog, log::LogStore& store, const ServiceTime& time,
        env::Logger& logger, RetentionSettings settings)
      : loop_(loop),
        catalog_(catalog),
        store_(store),
        time_(time),
        logger_(logger),
        settings_(settings) {}

  void start_later() {
    timer_ = loop_.after(settings_.interval, [this] { start(); });
  }

 private:
  // Shards looked at before other work of the loop gets its turn.
  static constexpr std::size_t shards_per_turn = 512;

  void start();
  void go_on();
  void finish();
  ShardPlace next_shard();
  void look_at(const ShardPlace& place);
  void trim(const ShardPlace& place, log::Offset below);
  void forget_if_expired(const ShardPlace& place, const log::Bounds& bounds);
  void forget(StreamNumber stream, std::vector<ShardIndex> shards);
  void one_done(const Result<void>& outcome);

  env::EventLoop& loop_;
  Catalog& catalog_;
  log::LogStore& store_;
  const ServiceTime& time_;
  env::Logger& logger_;
  const RetentionSettings settings_;
  std::unique_ptr<env::Timer> timer_;
  std::vector<StreamNumber> streams_;  // Still to be looked at.
  StreamPointer stream_;               // The one that is being looked at, and its next shard.
  std::size_t next_shard_ = 0;
  std::vector<ShardIndex> expired_;  // Closed shards of stream_ that have nothing left.
  std::size_t under_way_ = 0;        // Shards that wait for their log, and turns that are posted.
  std::size_t failures_ = 0;         // In this sweep.
};

RetentionSweeper::RetentionSweeper(env::EventLoop& loop, Catalog& catalog, log::LogStore& store,
                                   const ServiceTime& time, env::Logger& logger,
                                   RetentionSettings settings)
    : sweep_(std::make_shared<Sweep>(loop, catalog, store, time, logger, settings)) {}

RetentionSweeper::~RetentionSweeper() = default;

void RetentionSweeper::start() { sweep_->start_later(); }

void RetentionSweeper::Sweep::start() {
  failures_ = 0;
  catalog_.view(loop_).state.streams_by_number.for_each(
      [&](StreamNumber number, const DescriptionPointer&) { streams_.push_back(number); });
  go_on();
}

// Keeps `shards_at_once` shards under way until there are none left.
void RetentionSweeper::Sweep::go_on() {
  for (std::size_t count = 0; count < shards_per_turn; ++count) {
    if (under_way_ >= settings_.shards_at_once) return;
    const ShardPlace place = next_shard();
    if (place.shard == nullptr) return finish();
    look_at(place);
  }
  ++under_way_;
  loop_.post([weak = weak_from_this()] {
    if (const auto sweep = weak.lock()) sweep->one_done({});
  });
}

void RetentionSweeper::Sweep::finish() {
  if (under_way_ > 0) return;
  if (failures_ > 0) logger_.warning("retention_sweep_failed", {{"shards", failures_}});
  start_later();
}

// The next shard of all streams; none when all have been looked at.
ShardPlace RetentionSweeper::Sweep::next_shard() {
  while (stream_ == nullptr || next_shard_ == stream_->shards->all().size()) {
    if (!expired_.empty()) forget(stream_->description->number, std::exchange(expired_, {}));
    stream_ = nullptr;
    next_shard_ = 0;
    if (streams_.empty()) return {};
    stream_ = catalog_.view(loop_).find_stream(streams_.back());
    streams_.pop_back();
  }
  return {.stream = stream_, .shard = stream_->shards->all()[next_shard_++]};
}

void RetentionSweeper::Sweep::look_at(const ShardPlace& place) {
  log::ShardLog& log = *place.shard->log;
  const log::Bounds bounds = log.bounds();
  if (bounds.trim_horizon >= bounds.end.value_or(bounds.tail)) {
    return forget_if_expired(place, bounds);
  }
  const WallTime expiry = expiry_time(*place.stream->description, log, time_);
  ++under_way_;
  log.find(loop_, expiry, [weak = weak_from_this(), place](Result<log::Offset> found) {
    const auto sweep = weak.lock();
    if (!sweep) return;
    if (!found) return sweep->one_done(std::unexpected(std::move(found).error()));
    sweep->trim(place, *found);
  });
}

void RetentionSweeper::Sweep::trim(const ShardPlace& place, log::Offset below) {
  log::ShardLog& log = *place.shard->log;
  const log::Bounds bounds = log.bounds();
  // The end marker stays: it is what says that the shard has ended.
  below = std::min(below, bounds.end.value_or(bounds.tail));
  if (below <= bounds.trim_horizon) return one_done({});
  log.trim(loop_, below, [weak = weak_from_this(), place](const Result<void>& trimmed) {
    if (const auto sweep = weak.lock()) sweep->one_done(trimmed);
  });
}

void RetentionSweeper::Sweep::forget_if_expired(const ShardPlace& place,
                                                const log::Bounds& bounds) {
  const ShardDescription& shard = place.shard->description;
  if (shard.is_open() || !bounds.end) return;
  // An empty shard too is listed for as long as a record that it might have had.
  const WallTime expiry = expiry_time(*place.stream->description, *place.shard->log, time_);
  if (shard.end->children_begin() <= expiry) expired_.push_back(shard.index);
}

void RetentionSweeper::Sweep::forget(StreamNumber stream, std::vector<ShardIndex> shards) {
  ++under_way_;
  commands::ForgetShards command{.stream = stream, .shards = shards};
  catalog_.submit(
      loop_, std::move(command),
      [weak = weak_from_this(), stream, shards = std::move(shards)](const Result<void>& outcome) {
        const auto sweep = weak.lock();
        if (!sweep) return;
        for (const ShardIndex shard : shards) {
          if (outcome) sweep->store_.remove(log_id_of(stream, shard));
        }
        sweep->one_done(outcome);
      });
}

void RetentionSweeper::Sweep::one_done(const Result<void>& outcome) {
  --under_way_;
  // A log that is gone has nothing left to trim.
  if (!outcome && outcome.error().code != ErrorCode::not_found) ++failures_;
  go_on();
}

}  // namespace weir::stream
