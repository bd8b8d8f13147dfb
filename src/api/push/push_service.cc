#include "api/push/push_service.h"

#include "stream/error_texts.h"

namespace weir::api::push {
namespace {

bool is_active(const stream::CatalogState& state, const stream::Consumer& consumer) {
  const stream::ConsumerPointer now = state.find_consumer(consumer.key);
  return now != nullptr && now->number == consumer.number &&
         now->status == stream::ConsumerStatus::active;
}

}  // namespace

// Looks at the consumers that have subscriptions whenever any consumer changes.
class PushService::Watch : public std::enable_shared_from_this<Watch> {
 public:
  Watch(env::EventLoop& home, const stream::Catalog& catalog, SubscriptionRegistry& registry)
      : home_(home), catalog_(catalog), registry_(registry) {}

  void look() {
    const stream::CatalogState& state = catalog_.view(home_).state;
    if (!state.consumers.is_same_as(seen_)) {
      seen_ = state.consumers;
      for (const stream::ConsumerPointer& consumer : registry_.consumers()) {
        if (is_active(state, *consumer)) continue;
        registry_.end_consumer(consumer->number, Ending::consumer_has_gone);
      }
    }
    catalog_.wait_for_change(home_, [self = weak_from_this()](const Result<void>& changed) {
      const auto alive = self.lock();
      if (alive && changed) alive->look();
    });
  }

 private:
  env::EventLoop& home_;
  const stream::Catalog& catalog_;
  SubscriptionRegistry& registry_;
  stream::PersistentMap<stream::ConsumerKey, stream::ConsumerPointer> seen_;
};

PushService::PushService(std::size_t loops, const stream::Catalog& catalog,
                         const stream::ServiceTime& time, const PushSettings& settings,
                         monitoring::Collectors* collectors)
    : catalog_(catalog),
      time_(time),
      settings_(settings),
      cache_(time, settings_),
      registry_(settings_.takeover_after),
      parts_{.catalog = catalog,
             .time = time,
             .settings = settings_,
             .cache = cache_,
             .registry = registry_,
             .collectors = collectors} {
  for (std::size_t index = 0; index < loops; ++index) {
    loops_.push_back(std::make_unique<LoopSubscriptions>(time, settings_, cache_));
  }
}

PushService::~PushService() = default;

void PushService::watch(env::EventLoop& home) {
  watch_ = std::make_shared<Watch>(home, catalog_, registry_);
  watch_->look();
}

Result<std::unique_ptr<http::BodySource>> PushService::subscribe(env::EventLoop& home,
                                                                 const NewSubscription& what) {
  const stream::ShardIndex shard = what.place.shard->description.index;
  const auto subscription = std::make_shared<Subscription>(
      parts_, *loops_[home.index()], home, what.consumer, what.place, what.protocol, what.from);
  std::unique_ptr<http::BodySource> body = body_of(subscription);
  if (!registry_.enter(what.consumer, shard, time_.monotonic_now(), home, subscription)) {
    return fail(
        ErrorCode::in_use,
        another_subscription_text(*what.consumer, what.place.stream->description->created, shard));
  }
  // It may have gone before it was entered; if it goes from now on, the watch sees it.
  if (!is_active(catalog_.view(home).state, *what.consumer)) {
    return stream::consumer_not_found(what.consumer->stream, what.consumer->key.name);
  }
  subscription->begin();
  return body;
}

}  // namespace weir::api::push
