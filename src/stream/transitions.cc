#include "stream/transitions.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace weir::stream {
namespace {

constexpr milliseconds retry_delay{1'000};

}  // namespace

// Ends the logs of all shards that are to close, side by side, so that they share a sync. Ending a
// log that has ended already answers with where.
class Transitions::ShardEnding : public std::enable_shared_from_this<ShardEnding> {
 public:
  ShardEnding(env::EventLoop& home, Done<std::vector<commands::ClosedShard>> done)
      : home_(home), done_(std::move(done)) {}

  void start(log::LogStore& store, const StreamDescription& stream) {
    const std::vector<ShardIndex>& closing = stream.reshard->closing;
    closed_.resize(closing.size());
    waiting_ = closing.size();
    for (std::size_t place = 0; place < closing.size(); ++place) {
      closed_[place].shard = closing[place];
      const auto log = store.log(log_id_of(stream.number, closing[place]));
      log->end(home_, [self = shared_from_this(), log, place](Result<log::Offset> end) {
        self->take(place, log->bounds(), std::move(end));
      });
    }
  }

 private:
  void take(std::size_t place, const log::Bounds& bounds, Result<log::Offset> end) {
    if (end) {
      closed_[place].end = *end;
      closed_[place].last_arrival = bounds.last_arrival;
    } else {
      failure_ = std::move(end).error();
    }
    if (--waiting_ > 0) return;
    if (failure_) return done_(std::unexpected(*std::move(failure_)));
    done_(std::move(closed_));
  }

  env::EventLoop& home_;
  Done<std::vector<commands::ClosedShard>> done_;
  std::vector<commands::ClosedShard> closed_;
  std::size_t waiting_ = 0;
  std::optional<Error> failure_;
};

Transitions::Transitions(env::EventLoop& home, Catalog& catalog, log::LogStore& store,
                         const ServiceTime& time, env::Logger& logger, milliseconds transition_time)
    : home_(home),
      catalog_(catalog),
      store_(store),
      time_(time),
      logger_(logger),
      transition_time_(transition_time) {}

void Transitions::look_at(const CatalogView& view) {
  std::erase_if(under_way_, [&](const auto& entry) {
    return view.state.transitions.find(entry.first) == nullptr;
  });
  view.state.transitions.for_each([&](StreamNumber number, const DescriptionPointer& stream) {
    const auto known = under_way_.find(number);
    if (known != under_way_.end() && known->second.stream == stream) return;
    under_way_.insert_or_assign(number, UnderWay{.stream = stream, .timer = nullptr});
    // After a restart only the rest is waited for; a clock that was set back makes it no longer.
    const milliseconds passed = time_.wall_now() - stream->status_since;
    finish_after(std::clamp(transition_time_ - passed, milliseconds{0}, transition_time_), number);
  });
}

void Transitions::finish_after(milliseconds delay, StreamNumber number) {
  if (delay.count() == 0) return finish(number);
  under_way_.at(number).timer = home_.after(delay, [this, number] { finish(number); });
}

void Transitions::finish(StreamNumber number) {
  const DescriptionPointer stream = catalog_.view()->state.find(number);
  if (stream == nullptr) return;
  if (stream->reshard != nullptr) return end_shards(stream);
  CommandBody command = commands::FinishTransition{number};
  if (stream->status == StreamStatus::deleting) command = commands::RemoveStream{number};
  submit(stream, std::move(command));
}

void Transitions::end_shards(const DescriptionPointer& stream) {
  auto done = [self = weak_from_this(), stream](Result<std::vector<commands::ClosedShard>> closed) {
    const auto transitions = self.lock();
    if (!transitions) return;
    if (!closed) return transitions->finished(stream, std::unexpected(std::move(closed).error()));
    transitions->submit(
        stream, commands::FinishReshard{.stream = stream->number, .closed = *std::move(closed)});
  };
  std::make_shared<ShardEnding>(home_, std::move(done))->start(store_, *stream);
}

void Transitions::submit(const DescriptionPointer& stream, CommandBody command) {
  catalog_.submit(home_, std::move(command),
                  [self = weak_from_this(), stream](const Result<void>& outcome) {
                    if (const auto transitions = self.lock()) {
                      transitions->finished(stream, outcome);
                    }
                  });
}

void Transitions::finished(const DescriptionPointer& stream, const Result<void>& outcome) {
  if (!outcome) {
    logger_.warning("transition_failed",
                    {{"stream", stream->key.name}, {"reason", outcome.error().message}});
    const auto entry = under_way_.find(stream->number);
    if (entry == under_way_.end() || entry->second.stream != stream) return;
    return finish_after(retry_delay, stream->number);
  }
  const bool gone = stream->status == StreamStatus::deleting;
  const std::string_view event = stream->reshard != nullptr ? "stream_resharded"
                                 : gone                     ? "stream_deleted"
                                                            : "stream_active";
  logger_.info(event, {{"stream", stream->key.name}, {"number", stream->number.value}});
  if (!gone) return;
  for (const ShardDescription& shard : *stream->shards) {
    store_.remove(log_id_of(stream->number, shard.index));
  }
}

}  // namespace weir::stream
