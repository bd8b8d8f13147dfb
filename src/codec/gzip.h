// Reading gzip (RFC 1952), as clients compress request bodies.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace weir::codec {

// What `compressed` holds: one member or several. Never takes more memory than about `bytes_max`.
// Errors: invalid_argument  it is no gzip, or it is cut short
//         limit_exceeded    it holds more than `bytes_max` bytes
Result<std::string> gunzip(std::string_view compressed, std::size_t bytes_max);

}  // namespace weir::codec
