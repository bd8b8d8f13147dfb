#include "api/push/subscription_registry.h"

#include "api/push/subscription.h"

namespace weir::api::push {

void SubscriptionRegistry::end(const Entry& entry, Ending ending) {
  entry.home->post([subscription = entry.subscription, ending] {
    if (const auto alive = subscription.lock()) alive->end(ending);
  });
}

bool SubscriptionRegistry::enter(const stream::ConsumerPointer& consumer, stream::ShardIndex shard,
                                 MonotonicTime now, env::EventLoop& home,
                                 const std::shared_ptr<Subscription>& subscription) {
  const SubscriptionKey key{consumer->number, shard};
  const MutexLock lock(mutex_);
  forget_old(now);
  const auto [found, is_new] = entries_.try_emplace(key);
  Entry& entry = found->second;
  if (!is_new && now - entry.began < takeover_after_) return false;
  if (entry.active != nullptr) {
    end(entry, Ending::taken_over);
    --active_;
  }
  entry = {.began = now,
           .home = &home,
           .consumer = consumer,
           .active = subscription.get(),
           .subscription = subscription};
  ++active_;
  calls_.emplace_back(now, key);
  return true;
}

void SubscriptionRegistry::leave(const SubscriptionKey& key, const Subscription& subscription) {
  const MutexLock lock(mutex_);
  const auto found = entries_.find(key);
  if (found == entries_.end() || found->second.active != &subscription) return;
  found->second.active = nullptr;
  found->second.subscription.reset();
  --active_;
  // Its last call has been forgotten already: there is nobody else to take it out.
  if (calls_.empty() || found->second.began < calls_.front().first) entries_.erase(found);
}

void SubscriptionRegistry::forget_old(MonotonicTime now) {
  mutex_.assert_held();
  while (!calls_.empty() && now - calls_.front().first >= takeover_after_) {
    const auto found = entries_.find(calls_.front().second);
    const bool is_of_this_call =
        found != entries_.end() && found->second.began == calls_.front().first;
    if (is_of_this_call && found->second.active == nullptr) entries_.erase(found);
    calls_.pop_front();
  }
}

std::vector<stream::ConsumerPointer> SubscriptionRegistry::consumers() const {
  const MutexLock lock(mutex_);
  std::vector<stream::ConsumerPointer> found;
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    const stream::ConsumerNumber number = entry->first.consumer;
    found.push_back(entry->second.consumer);
    entry = entries_.lower_bound({{number.value + 1}, {}});
  }
  return found;
}

void SubscriptionRegistry::end_consumer(stream::ConsumerNumber consumer, Ending ending) {
  const MutexLock lock(mutex_);
  for (auto entry = entries_.lower_bound({consumer, {}});
       entry != entries_.end() && entry->first.consumer == consumer; ++entry) {
    if (entry->second.active != nullptr) end(entry->second, ending);
  }
}

std::size_t SubscriptionRegistry::size() const {
  const MutexLock lock(mutex_);
  return active_;
}

}  // namespace weir::api::push
