// What operations work with whose resources are in the catalog. The same for all loops.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "api/cloudwatch/authorise.h"
#include "base/done.h"
#include "env/event_loop.h"
#include "stream/catalog_state.h"
#include "stream/command.h"

namespace weir::api::cloudwatch {

struct CatalogAccess {
  Authorise authorise;
  // The catalog as the loop sees it; good until the loop is asked again.
  std::function<const stream::CatalogState&(env::EventLoop& home)> state;
  // As Catalog::submit.
  std::function<void(env::EventLoop& home, stream::CommandBody body, Done<void> done)> submit;
};

}  // namespace weir::api::cloudwatch
