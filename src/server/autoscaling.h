// Autoscaling: Application Auto Scaling put together: the API's service, and who scales.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "api/access.h"
#include "api/autoscaling/scaler.h"
#include "api/autoscaling/services.h"
#include "api/autoscaling/time_zones.h"
#include "api/autoscaling/tracking_alarms.h"
#include "api/wire_service.h"
#include "env/clock.h"
#include "env/logger.h"
#include "env/random.h"
#include "monitoring/alarms/scaling_action.h"
#include "server/storage.h"

namespace weir::server {

class Autoscaling {
 public:
  // All must outlive it.
  Autoscaling(Storage& storage, const api::Access& access, const env::Clock& clock,
              env::Random& random, env::Logger& logger);

  // For the dispatchers; must not outlive this.
  api::WireService service() const;

  // For alarms. Threads: the catalog loop's.
  monitoring::ScalingActions& actions() { return *scaler_; }

  // Threads: any.
  const api::autoscaling::TrackingAlarms& alarms() const { return alarms_; }

  // On the catalog loop, once the metrics have started; stop() before they stop.
  void start();
  void stop();

 private:
  api::autoscaling::TimeZones time_zones_;
  api::autoscaling::Services services_;
  api::autoscaling::TrackingAlarms alarms_;
  std::shared_ptr<api::autoscaling::Scaler> scaler_;
};

}  // namespace weir::server
