// PollReader: reads its share of a stream's shards with GetRecords, one call after another.
//
// Children are followed, iterators that expired are made anew behind the last record read, and
// refused calls are made again later. Between two calls to a shard that has no more records there
// are 200 ms, unless the plan has timers of its own: Kinesis allows five calls a second and shard.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "env/event_loop.h"
#include "meter/plan/plan.h"
#include "meter/results/sample.h"
#include "meter/run/actor.h"
#include "meter/run/prepared_plan.h"
#include "meter/run/shard_tracker.h"
#include "meter/run/worker_context.h"
#include "meter/templates/fast_random.h"
#include "meter/wire/connection.h"
#include "meter/wire/request_head.h"

namespace weir::meter {

class PollReader final : public Actor, public EverySecond, private ExchangeListener {
 public:
  // All must outlive it. `thread` counts from 0, of `threads`.
  PollReader(WorkerContext& context, const PreparedGroup& group, const PreparedSampler& sampler,
             ShardTracker& tracker, std::uint32_t thread, std::uint32_t threads, ActorOwner& owner);
  ~PollReader() override;
  PollReader(const PollReader&) = delete;
  PollReader& operator=(const PollReader&) = delete;

  // Reads at once, so that nothing is missed that is written from `start` on.
  void start(MonotonicTime start) override;
  void stop() override;
  bool is_over() const override { return is_over_; }
  void on_second() override { connection_->on_second(); }

 private:
  struct Cursor {
    ShardToRead shard;
    std::string iterator{};
    std::string last_sequence_number{};
    MonotonicTime due;
    std::uint32_t refusals = 0;
  };

  void go_on();
  void ask(std::size_t cursor);
  void ask_iterator(const Cursor& cursor);
  void ask_records(const Cursor& cursor);
  void on_exchange(const Exchange& exchange) override;
  void take_iterator(const Exchange& exchange, Cursor& cursor);
  void take_records_of(const Exchange& exchange, Cursor& cursor);
  void take_failure(const Exchange& exchange, Cursor& cursor);
  void end_shard(const std::vector<ShardTracker::Child>& children);
  void finish_sample(const Exchange& exchange);
  nanoseconds pause();
  void end();

  WorkerContext& context_;
  const PreparedGroup& group_;
  const PreparedSampler& sampler_;
  ShardTracker& tracker_;
  const std::uint32_t thread_;
  const std::uint32_t threads_;
  ActorOwner& owner_;
  FastRandom random_;
  const std::unique_ptr<Connection> connection_;
  RequestHead iterator_head_;
  RequestHead records_head_;

  std::vector<Cursor> cursors_;
  std::size_t asked_ = 0;  // Into cursors_.
  bool is_asking_ = false;
  bool asks_iterator_ = false;
  std::string body_;
  Sample sample_;
  std::uint64_t calls_ = 0;
  std::optional<MonotonicTime> end_;
  bool is_stopping_ = false;
  bool is_over_ = false;
  std::unique_ptr<env::Timer> timer_;
};

}  // namespace weir::meter
