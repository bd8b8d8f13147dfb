// TailConsumer: a consumer of a stream that is registered for as long as this object lives.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "kinesis_client.h"
#include "world.h"

namespace weir::app {

class TailConsumer {
 public:
  // `client` must outlive it.
  explicit TailConsumer(KinesisClient& client) : client_(client) {}
  // Takes it away, and complains if that fails.
  ~TailConsumer();
  TailConsumer(const TailConsumer&) = delete;
  TailConsumer& operator=(const TailConsumer&) = delete;

  // Registers it under a name that nobody else has, and waits until it is ACTIVE.
  std::expected<void, CallError> begin(const std::string& stream, World& world);

  const std::string& arn() const { return arn_; }

 private:
  KinesisClient& client_;
  std::string arn_;  // Empty: there is none.
};

}  // namespace weir::app
