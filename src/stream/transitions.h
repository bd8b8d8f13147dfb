// Transitions: brings streams that are CREATING, UPDATING or DELETING to where they are going. For
// shards that are to close it ends their logs; what follows, the catalog knows (reshard.h).
//
// Goes by the catalog's views alone, so a transition goes on after a restart. A command that fails
// is tried again.
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
#include "log/shard_log.h"
#include "stream/catalog.h"
#include "stream/reshard.h"
#include "stream/service_time.h"

namespace weir::stream {

class Transitions : public std::enable_shared_from_this<Transitions> {
 public:
  // All must outlive it.
  Transitions(env::EventLoop& home, Catalog& catalog, log::LogStore& store, const ServiceTime& time,
              env::Logger& logger, milliseconds transition_time);

  // Takes care of what has changed in `view`. For Catalog::on_change.
  void look_at(const CatalogView& view);

 private:
  // A stream on its way. Each step makes a new description, also when it has arrived and set out
  // again in between without being seen.
  struct UnderWay {
    DescriptionPointer stream;
    std::unique_ptr<env::Timer> timer;
  };
  class ShardEnding;

  void finish_after(milliseconds delay, StreamNumber number);
  void finish(StreamNumber number);
  void end_shards(const DescriptionPointer& stream);
  void submit(const DescriptionPointer& stream, CommandBody command);
  void finished(const DescriptionPointer& stream, const Result<void>& outcome);

  env::EventLoop& home_;
  Catalog& catalog_;
  log::LogStore& store_;
  const ServiceTime& time_;
  env::Logger& logger_;
  const milliseconds transition_time_;
  std::map<StreamNumber, UnderWay> under_way_;
};

}  // namespace weir::stream
