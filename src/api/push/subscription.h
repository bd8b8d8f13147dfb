// Subscription: one answer of SubscribeToShard while it goes out: a place in a shard, and whoever
// takes the next event.
//
// It holds no records: an event is made, or found (event_cache.h), when the connection asks for it.
// So a slow client costs this object and the event that it has not taken.
//
//     first message → events … → end: nothing more, or an exception, or the shard's children
//
// Threads: its loop's, except destruction.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>

#include "api/push/event_cache.h"
#include "api/push/event_loader.h"
#include "api/push/loop_subscriptions.h"
#include "api/push/push_settings.h"
#include "api/push/subscription_registry.h"
#include "aws/protocol.h"
#include "aws/service_error.h"
#include "base/done.h"
#include "base/time.h"
#include "env/event_loop.h"
#include "http/body_source.h"
#include "monitoring/collectors.h"
#include "stream/catalog.h"
#include "stream/catalog_view.h"
#include "stream/consumer.h"
#include "stream/service_time.h"

namespace weir::api::push {

// Why a subscription ends before its shard does.
enum class Ending : std::uint8_t {
  none,
  complete,    // Its time is over, or the server stops: the stream ends without a word.
  taken_over,  // By another call for the same consumer and shard.
  consumer_has_gone,
  shard_has_gone,  // With its stream, or because its records have expired.
  failed,          // Its records cannot be read.
};

// What all subscriptions work with.
struct PushParts {
  const stream::Catalog& catalog;
  const stream::ServiceTime& time;
  const PushSettings& settings;
  EventCache& cache;
  SubscriptionRegistry& registry;
  monitoring::Collectors* collectors = nullptr;  // Null: nothing is counted.
};

class Subscription : public std::enable_shared_from_this<Subscription> {
 public:
  // `parts` and `loop` must outlive it. It reads from `from` on.
  Subscription(const PushParts& parts, LoopSubscriptions& loop, env::EventLoop& home,
               stream::ConsumerPointer consumer, const stream::ShardPlace& place,
               aws::Protocol protocol, log::Offset from);

  // Begins to count as a subscription: once, when it has been entered into the registry.
  void begin();

  // For its BodySource. The next message; and that nobody asks any more.
  void next(Done<http::BodyPiece> done);
  void close();

  // Ends the answer, now or once the client has taken what it was given. The first one counts.
  void end(Ending ending);

  // For ShardTail and LoopSubscriptions.
  void on_wake();
  // Says that it is there, if anybody listens.
  void break_silence();

  struct Places {
    std::list<Subscription*>::iterator by_age;
    std::list<Subscription*>::iterator by_silence;
    MonotonicTime ends_at;
    MonotonicTime silent_since;
  };
  std::optional<Places> places;              // LoopSubscriptions'.
  std::optional<std::size_t> parking_place;  // ShardTail's.

 private:
  bool try_park();
  void go_on();
  void load();
  void take(Result<EventPointer> event);
  void end_shard();
  void give(http::BodyBytes bytes, bool is_last);
  void give_silent_event();
  void give_ending();
  aws::ServiceError ending_error() const;

  bool may_send() const;
  void wait_for_budget();
  void note_sent(std::size_t record_bytes);
  void count_event(std::size_t records, std::size_t bytes, milliseconds behind) const;
  milliseconds behind_latest() const;

  const PushParts& parts_;
  LoopSubscriptions& loop_;
  env::EventLoop& home_;
  const stream::ConsumerPointer consumer_;
  std::shared_ptr<ShardTail> tail_;  // Null once it is closed.
  const std::int64_t shard_creation_seconds_;
  const stream::ShardIndex shard_;
  const aws::Protocol protocol_;
  Ending ending_ = Ending::none;
  std::optional<aws::ServiceError> failure_{};  // Why it failed, if it is known.
  bool has_greeted_ = false;
  bool has_said_where_ = false;  // An event has gone out.
  bool is_loading_ = false;
  bool is_waiting_for_children_ = false;
  log::Offset next_;
  WallTime last_arrival_;               // Of the last record given.
  MonotonicTime budget_full_at_;        // When it may send a whole second's worth again.
  std::unique_ptr<env::Timer> budget_;  // Set while it has none.
  Done<http::BodyPiece> done_;          // Null while nothing is asked for.
};

// The answer's body. Destroyed when the client has gone, it closes the subscription.
std::unique_ptr<http::BodySource> body_of(std::shared_ptr<Subscription> subscription);

// `Another active subscription exists for this consumer: …`
std::string another_subscription_text(const stream::Consumer& consumer, WallTime stream_created,
                                      stream::ShardIndex shard);

}  // namespace weir::api::push
