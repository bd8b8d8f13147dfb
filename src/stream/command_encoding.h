// Commands as bytes, in the catalog's log: a version, the id, the time, which command it is, its
// fields.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "stream/command.h"

namespace weir::stream {

// Appends the bytes of `command`.
void encode_command(const Command& command, std::string& to);

// Errors: corrupt  not a command that this version knows, or not one that can be applied.
Result<Command> decode_command(ByteView bytes);

}  // namespace weir::stream
