// The first minute with a new server: a stream with a few events in it, and what to paste next.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "server/server.h"
#include "server/settings.h"
#include "world.h"

namespace weir::app {

// Creates settings.first_stream unless it exists, puts a first handful of events into it, or says
// what is there from before, and prints `aws kinesis` lines that work as they stand. All through
// the front door, as any client would.
Result<void> welcome(const server::Settings& settings, const server::Server& server, World& world);

}  // namespace weir::app
