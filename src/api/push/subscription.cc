#include "api/push/subscription.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "api/shard_shape.h"
#include "base/check.h"
#include "stream/error_texts.h"

namespace weir::api::push {

Subscription::Subscription(const PushParts& parts, LoopSubscriptions& loop, env::EventLoop& home,
                           stream::ConsumerPointer consumer, const stream::ShardPlace& place,
                           aws::Protocol protocol, log::Offset from)
    : parts_(parts),
      loop_(loop),
      home_(home),
      consumer_(std::move(consumer)),
      shard_creation_seconds_(place.shard->description.creation_seconds),
      shard_(place.shard->description.index),
      protocol_(protocol),
      next_(from) {
  const log::LogId id = stream::log_id_of(consumer_->key.stream, shard_);
  tail_ = loop_.join_tail(home, id, place.shard->log);
  parts_.cache.add_reader(id);
}

void Subscription::begin() {
  loop_.add(home_, *this);
  if (loop_.is_draining()) end(Ending::complete);
}

void Subscription::close() {
  done_ = nullptr;
  if (tail_ == nullptr) return;
  loop_.remove(*this);
  tail_->leave(*this);
  parts_.registry.leave({consumer_->number, shard_}, *this);
  parts_.cache.remove_reader(tail_->id());
  loop_.part_from_tail(*std::exchange(tail_, nullptr));
  budget_.reset();
}

void Subscription::end(Ending ending) {
  if (ending_ != Ending::none || tail_ == nullptr) return;
  ending_ = ending;
  loop_.remove(*this);
  tail_->leave(*this);
  budget_.reset();
  if (done_) give_ending();
}

void Subscription::next(Done<http::BodyPiece> done) {
  CHECK(!done_, "a subscription is asked twice");
  done_ = std::move(done);
  if (try_park()) return;
  home_.post([self = weak_from_this()] {
    if (const auto alive = self.lock()) alive->go_on();
  });
}

// The way of an event that finds its readers waiting ends here: nothing else is to be done first.
bool Subscription::try_park() {
  const bool has_more_to_say = ending_ != Ending::none || !has_said_where_ || tail_ == nullptr;
  if (has_more_to_say) return false;
  if (!tail_->is_resting()) {
    const log::Bounds bounds = tail_->log().bounds();
    if (next_ < bounds.tail || bounds.end) return false;
  }
  tail_->park(*this, next_);
  return true;
}

void Subscription::on_wake() { go_on(); }

void Subscription::go_on() {
  if (!done_ || is_loading_ || budget_ != nullptr || parking_place) return;
  if (ending_ != Ending::none) return give_ending();
  if (!std::exchange(has_greeted_, true)) return give(push::first_message(protocol_), false);
  const log::Bounds bounds = tail_->log().bounds();
  if (bounds.end && next_ >= *bounds.end) return end_shard();
  // At the tip the client learns at once where that is.
  if (next_ >= bounds.tail && !has_said_where_) return give_silent_event();
  if (next_ >= bounds.tail || tail_->is_resting()) return tail_->park(*this, next_);
  if (!may_send()) return wait_for_budget();
  load();
}

void Subscription::load() {
  is_loading_ = true;
  const EventPlace place{
      .stream = consumer_->key.stream, .shard = shard_, .protocol = protocol_, .from = next_};
  const EventLoader loader{
      .catalog = parts_.catalog, .time = parts_.time, .settings = parts_.settings};
  parts_.cache.get(
      home_, {.log = tail_->id(), .protocol = protocol_, .from = next_},
      [loader, place, &home = home_](std::size_t records_max, Done<EventPointer> done) {
        loader.load(home, place, records_max, std::move(done));
      },
      [self = weak_from_this()](Result<EventPointer> event) {
        if (const auto alive = self.lock()) alive->take(std::move(event));
      });
}

void Subscription::take(Result<EventPointer> event) {
  is_loading_ = false;
  if (tail_ == nullptr) return;
  if (!event) {
    const bool has_gone = event.error().code == ErrorCode::not_found;
    return end(has_gone ? Ending::shard_has_gone : Ending::failed);
  }
  if ((*event)->failure) {
    failure_ = (*event)->failure;
    return end(Ending::failed);
  }
  if (ending_ != Ending::none || !done_) return go_on();
  next_ = (*event)->next;
  if ((*event)->frame == nullptr) return go_on();
  last_arrival_ = (*event)->last_arrival;
  has_said_where_ = true;
  note_sent((*event)->record_bytes);
  count_event((*event)->record_count, (*event)->record_bytes, (*event)->behind_latest);
  give((*event)->frame, false);
}

void Subscription::end_shard() {
  const stream::DescriptionPointer stream =
      parts_.catalog.view(home_).state.find(consumer_->key.stream);
  if (stream == nullptr || stream->find_shard(shard_) == nullptr) {
    return end(Ending::shard_has_gone);
  }
  std::vector<aws::kinesis::ChildShard> children = child_shards(*stream, shard_);
  if (!children.empty()) return give(shard_end_event(protocol_, std::move(children)), true);
  // They exist a moment after the log has ended.
  if (std::exchange(is_waiting_for_children_, true)) return;
  parts_.catalog.wait_for_change(home_, [self = weak_from_this()](const Result<void>& changed) {
    const auto alive = self.lock();
    if (!alive) return;
    alive->is_waiting_for_children_ = false;
    changed ? alive->go_on() : alive->end(Ending::complete);
  });
}

void Subscription::give(http::BodyBytes bytes, bool is_last) {
  loop_.note_event(*this);
  if (is_last) loop_.remove(*this);
  std::exchange(done_, nullptr)(http::BodyPiece{.bytes = std::move(bytes), .is_last = is_last});
}

void Subscription::break_silence() {
  if (!done_ || ending_ != Ending::none || !has_greeted_ || is_loading_) return;
  tail_->leave(*this);
  budget_.reset();
  give_silent_event();
}

void Subscription::give_silent_event() {
  has_said_where_ = true;
  const milliseconds behind = behind_latest();
  count_event(0, 0, behind);
  give(silent_event(protocol_, shard_creation_seconds_, shard_, next_, parts_.time.wall_now(),
                    behind),
       false);
}

milliseconds Subscription::behind_latest() const {
  if (next_ >= tail_->log().bounds().tail || last_arrival_ == WallTime{}) return milliseconds(0);
  return std::max(parts_.time.wall_now() - last_arrival_, milliseconds(0));
}

void Subscription::give_ending() {
  if (ending_ == Ending::complete) return give(http::BodyBytes(), true);
  give(exception_message(protocol_, ending_error()), true);
}

aws::ServiceError Subscription::ending_error() const {
  const stream::StreamKey& stream = consumer_->stream;
  switch (ending_) {
    case Ending::taken_over: {
      const stream::DescriptionPointer description =
          parts_.catalog.view(home_).state.find(consumer_->key.stream);
      const WallTime created = description ? description->created : WallTime{};
      return aws::resource_in_use(another_subscription_text(*consumer_, created, shard_)).error();
    }
    case Ending::consumer_has_gone:
      return aws::to_service_error(stream::consumer_not_found(stream, consumer_->key.name).error());
    case Ending::shard_has_gone:
      return aws::to_service_error(stream::shard_does_not_exist(stream, shard_).error());
    case Ending::failed:
      if (failure_ && failure_->type.starts_with("KMS")) return *failure_;
      break;
    case Ending::none:
    case Ending::complete:
      break;
  }
  return {.type = "InternalFailureException", .message = {}, .http_status = 500};
}

// A bucket that holds a second's worth; an event may overdraw it, which is paid off afterwards.
bool Subscription::may_send() const {
  return parts_.settings.bytes_per_second == 0 ||
         budget_full_at_ - parts_.time.monotonic_now() < seconds(1);
}

void Subscription::wait_for_budget() {
  const MonotonicTime due = budget_full_at_ + -nanoseconds(seconds(1));
  budget_ = home_.after(std::max(due - parts_.time.monotonic_now(), nanoseconds(1)), [this] {
    budget_ = nullptr;
    go_on();
  });
}

void Subscription::note_sent(std::size_t record_bytes) {
  const std::uint64_t rate = parts_.settings.bytes_per_second;
  if (rate == 0) return;
  const nanoseconds cost(static_cast<std::int64_t>(record_bytes * 1'000'000'000 / rate));
  budget_full_at_ = std::max(budget_full_at_, parts_.time.monotonic_now()) + cost;
}

void Subscription::count_event(std::size_t records, std::size_t bytes, milliseconds behind) const {
  if (parts_.collectors == nullptr) return;
  const stream::DescriptionPointer stream =
      parts_.catalog.view(home_).state.find(consumer_->key.stream);
  if (stream == nullptr) return;
  monitoring::StreamCounters& counters =
      parts_.collectors->on(home_).stream(stream->number.value, parts_.time.monotonic_now(), [&] {
        const stream::StreamKey& key = stream->key;
        return monitoring::StreamIdentity{key.account_id, key.region, key.name};
      });
  counters.set_shard_metrics(stream->shard_level_metrics);
  monitoring::ConsumerCounters& of_consumer = counters.consumer(consumer_->key.name);
  ++of_consumer.events;
  of_consumer.event_records.record(static_cast<double>(records));
  of_consumer.event_bytes.record(static_cast<double>(bytes));
  of_consumer.event_behind_ms.record(static_cast<double>(behind.count()));
  if (auto* const of_shard = counters.shard(shard_.value)) {
    using monitoring::ShardMetric;
    of_shard->record(ShardMetric::outgoing_records, static_cast<double>(records));
    of_shard->record(ShardMetric::outgoing_bytes, static_cast<double>(bytes));
  }
}

namespace {

class SubscriptionBody final : public http::BodySource {
 public:
  explicit SubscriptionBody(std::shared_ptr<Subscription> subscription)
      : subscription_(std::move(subscription)) {}
  ~SubscriptionBody() override { subscription_->close(); }
  SubscriptionBody(const SubscriptionBody&) = delete;
  SubscriptionBody& operator=(const SubscriptionBody&) = delete;

  void next(Done<http::BodyPiece> done) override { subscription_->next(std::move(done)); }

 private:
  const std::shared_ptr<Subscription> subscription_;
};

}  // namespace

std::unique_ptr<http::BodySource> body_of(std::shared_ptr<Subscription> subscription) {
  return std::make_unique<SubscriptionBody>(std::move(subscription));
}

std::string another_subscription_text(const stream::Consumer& consumer, WallTime stream_created,
                                      stream::ShardIndex shard) {
  return fmt::format("Another active subscription exists for this consumer: {}:{}:{}:{}:{}",
                     consumer.stream.account_id, consumer.stream.name,
                     stream_created.whole_seconds(), stream::shard_id_text(shard),
                     consumer.key.name);
}

}  // namespace weir::api::push
