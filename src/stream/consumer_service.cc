#include "stream/consumer_service.h"

#include <algorithm>
#include <utility>

#include "stream/consumer_transitions.h"
#include "stream/error_texts.h"

namespace weir::stream {

ConsumerService::ConsumerService(env::EventLoop& catalog_home, Catalog& catalog,
                                 const ServiceTime& time, env::Logger& logger,
                                 ConsumerServiceSettings settings)
    : catalog_(catalog),
      time_(time),
      settings_(settings),
      transitions_(std::make_shared<ConsumerTransitions>(catalog_home, catalog, time, logger,
                                                         settings.transition_time)) {
  catalog.on_change([listener = std::weak_ptr(transitions_)](const CatalogView& view) {
    if (const auto transitions = listener.lock()) transitions->look_at(view);
  });
}

ConsumerService::~ConsumerService() = default;

void ConsumerService::register_consumer(env::EventLoop& home, StreamKey stream, std::string name,
                                        Tags tags, Done<ConsumerPointer> done) {
  std::ranges::sort(tags);
  commands::RegisterConsumer command{
      .key = stream,
      .name = name,
      .tags = std::move(tags),
      .consumers_max = consumers_max(catalog_.view(home).state, stream),
      .creating_max = settings_.creating_max};
  catalog_.submit(home, std::move(command),
                  [this, &home, stream = std::move(stream), name = std::move(name),
                   done = std::move(done)](Result<void> begun) mutable {
                    if (!begun) return done(std::unexpected(std::move(begun).error()));
                    answer_registered(home, stream, name, std::move(done));
                  });
}

// Whether the account has the advantage is looked at when the call comes, like its other limits.
std::uint32_t ConsumerService::consumers_max(const CatalogState& state,
                                             const StreamKey& stream) const {
  const DescriptionPointer of = state.find(stream);
  if (of == nullptr || of->mode != StreamMode::on_demand) return settings_.consumers_max;
  const BillingCommitment* const commitment =
      state.commitments.find(Scope{stream.account_id, stream.region});
  const bool has_advantage =
      commitment != nullptr && commitment->status(time_.wall_now()) != CommitmentStatus::disabled;
  return has_advantage ? settings_.advantage_consumers_max : settings_.consumers_max;
}

void ConsumerService::answer_registered(env::EventLoop& home, const StreamKey& stream,
                                        const std::string& name, Done<ConsumerPointer> done) {
  const CatalogState& state = catalog_.view(home).state;
  const DescriptionPointer of = state.find(stream);
  const ConsumerPointer consumer = of ? state.find_consumer({of->number, name}) : nullptr;
  // Somebody was quick to deregister it.
  if (consumer == nullptr) return done(consumer_not_found(stream, name));
  wait_while(ConsumerStatus::creating, home, consumer,
             [consumer, done = std::move(done)]() mutable { done(consumer); });
}

void ConsumerService::deregister_consumer(env::EventLoop& home, StreamKey stream, std::string name,
                                          std::optional<std::int64_t> creation_seconds,
                                          Done<void> done) {
  commands::DeregisterConsumer command{
      .key = stream, .name = name, .creation_seconds = creation_seconds};
  catalog_.submit(home, std::move(command),
                  [this, &home, stream = std::move(stream), name = std::move(name),
                   done = std::move(done)](Result<void> begun) mutable {
                    if (!begun) return done(std::move(begun));
                    const CatalogState& state = catalog_.view(home).state;
                    const DescriptionPointer of = state.find(stream);
                    const ConsumerPointer consumer =
                        of ? state.find_consumer({of->number, name}) : nullptr;
                    if (consumer == nullptr) return done({});
                    wait_while(ConsumerStatus::deleting, home, consumer,
                               [done = std::move(done)]() mutable { done({}); });
                  });
}

// Without a transition time the work is done when the caller hears of it: a client that goes on at
// once finds its consumer ACTIVE, or gone.
void ConsumerService::wait_while(ConsumerStatus status, env::EventLoop& home,
                                 const ConsumerPointer& consumer, Task then) {
  const ConsumerPointer now = catalog_.view(home).state.find_consumer(consumer->key);
  const bool is_waited_for = settings_.transition_time == milliseconds(0) && now != nullptr &&
                             now->number == consumer->number && now->status == status;
  if (!is_waited_for) return then();
  catalog_.wait_for_change(home, [this, status, &home, consumer,
                                  then = std::move(then)](const Result<void>& changed) mutable {
    // The catalog has stopped: what was asked for is durable, and goes on after a restart.
    if (!changed) return then();
    wait_while(status, home, consumer, std::move(then));
  });
}

}  // namespace weir::stream
