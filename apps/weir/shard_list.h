// The shards of a stream, by their ids.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "kinesis_client.h"

namespace weir::app {

// All of them, those that have ended too.
std::expected<std::vector<std::string>, CallError> list_shards(KinesisClient& client,
                                                               const std::string& stream);

}  // namespace weir::app
