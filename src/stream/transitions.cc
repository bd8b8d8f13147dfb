#include "stream/transitions.h"

#include <algorithm>
#include <utility>

namespace weir::stream {
namespace {

constexpr milliseconds retry_delay{1'000};

}  // namespace

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
    if (known != under_way_.end() && known->second.status == stream->status) return;
    under_way_.insert_or_assign(number, UnderWay{.status = stream->status, .timer = nullptr});
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
  CommandBody command = commands::FinishTransition{number};
  if (stream->status == StreamStatus::deleting) command = commands::RemoveStream{number};
  catalog_.submit(home_, std::move(command),
                  [self = weak_from_this(), stream](const Result<void>& outcome) {
                    if (const auto transitions = self.lock()) {
                      transitions->finished(*stream, outcome);
                    }
                  });
}

void Transitions::finished(const StreamDescription& stream, const Result<void>& outcome) {
  if (!outcome) {
    logger_.warning("transition_failed",
                    {{"stream", stream.key.name}, {"reason", outcome.error().message}});
    const auto entry = under_way_.find(stream.number);
    if (entry == under_way_.end() || entry->second.status != stream.status) return;
    return finish_after(retry_delay, stream.number);
  }
  const bool gone = stream.status == StreamStatus::deleting;
  logger_.info(gone ? "stream_deleted" : "stream_active",
               {{"stream", stream.key.name}, {"number", stream.number.value}});
  if (!gone) return;
  for (const ShardDescription& shard : *stream.shards) {
    store_.remove(log_id_of(stream.number, shard.index));
  }
}

}  // namespace weir::stream
