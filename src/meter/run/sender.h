// Sender: sends one call after another, with the retries of each, and counts what comes of them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/time.h"
#include "env/event_loop.h"
#include "meter/results/sample.h"
#include "meter/run/batcher.h"
#include "meter/run/call_error.h"
#include "meter/run/prepared_plan.h"
#include "meter/run/worker_context.h"
#include "meter/templates/fast_random.h"
#include "meter/wire/connection.h"
#include "meter/wire/request_head.h"
#include "meter/wire/write_call.h"

namespace weir::meter {

class Sender;

class SenderOwner {
 public:
  virtual ~SenderOwner() = default;
  // The sample is over and counted; the sender may be used again, but not destroyed, in here.
  virtual void on_sample(Sender& sender, bool is_ok) = 0;
};

// Threads: the worker's.
class Sender final : public EverySecond, private ExchangeListener {
 public:
  // All must outlive it. `thread` counts from 1 within the group.
  Sender(WorkerContext& context, const PreparedGroup& group, std::uint32_t thread,
         SenderOwner& owner);
  ~Sender() override;
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;

  // Takes the next batch of `batcher`, which is not empty, and sends it as a call of `sampler`.
  void send(const PreparedSampler& sampler, Batcher& batcher, MonotonicTime planned);

  bool is_busy() const { return sampler_ != nullptr; }
  // No further attempts: the call under way is the last of its sample. A sample that waits for its
  // next attempt ends.
  void stop();

  void on_second() override;

 private:
  // What calls of one sampler are made with.
  struct Lane {
    Lane(const PreparedSampler& sampler, Connection& its_connection);
    RequestHead head;
    WriteCall call;
    Connection& connection;
    // Shards that the target's map had, for samplers that choose shards.
    std::unordered_set<std::string> known_shards;
    std::size_t known_version = 0;
  };

  Lane& lane_of(const PreparedSampler& sampler);
  void attempt();
  void on_exchange(const Exchange& exchange) override;
  void take_outcomes(std::span<const RecordOutcome> outcomes);
  // Whether another attempt may help.
  bool take_failure(const CallFailure& failure, int status);
  void acknowledge(std::size_t index, const RecordOutcome& outcome);
  void refuse(std::size_t index, const RecordOutcome& outcome);
  void note_shard(const RecordOutcome& outcome);
  void begin_sample(MonotonicTime planned);
  void keep_details();
  void add_to_sample(const Exchange& exchange);
  void finish();

  WorkerContext& context_;
  const PreparedGroup& group_;
  SenderOwner& owner_;
  TraceWriter writer_;
  FastRandom random_;  // Of retries' delays.
  std::map<const PreparedTarget*, std::unique_ptr<Connection>> connections_;
  std::map<const Sampler*, std::unique_ptr<Lane>> lanes_;

  // Of the sample under way.
  const PreparedSampler* sampler_ = nullptr;
  Lane* lane_ = nullptr;
  std::vector<Outgoing> batch_;
  std::vector<std::size_t> pending_;  // Into batch_: what the present attempt carries.
  struct Refused {
    std::size_t index;  // Into batch_.
    std::string code;   // Its own; empty if the whole call failed.
  };
  std::vector<Refused> refused_;  // And of that, what was not written.
  std::vector<WrittenRecord> written_;
  Sample sample_;
  bool is_stopping_ = false;
  std::unique_ptr<env::Timer> retry_;
  MonotonicTime waits_since_;
};

}  // namespace weir::meter
