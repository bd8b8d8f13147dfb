// What the operations on dashboards work with. The same for all loops.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "api/access.h"
#include "base/done.h"
#include "env/event_loop.h"
#include "stream/catalog_state.h"
#include "stream/command.h"

namespace weir::api::dashboards {

struct Services {
  // Whether the caller may, as of the catalog that the loop sees. Errors: AccessDeniedException.
  std::function<aws::Outcome<void>(env::EventLoop& home, const Question& question)> authorise;
  // The catalog as the loop sees it; good until the loop is asked again.
  std::function<const stream::CatalogState&(env::EventLoop& home)> state;
  // As Catalog::submit.
  std::function<void(env::EventLoop& home, stream::CommandBody body, Done<void> done)> submit;
};

}  // namespace weir::api::dashboards
