// ClosedUser: a virtual user that goes through its group's samplers again and again, one sample
// after another, as a thread of JMeter does.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "base/time.h"
#include "env/event_loop.h"
#include "meter/data/record_maker.h"
#include "meter/load/throughput.h"
#include "meter/plan/plan.h"
#include "meter/run/actor.h"
#include "meter/run/batcher.h"
#include "meter/run/prepared_plan.h"
#include "meter/run/sender.h"
#include "meter/run/worker_context.h"
#include "meter/templates/fast_random.h"

namespace weir::meter {

class ClosedUser final : public Actor, private SenderOwner {
 public:
  // `thread` counts from 1 within the group, whose load is closed. All must outlive it.
  ClosedUser(WorkerContext& context, const PreparedGroup& group, std::uint32_t thread,
             ActorOwner& owner);
  ~ClosedUser() override;
  ClosedUser(const ClosedUser&) = delete;
  ClosedUser& operator=(const ClosedUser&) = delete;

  void start(MonotonicTime start) override;
  void stop() override;
  bool is_over() const override { return state_ == State::over; }

 private:
  enum class State : std::uint8_t { waiting, running, over };

  void begin_running();
  void begin_loop();
  void next_sampler();
  void send();
  bool fill(Batcher& batcher);
  nanoseconds delay(const std::vector<Timer>& timers);
  ThroughputWait& throughput(const ThroughputTimer& timer);
  void wait(nanoseconds delay, void (ClosedUser::*then)());
  void on_sample(Sender& sender, bool is_ok) override;
  void finish_loop();
  void finish();
  void end();
  Batcher& batcher();
  RecordTimes times() const;

  WorkerContext& context_;
  const PreparedGroup& group_;
  const ClosedLoad& load_;
  const std::uint32_t thread_;
  ActorOwner& owner_;
  Sender sender_;
  std::unique_ptr<RecordFeed> feed_;
  FastRandom random_;  // Of timers.
  std::map<const ThroughputTimer*, std::unique_ptr<ThroughputWait>> throughputs_;
  std::map<std::size_t, std::unique_ptr<Batcher>> batchers_;  // By sampler.
  std::vector<const PreparedSampler*> samplers_;              // Those that write.

  State state_ = State::waiting;
  bool is_stopping_ = false;
  bool has_ended_data_ = false;
  bool is_finishing_ = false;  // Only what is left in batches is sent.
  std::optional<MonotonicTime> end_;
  std::uint64_t loops_ = 0;
  std::size_t next_ = 0;  // Into samplers_.
  Record record_;
  std::unique_ptr<env::Timer> timer_;
};

}  // namespace weir::meter
