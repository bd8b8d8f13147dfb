// The whole state of the catalog as bytes: the content of a snapshot.
//
// Equal states give equal bytes.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "stream/catalog_state.h"

namespace weir::stream {

std::string encode_state(const CatalogState& state);

// Errors: corrupt  not a state that this version knows, or one that contradicts itself.
Result<CatalogState> decode_state(ByteView bytes);

}  // namespace weir::stream
