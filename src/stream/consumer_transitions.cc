#include "stream/consumer_transitions.h"

#include <algorithm>
#include <utility>

namespace weir::stream {
namespace {

constexpr milliseconds retry_delay{1'000};

}  // namespace

ConsumerTransitions::ConsumerTransitions(env::EventLoop& home, Catalog& catalog,
                                         const ServiceTime& time, env::Logger& logger,
                                         milliseconds transition_time)
    : home_(home),
      catalog_(catalog),
      time_(time),
      logger_(logger),
      transition_time_(transition_time) {}

void ConsumerTransitions::look_at(const CatalogView& view) {
  const auto& transitions = view.state.consumer_transitions;
  std::erase_if(under_way_,
                [&](const auto& entry) { return transitions.find(entry.first) == nullptr; });
  transitions.for_each([&](const ConsumerKey& key, const ConsumerPointer& consumer) {
    const auto known = under_way_.find(key);
    if (known != under_way_.end() && known->second.consumer == consumer) return;
    under_way_.insert_or_assign(key, UnderWay{.consumer = consumer, .timer = nullptr});
    // After a restart only the rest is waited for; a clock that was set back makes it no longer.
    const milliseconds passed = time_.wall_now() - consumer->status_since;
    finish_after(std::clamp(transition_time_ - passed, milliseconds{0}, transition_time_), key);
  });
}

void ConsumerTransitions::finish_after(milliseconds delay, const ConsumerKey& key) {
  UnderWay& under_way = under_way_.at(key);
  if (delay.count() == 0) return finish(under_way.consumer);
  under_way.timer = home_.after(delay, [this, consumer = under_way.consumer] { finish(consumer); });
}

void ConsumerTransitions::finish(const ConsumerPointer& consumer) {
  catalog_.submit(home_,
                  commands::FinishConsumer{.stream = consumer->key.stream,
                                           .name = consumer->key.name,
                                           .number = consumer->number.value},
                  [self = weak_from_this(), consumer](const Result<void>& outcome) {
                    if (const auto transitions = self.lock()) {
                      transitions->finished(consumer, outcome);
                    }
                  });
}

void ConsumerTransitions::finished(const ConsumerPointer& consumer, const Result<void>& outcome) {
  if (outcome) {
    const bool gone = consumer->status == ConsumerStatus::deleting;
    logger_.info(gone ? "consumer_deregistered" : "consumer_active",
                 {{"consumer", consumer->key.name}, {"stream", consumer->key.stream.value}});
    return;
  }
  logger_.warning("consumer_transition_failed",
                  {{"consumer", consumer->key.name}, {"reason", outcome.error().message}});
  const auto entry = under_way_.find(consumer->key);
  if (entry == under_way_.end() || entry->second.consumer != consumer) return;
  finish_after(retry_delay, consumer->key);
}

}  // namespace weir::stream
