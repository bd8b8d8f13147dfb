// What Application Auto Scaling's operations work with.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "api/access.h"
#include "api/autoscaling/time_zones.h"
#include "api/wire_service.h"
#include "aws/service_error.h"
#include "env/event_loop.h"
#include "env/random.h"
#include "stream/catalog.h"
#include "stream/service_time.h"

namespace weir::api::autoscaling {

// The same for all loops.
struct Services {
  const Access& access;
  stream::Catalog& catalog;
  const stream::ServiceTime& time;
  env::Random& random;
  TimeZones& time_zones;
};

// One request. Lives until the reply, as does what it refers to.
struct Context {
  const Services& services;
  env::EventLoop& home;
  const aws::Caller& caller;

  const stream::CatalogState& state() const { return services.catalog.view(home).state; }
  const std::string& account_id() const { return caller.principal.account_id; }
  stream::StreamKeyView key_of(std::string_view stream_name) const {
    return {caller.principal.account_id, caller.region, stream_name};
  }
};

// How a handler answers: exactly once, now or later, on `home`.
template <class Operation>
using Reply = std::move_only_function<void(aws::Outcome<typename Operation::Response>)>;

}  // namespace weir::api::autoscaling
