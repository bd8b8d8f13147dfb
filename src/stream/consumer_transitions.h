// ConsumerTransitions: brings consumers that are CREATING or DELETING to where they are going.
//
// As transitions.h: goes by the catalog's views alone, so that it goes on after a restart, and a
// command that fails is tried again.
//
// Threads: the catalog's home loop's.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>

#include "base/time.h"
#include "env/event_loop.h"
#include "env/logger.h"
#include "stream/catalog.h"
#include "stream/consumer.h"
#include "stream/service_time.h"

namespace weir::stream {

class ConsumerTransitions : public std::enable_shared_from_this<ConsumerTransitions> {
 public:
  // All must outlive it.
  ConsumerTransitions(env::EventLoop& home, Catalog& catalog, const ServiceTime& time,
                      env::Logger& logger, milliseconds transition_time);

  // Takes care of what has changed in `view`. For Catalog::on_change.
  void look_at(const CatalogView& view);

 private:
  struct UnderWay {
    ConsumerPointer consumer;
    std::unique_ptr<env::Timer> timer;
  };

  void finish_after(milliseconds delay, const ConsumerKey& key);
  void finish(const ConsumerPointer& consumer);
  void finished(const ConsumerPointer& consumer, const Result<void>& outcome);

  env::EventLoop& home_;
  Catalog& catalog_;
  const ServiceTime& time_;
  env::Logger& logger_;
  const milliseconds transition_time_;
  std::map<ConsumerKey, UnderWay> under_way_;
};

}  // namespace weir::stream
