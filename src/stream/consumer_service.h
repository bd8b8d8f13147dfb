// ConsumerService: registers consumers of streams and takes them away again.
//
// A consumer stays CREATING or DELETING for `transition_time`, or only as long as the work takes.
//
// Construct before Catalog::open(). Threads: requests may come from any loop; the rest is the
// catalog's home loop's.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/done.h"
#include "base/time.h"
#include "env/event_loop.h"
#include "env/logger.h"
#include "stream/catalog.h"
#include "stream/consumer.h"

namespace weir::stream {

class ConsumerTransitions;

struct ConsumerServiceSettings {
  milliseconds transition_time{0};
  // Of a stream; and of one in on-demand mode whose account has the advantage. 0: no limit.
  std::uint32_t consumers_max = 20;
  std::uint32_t advantage_consumers_max = 50;
  std::uint32_t creating_max = 5;  // CREATING at once in an account and region. 0: no limit.
};

// Answers come on `home` once the change is durable and every loop sees it. Errors of all:
// throttled, no_space (nothing was written), unavailable (OUTCOME UNKNOWN), and those named below.
class ConsumerService {
 public:
  // All must outlive it.
  ConsumerService(env::EventLoop& catalog_home, Catalog& catalog, const ServiceTime& time,
                  env::Logger& logger, ConsumerServiceSettings settings);
  ~ConsumerService();

  // Answers with the consumer, which is CREATING, or ACTIVE where there is no transition time.
  // Errors: not_found (the stream), in_use (the stream is not ACTIVE, the name is taken),
  // limit_exceeded.
  void register_consumer(env::EventLoop& home, StreamKey stream, std::string name, Tags tags,
                         Done<ConsumerPointer> done);

  // The consumer is DELETING when this answers, or gone where there is no transition time. One that
  // is DELETING already: success. With `creation_seconds` only the one that was created then.
  // Errors: not_found (the stream, the consumer).
  void deregister_consumer(env::EventLoop& home, StreamKey stream, std::string name,
                           std::optional<std::int64_t> creation_seconds, Done<void> done);

 private:
  std::uint32_t consumers_max(const CatalogState& state, const StreamKey& stream) const;
  void answer_registered(env::EventLoop& home, const StreamKey& stream, const std::string& name,
                         Done<ConsumerPointer> done);
  // Calls `then` when the consumer has left that status, or is not waited for.
  void wait_while(ConsumerStatus status, env::EventLoop& home, const ConsumerPointer& consumer,
                  Task then);

  Catalog& catalog_;
  const ServiceTime& time_;
  const ConsumerServiceSettings settings_;
  std::shared_ptr<ConsumerTransitions> transitions_;
};

}  // namespace weir::stream
