// Endpoint: where calls of one service go, and who signs them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "aws/credentials.h"
#include "base/time.h"
#include "http/client.h"

namespace weir::meter {

// What to sign with at a time: the same object until others take its place. Threads: any.
using CredentialsAt = std::function<std::shared_ptr<const aws::Credentials>(WallTime)>;

struct Endpoint {
  http::Origin origin;
  std::string region;
  std::string service;  // "kinesis" or "firehose".
  CredentialsAt credentials;

  // What stands before the operation's name in X-Amz-Target.
  std::string target_prefix() const {
    return service == "firehose" ? "Firehose_20150804." : "Kinesis_20131202.";
  }
};

}  // namespace weir::meter
