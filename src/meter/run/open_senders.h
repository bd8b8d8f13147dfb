// OpenSenders: a worker's share of an open load: sends when the plan says so, whether or not
// earlier calls have been answered.
//
// What is planned while no connection is free waits, and counts from when it was planned. Close to
// the next planned send the loop is kept busy, since a timer wakes up too late.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "base/time.h"
#include "env/event_loop.h"
#include "meter/data/record_maker.h"
#include "meter/load/arrivals.h"
#include "meter/plan/plan.h"
#include "meter/run/actor.h"
#include "meter/run/batcher.h"
#include "meter/run/prepared_plan.h"
#include "meter/run/sender.h"
#include "meter/run/worker_context.h"
#include "meter/templates/fast_random.h"

namespace weir::meter {

class OpenSenders final : public Actor, private SenderOwner {
 public:
  // The group's load is open. All must outlive it.
  OpenSenders(WorkerContext& context, const PreparedGroup& group, ActorOwner& owner);
  ~OpenSenders() override;
  OpenSenders(const OpenSenders&) = delete;
  OpenSenders& operator=(const OpenSenders&) = delete;

  void start(MonotonicTime start) override;
  void stop() override;
  bool is_over() const override { return is_over_; }

 private:
  struct Lane {  // Of one sampler.
    const PreparedSampler* sampler;
    double weight_up_to;
    Batcher batcher;
    std::unique_ptr<env::Timer> linger{};
  };
  struct Waiting {
    MonotonicTime planned;
    Lane* lane;
  };

  std::optional<nanoseconds> next_of_mine();
  void go_on();
  void wait_for_next(MonotonicTime now);
  void arrive(nanoseconds at, MonotonicTime now);
  bool make_record(Lane& lane, MonotonicTime planned);
  void collect(Lane& lane, MonotonicTime planned);
  void send_batches(Lane& lane, bool with_rest);
  void dispatch(Lane& lane, MonotonicTime planned);
  Sender* free_sender();
  void send(Sender& sender, Lane& lane, MonotonicTime planned);
  void on_sample(Sender& sender, bool is_ok) override;
  void send_waiting();
  void finish_arrivals();
  void end_if_idle();
  Lane& pick();

  WorkerContext& context_;
  const PreparedGroup& group_;
  const OpenLoad& load_;
  ActorOwner& owner_;
  std::unique_ptr<RecordFeed> feed_;
  FastRandom random_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  double weights_ = 0;

  std::size_t senders_max_;
  std::vector<std::unique_ptr<Sender>> senders_;
  std::vector<Sender*> free_;
  std::deque<Waiting> waiting_;

  MonotonicTime begin_;
  std::unique_ptr<ArrivalPlan> arrivals_;
  std::uint64_t arrival_number_ = 0;
  std::optional<nanoseconds> next_;
  bool has_ended_ = false;  // No more arrivals.
  bool is_stopping_ = false;
  bool is_over_ = false;
  Record record_;
  std::unique_ptr<env::Timer> timer_;
  std::shared_ptr<OpenSenders*> self_;  // For posted tasks, which may come too late.
};

}  // namespace weir::meter
