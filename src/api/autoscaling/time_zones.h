// TimeZones: the time zones of the machine, by their IANA names, read when first asked for.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/done.h"
#include "base/mutex.h"
#include "env/event_loop.h"
#include "env/file_system.h"
#include "env/worker.h"
#include "monitoring/scaling/time_zone.h"

namespace weir::api::autoscaling {

using TimeZonePointer = std::shared_ptr<const monitoring::TimeZone>;

// Threads: any.
class TimeZones {
 public:
  // `directory` has a file for each zone, "/usr/share/zoneinfo". All must outlive it.
  TimeZones(env::FileSystem& files, env::Worker& worker, std::string directory);

  // A zone that has been read before; an empty name is UTC. Null: ask read().
  TimeZonePointer find(std::string_view name) const;

  // Answers on `home`. Errors: not_found, corrupt, unavailable.
  void read(env::EventLoop& home, std::string name, Done<TimeZonePointer> done);

 private:
  Result<TimeZonePointer> read_file(const std::string& name);

  env::FileSystem& files_;
  env::Worker& worker_;
  const std::string directory_;
  mutable Mutex mutex_;
  std::map<std::string, TimeZonePointer, std::less<>> zones_ GUARDED_BY(mutex_);
};

}  // namespace weir::api::autoscaling
