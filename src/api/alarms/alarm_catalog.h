// AlarmCatalog: what alarms need of the catalog. Its own interface, so that tests need no log.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "base/done.h"
#include "env/event_loop.h"
#include "stream/catalog_state.h"
#include "stream/command.h"

namespace weir::api::alarms {

class AlarmCatalog {
 public:
  virtual ~AlarmCatalog() = default;

  // The state as `loop` sees it. What it points to stays as long as the pointer.
  virtual std::shared_ptr<const stream::CatalogState> state(const env::EventLoop& loop) const = 0;

  // As Catalog::submit.
  virtual void submit(env::EventLoop& loop, stream::CommandBody body, Done<void> done) = 0;
};

}  // namespace weir::api::alarms
