// disk_error: what an errno of a file system call means to the caller.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace weir::env {

// "Cannot ACTION PATH: No space left on device." with the matching code: not_found (ENOENT), in_use
// (EEXIST), no_space (ENOSPC, EDQUOT), else unavailable.
std::unexpected<Error> disk_error(std::string_view action, const std::string& path,
                                  int error_number);

}  // namespace weir::env
