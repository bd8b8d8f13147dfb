// PreparedPlan: a plan made ready to run: variables of targets filled, credentials found, data
// sources opened, samplers numbered. Shared by all workers of a run, and immutable but for what its
// parts say of themselves.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/client.h"
#include "http/tls/tls_context.h"
#include "meter/data/record_maker.h"
#include "meter/plan/plan.h"
#include "meter/run/shard_map.h"
#include "meter/wire/endpoint.h"

namespace weir::meter {

// A stream and where it is.
struct PreparedTarget {
  Endpoint endpoint;
  std::string stream;  // A name or an ARN; of Firehose a name.
  bool is_firehose = false;
  std::optional<std::uint32_t> create_shards;
  Position at;
  http::ClientLimits limits;
  std::string ca_file;
  std::unique_ptr<http::TlsContext> tls;  // Null without TLS.
  mutable ShardMap shards;
  // Known after the pre-flight.
  std::string stream_arn;
  std::vector<KnownShard> known_shards;
};

// Makes the records of one virtual user. Threads: one.
class RecordFeed {
 public:
  virtual ~RecordFeed() = default;
  // As RecordMaker's.
  virtual Result<Next> begin_iteration(RecordTimes times) = 0;
  virtual Result<Next> make(std::size_t sampler, RecordTimes times, Record& record) = 0;
};

struct PreparedSampler {
  const Sampler* plan = nullptr;
  std::size_t index = 0;    // Within its group.
  std::uint32_t label = 0;  // Within the plan.
  PreparedTarget* target = nullptr;
  std::string consumer_arn{};  // Of subscribe_to_shard, once it is registered.
};

struct PreparedGroup {
  const Group* plan = nullptr;
  std::uint32_t index = 0;
  std::vector<PreparedSampler> samplers;
  // Of the virtual user with that number, from 1. Threads: any.
  std::function<std::unique_ptr<RecordFeed>(std::uint32_t thread)> make_feed;
};

struct PreparedPlan {
  Plan plan;
  std::uint64_t seed = 0;
  std::uint32_t run_id = 0;  // Of traced records.
  std::vector<std::unique_ptr<PreparedTarget>> targets;
  std::vector<PreparedGroup> groups;
  std::vector<std::string> labels;

  bool has_reader() const;
  bool has_writer() const;
  bool is_traced() const;
};

}  // namespace weir::meter
