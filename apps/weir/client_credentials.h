// The credentials of our own clients: looked for through the real doors, renewed on a thread.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <utility>

#include "aws/credentials/credential_chain.h"
#include "aws/credentials/credential_doors.h"
#include "aws/credentials/found_credentials.h"
#include "aws/credentials/renewed_credentials.h"
#include "base/result.h"
#include "client_options.h"
#include "env/thread_worker.h"
#include "http/client.h"
#include "world.h"

namespace weir::app {

// The environment, the disk, programs and HTTP. `world` must outlive them.
aws::CredentialDoors credential_doors(const World& world);

class ClientCredentials {
 public:
  // Finds the first ones; blocks. Errors: those of aws::find_credentials. `world` must outlive it.
  static Result<std::unique_ptr<ClientCredentials>> find(const aws::CredentialFlags& flags,
                                                         const World& world);

  // Of `first`, found by `find`.
  ClientCredentials(aws::FoundCredentials first, aws::RenewedCredentials::Find find,
                    const env::Clock& clock)
      : renewed_(std::move(first), std::move(find), worker_, clock) {}

  // What to sign with at `now`. Never blocks. Threads: any.
  std::shared_ptr<const aws::Credentials> at(WallTime now) const { return renewed_.at(now); }

  const aws::RenewedCredentials& renewed() const { return renewed_; }

 private:
  // A renewal that is under way is waited for, no longer than the doors may take.
  env::ThreadWorker worker_{1};
  aws::RenewedCredentials renewed_;
};

// Credentials that never expire.
std::unique_ptr<ClientCredentials> keep_credentials(aws::Credentials credentials,
                                                    const env::Clock& clock);

// On this machine.
bool is_local(const http::Origin& origin);

// The region of flag, environment or profile; "us-east-1" if nothing says which.
std::string region_of(const ClientOptions& options, const World& world);

// For a server at `origin`. Where there are none, a local one is asked with a key of no meaning,
// which it accepts as long as it has no users. Errors: those of ClientCredentials::find.
Result<std::unique_ptr<ClientCredentials>> credentials_for(const http::Origin& origin,
                                                           const ClientOptions& options,
                                                           const World& world);

}  // namespace weir::app
