#include "meter/run/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/mutex.h"
#include "base/time.h"
#include "env/event_loop.h"
#include "meter/load/arrivals.h"
#include "meter/plan/plan.h"
#include "meter/plan/words.h"
#include "meter/results/live_view.h"
#include "meter/results/run_result.h"
#include "meter/run/interval.h"
#include "meter/run/prepared_plan.h"
#include "meter/run/shard_tracker.h"
#include "meter/run/worker.h"

namespace weir::meter {
namespace {

constexpr std::size_t troubles_max = 20;

std::string percent(std::uint64_t part, std::uint64_t whole) {
  return fmt::format("{:.2g} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

}  // namespace

Run::Run(const PreparedPlan& plan, RunSurroundings surroundings)
    : plan_(plan),
      around_(std::move(surroundings)),
      shared_(plan, around_.clock, around_.network),
      self_(std::make_shared<Run*>(this)) {
  shared_.busy_poll = around_.busy_poll;
  shared_.on_stop_wanted = [this, self = self_](bool is_at_once) {
    around_.control.post([self, is_at_once] {
      if (*self == nullptr) return;
      (*self)->stop_here(false);
      if (is_at_once) (*self)->give_up();
    });
  };
  shared_.on_trouble = [this, self = self_](std::string sentence) {
    around_.control.post([self, sentence = std::move(sentence)]() mutable {
      if (*self != nullptr) (*self)->note_trouble(std::move(sentence));
    });
  };
}

Run::~Run() { *self_ = nullptr; }

void Run::start(std::move_only_function<void(RunResult)> done) {
  done_ = std::move(done);
  shared_.start = around_.clock.monotonic_now();
  shared_.wall_start = around_.clock.wall_now();
  result_.plan_name = plan_.plan.name;
  result_.started_at = shared_.wall_start;
  result_.seed = plan_.seed;
  for (const PreparedGroup& group : plan_.groups) result_.groups.push_back(group.plan->name);
  for (const std::string& label : plan_.labels) result_.labels.emplace_back().label = label;
  for (const PreparedGroup& group : plan_.groups) {
    for (const PreparedSampler& sampler : group.samplers) {
      if (!is_reading(sampler.plan->operation)) continue;
      shared_.trackers.emplace(
          sampler.plan,
          std::make_unique<ShardTracker>(sampler.target->known_shards, !plan_.has_writer()));
    }
  }
  for (std::size_t index = 0; index < around_.workers.size(); ++index) {
    workers_.push_back(std::make_unique<Worker>(
        shared_, *around_.workers[index], index, around_.workers.size(),
        [this](std::unique_ptr<Interval> interval) { return ship(std::move(interval)); },
        around_.samples));
    around_.workers[index]->post([worker = workers_.back().get()] { worker->begin(); });
  }
  plan_phases();
  next_phase();
}

// --- What workers count ---

std::unique_ptr<Interval> Run::ship(std::unique_ptr<Interval> interval) {
  around_.control.post([self = self_, interval = std::move(interval)]() mutable {
    if (*self != nullptr) (*self)->take(std::move(interval));
  });
  const MutexLock lock(spare_mutex_);
  if (spare_.empty()) return nullptr;
  auto spare = std::move(spare_.back());
  spare_.pop_back();
  return spare;
}

void Run::take(std::unique_ptr<Interval> interval) {
  Pending& pending = pending_[interval->second];
  ++pending.workers;
  if (!pending.merged) {
    pending.merged = std::move(interval);
  } else {
    pending.merged->merge(*interval);
    interval->clear();
    const MutexLock lock(spare_mutex_);
    spare_.push_back(std::move(interval));
  }
  finish_seconds();
}

void Run::finish_seconds() {
  while (!pending_.empty()) {
    auto& [second, pending] = *pending_.begin();
    if (pending.workers < workers_.size() && !is_finished_) return;
    finish_second(*pending.merged);
    pending.merged->clear();
    const MutexLock lock(spare_mutex_);
    spare_.push_back(std::move(pending.merged));
    pending_.erase(pending_.begin());
  }
}

void Run::finish_second(const Interval& interval) {
  for (std::uint32_t label = 0; label < interval.labels.size(); ++label) {
    const LabelResult& counted = interval.labels[label];
    if (interval.is_touched[label]) result_.labels[label].merge(counted);
    Second& second = result_.seconds.emplace_back();
    second.second = interval.second;
    second.label = label;
    second.threads = interval.threads[label];
    if (!interval.is_touched[label]) continue;
    second.counts = counted.counts;
    second.p50 = counted.latency.value_at(50);
    second.p90 = counted.latency.value_at(90);
    second.p95 = counted.latency.value_at(95);
    second.p99 = counted.latency.value_at(99);
    second.max = counted.latency.max();
    second.mean = counted.latency.mean();
  }
  add_shards(interval);
  result_.punctuality.lateness.merge(interval.punctuality.lateness);
  result_.punctuality.late += interval.punctuality.late;
  result_.punctuality.unsent += interval.punctuality.unsent;
  waited_ += interval.waited;
  for (const Sample& sample : interval.slowest) note_slowest(slowest_, sample);
  for (const Sample& sample : interval.latest) latest_.push_back(sample);
  while (latest_.size() > shown_samples_max) latest_.pop_front();
  result_.trace = shared_.ledger.result();
  result_.duration = around_.clock.monotonic_now() - shared_.start;
  check_thresholds();
  show_later();
}

void Run::add_shards(const Interval& interval) {
  for (const auto& [name, counts] : interval.shards) {
    ShardResult& shard = shards_[name];
    shard.stream = name.first;
    shard.shard_id = name.second;
    shard.records += counts.records;
    shard.bytes += counts.bytes;
    shard.throttles += counts.throttles;
    shard.records_each_second.resize(std::size_t{interval.second} + 1);
    shard.records_each_second[interval.second] += counts.records;
  }
}

void Run::check_thresholds() {
  if (!around_.abort_reason || is_stopping_) return;
  const auto reason = around_.abort_reason(result_);
  if (!reason) return;
  result_.abort_reason = *reason;
  stop_here(false);
}

// Several seconds that come at once, after a view took long, are shown as one.
void Run::show_later() {
  if (around_.observer == nullptr || std::exchange(is_show_due_, true)) return;
  around_.control.post([self = self_] {
    if (*self != nullptr) (*self)->show();
  });
}

void Run::show() {
  is_show_due_ = false;
  if (!done_) return;
  result_.shards.clear();
  for (const auto& [name, shard] : shards_) result_.shards.push_back(shard);
  const nanoseconds elapsed = around_.clock.monotonic_now() - shared_.start;
  double planned_per_second = 0;
  for (const auto& [delay, arrivals] : rates_) {
    if (elapsed >= delay) planned_per_second += arrivals->rate_at(elapsed - delay);
  }
  std::optional<nanoseconds> time_left = planned_duration();
  if (time_left) time_left = std::max(nanoseconds(0), *time_left - elapsed);
  around_.observer->on_second({.elapsed = elapsed,
                               .time_left = time_left,
                               .planned_per_second = is_stopping_ ? 0 : planned_per_second,
                               .is_stopping = is_stopping_,
                               .so_far = result_,
                               .slowest = slowest_,
                               .latest = latest_});
}

std::optional<nanoseconds> Run::planned_duration() const {
  nanoseconds longest{0};
  std::size_t open = 0;
  for (const PreparedGroup& group : plan_.groups) {
    const bool is_open = std::holds_alternative<OpenLoad>(group.plan->load);
    std::optional<nanoseconds> duration;
    if (is_open) {
      duration = rates_[open++].second->duration();
    } else {
      duration = std::get<ClosedLoad>(group.plan->load).duration;
    }
    if (group.plan->kind != GroupKind::main) continue;
    if (!duration || plan_.plan.groups_run_in_turn) return std::nullopt;
    longest = std::max(longest, *duration + group.plan->start_delay);
  }
  return longest;
}

void Run::stop() {
  around_.control.post([self = self_] {
    if (*self == nullptr) return;
    if ((*self)->is_stopping_) return (*self)->give_up();
    (*self)->stop_here(true);
  });
}

void Run::stop_here(bool is_interrupted) {
  if (is_stopping_ || is_finished_) return;
  is_stopping_ = true;
  stopped_at_ = around_.clock.monotonic_now();
  result_.was_interrupted = is_interrupted;
  for (std::size_t index = 0; index < workers_.size(); ++index) {
    around_.workers[index]->post([worker = workers_[index].get()] { worker->stop(); });
  }
  patience_ = around_.control.after(around_.answer_wait, [this] { give_up(); });
  show_later();
}

void Run::give_up() {
  if (has_given_up_ || is_finished_) return;
  has_given_up_ = true;
  for (std::size_t index = 0; index < workers_.size(); ++index) {
    around_.workers[index]->post([this, worker = workers_[index].get()] {
      const std::size_t unanswered = worker->give_up();
      around_.control.post([self = self_, unanswered] {
        if (*self != nullptr) (*self)->unanswered_ += unanswered;
      });
    });
  }
}

void Run::finish() {
  if (std::exchange(is_finished_, true)) return;
  is_finished_ = false;  // Seconds are still merged from all workers.
  phase_workers_ = workers_.size();
  result_.duration = around_.clock.monotonic_now() - shared_.start;
  for (std::size_t index = 0; index < workers_.size(); ++index) {
    around_.workers[index]->post([this, worker = workers_[index].get()] {
      worker->finish();
      around_.control.post([self = self_] {
        if (*self != nullptr && --(*self)->phase_workers_ == 0) (*self)->conclude();
      });
    });
  }
}

void Run::conclude() {
  const nanoseconds duration = result_.duration;
  patience_.reset();
  is_finished_ = true;
  finish_seconds();
  result_.duration = duration;
  result_.shards.clear();
  for (auto& [name, shard] : shards_) result_.shards.push_back(shard);
  result_.trace = shared_.ledger.result();
  add_notes();
  if (around_.observer != nullptr) show();
  // Workers go on their own loops, which may still have tasks of theirs.
  for (std::size_t index = 0; index < workers_.size(); ++index) {
    around_.workers[index]->post([gone = std::move(workers_[index])] {});
  }
  std::exchange(done_, nullptr)(std::move(result_));
}

void Run::add_notes() {
  const Punctuality& punctuality = result_.punctuality;
  const std::uint64_t planned = punctuality.lateness.count();
  if (punctuality.late > 0) {
    result_.notes.push_back(
        fmt::format("the meter fell behind: {} of sends were more than 10 ms late because of this "
                    "machine, not the stream",
                    percent(punctuality.late, planned)));
  }
  if (waited_ > 0) {
    result_.notes.push_back(
        fmt::format("{} sends found no free connection and waited for an answer; they count from "
                    "when they were "
                    "planned",
                    waited_));
  }
  if (unanswered_ > 0) {
    result_.notes.push_back(fmt::format(
        "{} calls were still unanswered when the run ended, and are not counted", unanswered_));
  }
  for (std::string& trouble : troubles_) result_.notes.push_back(std::move(trouble));
}

void Run::note_trouble(std::string sentence) {
  if (std::ranges::find(troubles_, sentence) != troubles_.end()) return;
  if (troubles_.size() < troubles_max) troubles_.push_back(std::move(sentence));
}

}  // namespace weir::meter
