#include "meter/run/worker.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "base/done.h"
#include "base/time.h"
#include "env/event_loop.h"
#include "meter/plan/plan.h"
#include "meter/plan/words.h"
#include "meter/results/sample.h"
#include "meter/run/actor.h"
#include "meter/run/closed_user.h"
#include "meter/run/open_senders.h"
#include "meter/run/poll_reader.h"
#include "meter/run/prepared_plan.h"
#include "meter/run/push_reader.h"
#include "meter/run/recorder.h"
#include "meter/run/shared_state.h"

namespace weir::meter {
namespace {

bool has_writers(const PreparedGroup& group) {
  return std::ranges::any_of(group.samplers, [](const PreparedSampler& sampler) {
    return !is_reading(sampler.plan->operation);
  });
}

}  // namespace

Worker::Worker(SharedState& shared, env::EventLoop& loop, std::size_t index, std::size_t workers,
               Recorder::Ship ship, SampleSink* sink)
    : context_(shared, loop, index, workers, std::move(ship), sink),
      self_(std::make_shared<Worker*>(this)) {
  context_.recorder.threads_of = [this](std::uint32_t label) { return context_.under_way[label]; };
}

Worker::~Worker() {
  *self_ = nullptr;
  actors_.clear();  // Before the context that they use.
}

void Worker::begin() {
  context_.recorder.begin(context_.shared.start);
  arm_tick();
}

void Worker::arm_tick() {
  constexpr std::int64_t second_ns = 1'000'000'000;
  const std::int64_t into_second = (context_.now() - context_.shared.start).count() % second_ns;
  tick_ = context_.loop.after(nanoseconds(second_ns - into_second), [this] {
    const auto fired = std::move(tick_);
    tick();
  });
}

void Worker::tick() {
  context_.recorder.advance(context_.now());
  // A watcher may go while it is called.
  const std::vector<EverySecond*> watchers = context_.watchers;
  for (EverySecond* const watcher : watchers) {
    if (std::ranges::find(context_.watchers, watcher) != context_.watchers.end()) {
      watcher->on_second();
    }
  }
  arm_tick();
}

void Worker::run_phase(const std::vector<std::size_t>& groups, MonotonicTime start,
                       Task writers_over, Task over) {
  writers_over_ = std::move(writers_over);
  over_ = std::move(over);
  followers_.clear();
  readers_.clear();
  actors_.clear();
  for (const std::size_t group : groups) add_actors(group);
  acting_ = actors_.size();
  writing_ = acting_ - readers_.size();
  // Those that are over at once may be over before the others have begun.
  for (std::size_t index = 0; index < actors_.size(); ++index) actors_[index]->start(start);
  if (is_stopping_) stop();
  check_over();
}

void Worker::add_actors(std::size_t group_index) {
  const PreparedGroup& group = context_.shared.plan.groups[group_index];
  if (has_writers(group)) add_writers(group);
  add_readers(group);
}

void Worker::add_writers(const PreparedGroup& group) {
  const auto* closed = std::get_if<ClosedLoad>(&group.plan->load);
  if (closed == nullptr) {
    actors_.push_back(
        std::make_unique<OpenSenders>(context_, group, static_cast<ActorOwner&>(*this)));
    return;
  }
  for (std::size_t thread = context_.index; thread < closed->threads; thread += context_.workers) {
    actors_.push_back(std::make_unique<ClosedUser>(
        context_, group, static_cast<std::uint32_t>(thread + 1), static_cast<ActorOwner&>(*this)));
  }
}

template <class Reader>
std::unique_ptr<Actor> Worker::make_reader(const PreparedGroup& group,
                                           const PreparedSampler& sampler, std::uint32_t thread,
                                           std::uint32_t threads) {
  return std::make_unique<Reader>(context_, group, sampler,
                                  *context_.shared.trackers.at(sampler.plan), thread, threads,
                                  static_cast<ActorOwner&>(*this));
}

void Worker::add_readers(const PreparedGroup& group) {
  const auto* closed = std::get_if<ClosedLoad>(&group.plan->load);
  const std::uint32_t threads = closed != nullptr ? closed->threads : 1;
  for (const PreparedSampler& sampler : group.samplers) {
    if (!is_reading(sampler.plan->operation)) continue;
    for (std::uint32_t thread = 0; thread < threads; ++thread) {
      if (thread % context_.workers != context_.index) continue;
      const bool is_pushed = sampler.plan->operation == Operation::subscribe_to_shard;
      actors_.push_back(is_pushed ? make_reader<PushReader>(group, sampler, thread, threads)
                                  : make_reader<PollReader>(group, sampler, thread, threads));
      readers_.insert(actors_.back().get());
      if (group.plan->follows_writers) followers_.push_back(actors_.back().get());
    }
  }
}

void Worker::on_over(Actor& actor) {
  --acting_;
  if (!readers_.contains(&actor)) --writing_;
  check_over();
}

void Worker::check_over() {
  const bool is_due = (writing_ == 0 && writers_over_) || (acting_ == 0 && over_);
  if (!is_due) return;
  // Not now: the last actor is on the stack.
  context_.loop.post([self = self_] {
    Worker* const worker = *self;
    if (worker == nullptr) return;
    if (worker->writing_ == 0 && worker->writers_over_) {
      std::exchange(worker->writers_over_, nullptr)();
    }
    if (worker->acting_ == 0 && worker->over_) std::exchange(worker->over_, nullptr)();
  });
}

void Worker::stop_followers() {
  for (Actor* const follower : followers_) follower->stop();
}

void Worker::stop() {
  is_stopping_ = true;
  for (std::size_t index = 0; index < actors_.size(); ++index) {
    if (!std::ranges::count(followers_, actors_[index].get())) actors_[index]->stop();
  }
}

std::size_t Worker::give_up() {
  is_stopping_ = true;
  std::size_t under_way = 0;
  for (std::uint32_t& count : context_.under_way) under_way += std::exchange(count, 0);
  followers_.clear();
  actors_.clear();
  acting_ = 0;
  writing_ = 0;
  check_over();
  return under_way;
}

void Worker::finish() {
  tick_.reset();
  actors_.clear();
  context_.clients.clear();
  context_.recorder.finish(context_.now());
}

}  // namespace weir::meter
