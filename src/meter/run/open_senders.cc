#include "meter/run/open_senders.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "base/time.h"
#include "meter/data/record_maker.h"
#include "meter/load/arrivals.h"
#include "meter/plan/plan.h"
#include "meter/plan/words.h"
#include "meter/run/actor.h"
#include "meter/run/prepared_plan.h"
#include "meter/run/sender.h"
#include "meter/run/worker_context.h"

namespace weir::meter {
namespace {

std::size_t share_of(std::size_t all, std::size_t workers) {
  return std::max<std::size_t>(1, (all + workers - 1) / workers);
}

}  // namespace

OpenSenders::OpenSenders(WorkerContext& context, const PreparedGroup& group, ActorOwner& owner)
    : context_(context),
      group_(group),
      load_(std::get<OpenLoad>(group.plan->load)),
      owner_(owner),
      feed_(group.make_feed(static_cast<std::uint32_t>(context.index + 1))),
      random_(context.shared.plan.seed,
              (std::uint64_t{3} << 40) + (std::uint64_t{group.index} << 32) + context.index),
      self_(std::make_shared<OpenSenders*>(this)) {
  const bool is_http2 = context.shared.plan.plan.is_http2;
  const std::size_t senders =
      is_http2 ? load_.in_flight_max : std::min(load_.connections_max, load_.in_flight_max);
  senders_max_ = share_of(senders, context.workers);
  for (const PreparedSampler& sampler : group.samplers) {
    if (is_reading(sampler.plan->operation)) continue;
    weights_ += sampler.plan->weight;
    lanes_.push_back(std::unique_ptr<Lane>(
        new Lane{.sampler = &sampler,
                 .weight_up_to = weights_,
                 .batcher = Batcher(sampler, context.shared, senders_max_ == 1)}));
  }
}

OpenSenders::~OpenSenders() { *self_ = nullptr; }

void OpenSenders::start(MonotonicTime start) {
  begin_ = start + group_.plan->start_delay;
  const WallTime wall{context_.shared.wall_ns(begin_) / 1'000'000};
  // The same for all workers, who each take their share.
  arrivals_ = make_arrival_plan(
      load_, wall, FastRandom(context_.shared.plan.seed, (std::uint64_t{4} << 40) + group_.index));
  next_ = next_of_mine();
  go_on();
}

std::optional<nanoseconds> OpenSenders::next_of_mine() {
  while (const auto next = arrivals_->next()) {
    if (arrival_number_++ % context_.workers == context_.index) return next;
  }
  return std::nullopt;
}

void OpenSenders::go_on() {
  if (is_stopping_) return;
  MonotonicTime now = context_.now();
  while (next_ && begin_ + *next_ <= now && !has_ended_) {
    arrive(*next_, now);
    if (is_stopping_) return;
    next_ = next_of_mine();
    now = context_.now();
  }
  if (!next_ || has_ended_) return finish_arrivals();
  wait_for_next(now);
}

void OpenSenders::wait_for_next(MonotonicTime now) {
  const nanoseconds left = begin_ + *next_ - now;
  const nanoseconds busy = context_.shared.busy_poll;
  if (left <= busy) {
    return context_.loop.post([self = self_] {
      if (*self != nullptr) (*self)->go_on();
    });
  }
  timer_ = context_.loop.after(left - busy, [this] {
    const auto fired = std::move(timer_);
    go_on();
  });
}

OpenSenders::Lane& OpenSenders::pick() {
  if (lanes_.size() == 1) return *lanes_.front();
  const double drawn = random_.unit() * weights_;
  for (const auto& lane : lanes_) {
    if (drawn < lane->weight_up_to) return *lane;
  }
  return *lanes_.back();
}

void OpenSenders::arrive(nanoseconds at, MonotonicTime now) {
  const MonotonicTime planned = begin_ + at;
  Lane& lane = pick();
  context_.recorder.add_lateness(now - planned, true);
  const bool collects =
      is_batching(lane.sampler->plan->operation) || lane.sampler->plan->aggregation;
  collects ? collect(lane, planned) : dispatch(lane, planned);
}

bool OpenSenders::make_record(Lane& lane, MonotonicTime planned) {
  const WallTime now = context_.shared.clock.wall_now();
  const RecordTimes times{.now = now,
                          .simulated_now = arrivals_->simulated_at(planned - begin_).value_or(now)};
  auto next = feed_->begin_iteration(times);
  if (next && *next == Next::ready) next = feed_->make(lane.sampler->index, times, record_);
  if (!next) context_.shared.on_trouble(next.error().message);
  if (!next || *next == Next::ended) {
    has_ended_ = true;
    return false;
  }
  lane.batcher.add(record_, planned);
  return true;
}

void OpenSenders::collect(Lane& lane, MonotonicTime planned) {
  const bool was_empty = lane.batcher.is_empty();
  if (!make_record(lane, planned)) return;
  send_batches(lane, false);
  const nanoseconds linger = lane.sampler->plan->batch.linger;
  if (!was_empty || linger.count() == 0 || lane.batcher.is_empty()) return;
  lane.linger = context_.loop.after(linger, [this, &lane] { send_batches(lane, true); });
}

void OpenSenders::send_batches(Lane& lane, bool with_rest) {
  if (with_rest) lane.batcher.flush();
  while (lane.batcher.is_full() || (with_rest && !lane.batcher.is_empty())) {
    Sender* const sender = free_sender();
    if (sender == nullptr) {
      // It stays where it is, in order, until a sender is free.
      context_.recorder.add_waited();
      waiting_.push_back({.planned = lane.batcher.oldest(), .lane = &lane});
      return;
    }
    send(*sender, lane, lane.batcher.oldest());
  }
}

void OpenSenders::dispatch(Lane& lane, MonotonicTime planned) {
  Sender* const sender = waiting_.empty() ? free_sender() : nullptr;
  if (sender == nullptr) {
    context_.recorder.add_waited();
    waiting_.push_back({.planned = planned, .lane = &lane});
    return;
  }
  if (make_record(lane, planned)) return send(*sender, lane, planned);
  free_.push_back(sender);
}

Sender* OpenSenders::free_sender() {
  if (!free_.empty()) {
    Sender* const last = free_.back();
    free_.pop_back();
    return last;
  }
  if (senders_.size() == senders_max_) return nullptr;
  const auto thread =
      static_cast<std::uint32_t>(senders_.size() * context_.workers + context_.index + 1);
  return senders_
      .emplace_back(
          std::make_unique<Sender>(context_, group_, thread, static_cast<SenderOwner&>(*this)))
      .get();
}

void OpenSenders::send(Sender& sender, Lane& lane, MonotonicTime planned) {
  sender.send(*lane.sampler, lane.batcher, planned);
}

void OpenSenders::on_sample(Sender& sender, bool is_ok) {
  free_.push_back(&sender);
  const OnError on_error = group_.plan->on_error;
  if (!is_ok && !is_stopping_ &&
      (on_error == OnError::stop_test || on_error == OnError::stop_test_now)) {
    context_.shared.on_stop_wanted(on_error == OnError::stop_test_now);
  }
  // The sender's own call is over only when this returns.
  if (!waiting_.empty()) {
    return context_.loop.post([self = self_] {
      if (*self != nullptr) (*self)->send_waiting();
    });
  }
  end_if_idle();
}

void OpenSenders::send_waiting() {
  while (!waiting_.empty() && !is_stopping_ && (!free_.empty() || senders_.size() < senders_max_)) {
    const Waiting next = waiting_.front();
    waiting_.pop_front();
    const bool collects =
        is_batching(next.lane->sampler->plan->operation) || next.lane->sampler->plan->aggregation;
    if (collects) {
      send_batches(*next.lane, has_ended_ || !next_);
      continue;
    }
    if (!make_record(*next.lane, next.planned)) {
      waiting_.clear();
      break;
    }
    send(*free_sender(), *next.lane, next.planned);
  }
  end_if_idle();
}

void OpenSenders::finish_arrivals() {
  next_.reset();
  for (const auto& lane : lanes_) send_batches(*lane, true);
  end_if_idle();
}

void OpenSenders::end_if_idle() {
  if (is_over_ || (!is_stopping_ && next_ && !has_ended_)) return;
  if (free_.size() < senders_.size() || (!waiting_.empty() && !is_stopping_)) return;
  if (!is_stopping_) {
    for (const auto& lane : lanes_) {
      if (!lane->batcher.is_empty()) return;
    }
  }
  is_over_ = true;
  owner_.on_over(*this);
}

void OpenSenders::stop() {
  if (is_stopping_) return;
  const MonotonicTime now = context_.now();
  is_stopping_ = true;
  timer_.reset();
  // What was planned up to now and never sent.
  std::uint64_t unsent = waiting_.size();
  while (arrivals_ && next_ && begin_ + *next_ <= now) {
    ++unsent;
    next_ = next_of_mine();
  }
  context_.recorder.add_unsent(unsent);
  waiting_.clear();
  for (const auto& lane : lanes_) lane->linger.reset();
  for (const auto& sender : senders_) {
    if (sender->is_busy()) sender->stop();
  }
  end_if_idle();
}

}  // namespace weir::meter
