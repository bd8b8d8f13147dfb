#include "meter/run/closed_user.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>
#include <variant>

#include "base/check.h"
#include "base/time.h"
#include "meter/data/record_maker.h"
#include "meter/load/delays.h"
#include "meter/load/throughput.h"
#include "meter/plan/plan.h"
#include "meter/plan/words.h"
#include "meter/run/actor.h"
#include "meter/run/batcher.h"
#include "meter/run/prepared_plan.h"
#include "meter/run/sender.h"
#include "meter/run/worker_context.h"

namespace weir::meter {

ClosedUser::ClosedUser(WorkerContext& context, const PreparedGroup& group, std::uint32_t thread,
                       ActorOwner& owner)
    : context_(context),
      group_(group),
      load_(std::get<ClosedLoad>(group.plan->load)),
      thread_(thread),
      owner_(owner),
      sender_(context, group, thread, *this),
      feed_(group.make_feed(thread)),
      random_(context.shared.plan.seed,
              (std::uint64_t{2} << 40) + (std::uint64_t{group.index} << 32) + thread) {
  for (const PreparedSampler& sampler : group.samplers) {
    if (!is_reading(sampler.plan->operation)) samplers_.push_back(&sampler);
  }
  CHECK(!samplers_.empty());
}

ClosedUser::~ClosedUser() = default;

void ClosedUser::start(MonotonicTime start) {
  const MonotonicTime begin = start + group_.plan->start_delay;
  if (load_.duration) end_ = begin + *load_.duration;
  wait(begin + ramp_up_delay(load_, thread_ - 1) - context_.now(), &ClosedUser::begin_running);
}

void ClosedUser::wait(nanoseconds delay, void (ClosedUser::*then)()) {
  timer_ = context_.loop.after(std::max(delay, nanoseconds(0)), [this, then] {
    const auto fired = std::move(timer_);
    (this->*then)();
  });
}

void ClosedUser::begin_running() {
  state_ = State::running;
  context_.shared.running[group_.index].fetch_add(1);
  context_.shared.all_running.fetch_add(1);
  begin_loop();
}

RecordTimes ClosedUser::times() const {
  const WallTime now = context_.shared.clock.wall_now();
  return {.now = now, .simulated_now = now};
}

void ClosedUser::begin_loop() {
  const std::uint64_t loops_max = load_.loops.value_or(load_.duration ? UINT64_MAX : 1);
  const bool is_late = end_ && context_.now() >= *end_;
  if (is_stopping_) return end();
  if (has_ended_data_ || is_late || loops_ >= loops_max) return finish();
  const auto next = feed_->begin_iteration(times());
  if (!next) {
    context_.shared.on_trouble(next.error().message);
    return end();
  }
  if (*next == Next::ended) return finish();
  next_ = 0;
  next_sampler();
}

void ClosedUser::next_sampler() {
  if (next_ == samplers_.size()) return finish_loop();
  if (is_stopping_) return end();
  const nanoseconds pause = delay(group_.plan->timers) + delay(samplers_[next_]->plan->timers);
  if (end_ && context_.now() + pause >= *end_) {
    // The thread ends with its time, in the middle of a wait if need be.
    return wait(*end_ - context_.now(), &ClosedUser::finish);
  }
  if (pause.count() <= 0) return send();
  wait(pause, &ClosedUser::send);
}

nanoseconds ClosedUser::delay(const std::vector<Timer>& timers) {
  nanoseconds sum{0};
  for (const Timer& timer : timers) {
    if (const auto* constant = std::get_if<ConstantTimer>(&timer)) {
      sum += delay_of(*constant);
    } else if (const auto* uniform = std::get_if<UniformTimer>(&timer)) {
      sum += delay_of(*uniform, random_);
    } else if (const auto* gaussian = std::get_if<GaussianTimer>(&timer)) {
      sum += delay_of(*gaussian, random_);
    } else {
      sum += throughput(std::get<ThroughputTimer>(timer))
                 .delay(context_.now(), context_.shared.running_threads(group_.index));
    }
  }
  return sum;
}

ThroughputWait& ClosedUser::throughput(const ThroughputTimer& timer) {
  auto& wait = throughputs_[&timer];
  if (!wait) {
    wait = std::make_unique<ThroughputWait>(timer, context_.shared.group_turns[group_.index],
                                            context_.shared.all_turns);
  }
  return *wait;
}

Batcher& ClosedUser::batcher() {
  auto& batcher = batchers_[next_];
  if (!batcher) batcher = std::make_unique<Batcher>(*samplers_[next_], context_.shared, true);
  return *batcher;
}

bool ClosedUser::fill(Batcher& batcher) {
  bool is_first = true;
  while (!batcher.is_full()) {
    // Counters and data sets move on with each record of a batch.
    const bool needs_iteration = !std::exchange(is_first, false);
    auto next = needs_iteration ? feed_->begin_iteration(times()) : Next::ready;
    if (next && *next == Next::ready) next = feed_->make(samplers_[next_]->index, times(), record_);
    if (!next) context_.shared.on_trouble(next.error().message);
    if (!next || *next == Next::ended) {
      has_ended_data_ = true;
      batcher.flush();
      break;
    }
    batcher.add(record_, context_.now());
  }
  return !batcher.is_empty();
}

void ClosedUser::send() {
  if (is_stopping_) return end();
  Batcher& filled = batcher();
  if (!fill(filled)) return finish();
  sender_.send(*samplers_[next_], filled, context_.now());
}

void ClosedUser::on_sample(Sender& /*sender*/, bool is_ok) {
  ++next_;
  if (is_finishing_) return finish();
  if (is_ok || is_stopping_) return next_sampler();
  switch (group_.plan->on_error) {
    case OnError::go_on:
      return next_sampler();
    case OnError::next_loop:
      return finish_loop();
    case OnError::stop_thread:
      return end();
    case OnError::stop_test:
    case OnError::stop_test_now:
      context_.shared.on_stop_wanted(group_.plan->on_error == OnError::stop_test_now);
      return end();
  }
}

void ClosedUser::finish_loop() {
  ++loops_;
  begin_loop();
}

// What did not fit into the last batches, or has begun an aggregate, is not lost.
void ClosedUser::finish() {
  is_finishing_ = true;
  for (auto& [index, batcher] : batchers_) {
    batcher->flush();
    if (is_stopping_ || batcher->is_empty()) continue;
    next_ = index;
    return sender_.send(*samplers_[index], *batcher, context_.now());
  }
  end();
}

void ClosedUser::end() {
  if (state_ == State::over) return;
  if (state_ == State::running) {
    context_.shared.running[group_.index].fetch_sub(1);
    context_.shared.all_running.fetch_sub(1);
  }
  state_ = State::over;
  owner_.on_over(*this);
}

void ClosedUser::stop() {
  if (is_stopping_) return;
  is_stopping_ = true;
  if (sender_.is_busy()) return sender_.stop();
  timer_.reset();
  end();
}

}  // namespace weir::meter
