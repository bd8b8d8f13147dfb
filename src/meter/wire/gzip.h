// gzip (RFC 1952), as the Amazon Kinesis Data Generator compresses its records.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace weir::meter {

// `data` compressed, with no name and no time, so that the same data gives the same bytes.
std::string gzip(std::string_view data);

}  // namespace weir::meter
