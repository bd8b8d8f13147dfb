// The phases of a run: which groups run when, and when readers have read enough.

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.h"
#include "env/event_loop.h"
#include "meter/load/arrivals.h"
#include "meter/plan/plan.h"
#include "meter/run/prepared_plan.h"
#include "meter/run/run.h"
#include "meter/run/worker.h"
#include "meter/templates/fast_random.h"

namespace weir::meter {
namespace {

// Phases begin a moment after they are announced, so that all workers know of them.
constexpr milliseconds phase_lead{2};
// Where somebody reads, readers have found their places before anything is written.
constexpr milliseconds reader_lead{500};
constexpr milliseconds drain_step{50};

}  // namespace

void Run::plan_phases() {
  std::vector<std::size_t> main_groups;
  std::vector<std::size_t> last;
  for (const PreparedGroup& group : plan_.groups) {
    if (const auto* open = std::get_if<OpenLoad>(&group.plan->load)) {
      rates_.emplace_back(group.plan->start_delay,
                          make_arrival_plan(*open, shared_.wall_start, FastRandom(1)));
    }
    switch (group.plan->kind) {
      case GroupKind::setup:
        phases_.push_back({group.index});
        break;
      case GroupKind::main:
        main_groups.push_back(group.index);
        break;
      case GroupKind::teardown:
        last.push_back(group.index);
        break;
    }
  }
  if (plan_.plan.groups_run_in_turn) {
    for (const std::size_t group : main_groups) phases_.push_back({group});
  } else if (!main_groups.empty()) {
    phases_.push_back(std::move(main_groups));
  }
  for (const std::size_t group : last) phases_.push_back({group});
}

void Run::next_phase() {
  drain_.reset();
  if (phases_.empty() || is_stopping_) return finish();
  phase_ = std::move(phases_.front());
  phases_.pop_front();
  phase_workers_ = workers_.size();
  phase_writers_ = workers_.size();
  const MonotonicTime start =
      around_.clock.monotonic_now() + (plan_.has_reader() ? reader_lead : phase_lead);
  for (std::size_t index = 0; index < workers_.size(); ++index) {
    around_.workers[index]->post([this, worker = workers_[index].get(), start] {
      worker->run_phase(
          phase_, start,
          [this] {
            around_.control.post([self = self_] {
              if (*self != nullptr && --(*self)->phase_writers_ == 0) (*self)->on_writers_over();
            });
          },
          [this] {
            around_.control.post([self = self_] {
              if (*self != nullptr) (*self)->on_phase_over();
            });
          });
    });
  }
}

void Run::on_writers_over() {
  nanoseconds longest{0};
  bool has_followers = false;
  for (const std::size_t group : phase_) {
    const auto follows = plan_.groups[group].plan->follows_writers;
    has_followers = has_followers || follows.has_value();
    longest = std::max<nanoseconds>(longest, follows.value_or(milliseconds(0)));
  }
  if (has_followers) drain(around_.clock.monotonic_now() + longest);
}

void Run::drain(MonotonicTime until) {
  // Who stops a run wants to know what was lost, and not to wait for anything else.
  if (is_stopping_) until = std::min(until, stopped_at_ + around_.answer_wait * 4 / 5);
  const bool is_enough = plan_.is_traced() ? shared_.ledger.missing() == 0 : is_stopping_;
  if (is_enough || around_.clock.monotonic_now() >= until) {
    for (std::size_t index = 0; index < workers_.size(); ++index) {
      around_.workers[index]->post([worker = workers_[index].get()] { worker->stop_followers(); });
    }
    return;
  }
  drain_ = around_.control.after(drain_step, [this, until] {
    const auto fired = std::move(drain_);
    drain(until);
  });
}

void Run::on_phase_over() {
  if (--phase_workers_ == 0) next_phase();
}

}  // namespace weir::meter
