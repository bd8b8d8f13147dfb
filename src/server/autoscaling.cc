#include "server/autoscaling.h"

#include "api/autoscaling/operations.h"

namespace weir::server {

Autoscaling::Autoscaling(Storage& storage, const api::Access& access, const env::Clock& clock,
                         env::Random& random, env::Logger& logger)
    : time_zones_(storage.files(), storage.worker(), "/usr/share/zoneinfo"),
      services_{.access = access,
                .catalog = storage.catalog(),
                .time = storage.time(),
                .random = random,
                .time_zones = time_zones_},
      alarms_(storage.streams().limits()),
      scaler_(std::make_shared<api::autoscaling::Scaler>(
          api::autoscaling::ScalerParts{.home = storage.loops().loop(Storage::catalog_loop),
                                        .catalog = storage.catalog(),
                                        .streams = storage.streams(),
                                        .clock = clock,
                                        .random = random,
                                        .logger = logger,
                                        .time_zones = time_zones_,
                                        .metrics = storage.metrics().on(Storage::catalog_loop),
                                        .alarms = alarms_})) {}

api::WireService Autoscaling::service() const { return api::autoscaling::service(services_); }

void Autoscaling::start() { scaler_->start(); }

void Autoscaling::stop() { scaler_->stop(); }

}  // namespace weir::server
