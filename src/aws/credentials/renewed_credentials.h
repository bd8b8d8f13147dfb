// RenewedCredentials: what to sign with, now. Credentials that expire are found anew before they
// do, on a Worker, while senders go on with those they have.
//
//     const auto credentials = renewed->at(clock.wall_now());
//     if (credentials != signing_with) …make the signing key anew…
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "aws/credentials.h"
#include "aws/credentials/found_credentials.h"
#include "base/result.h"
#include "base/time.h"
#include "env/clock.h"
#include "env/worker.h"

namespace weir::aws {

// Threads: any.
class RenewedCredentials {
 public:
  // Looks for credentials; blocks. Called on the worker, never twice at a time.
  using Find = std::move_only_function<Result<FoundCredentials>()>;

  // `first` are good now. `worker` and `clock` must outlive this; what `find` needs must outlive
  // the worker's tasks.
  RenewedCredentials(FoundCredentials first, Find find, env::Worker& worker,
                     const env::Clock& clock);
  ~RenewedCredentials();
  RenewedCredentials(const RenewedCredentials&) = delete;
  RenewedCredentials& operator=(const RenewedCredentials&) = delete;

  // The credentials to sign with at `now`, the same object until others take their place. Never
  // blocks. From five minutes before they expire it starts to look for new ones, again and again
  // until it finds some; if they expire before that they stay, and the service says so.
  std::shared_ptr<const Credentials> at(WallTime now) const;

  // Why the last attempt to renew failed, a sentence; empty if it did not.
  std::string failure() const;

 private:
  class State;
  const std::shared_ptr<State> state_;
};

}  // namespace weir::aws
