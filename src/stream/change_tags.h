// What commands do to the tags of whatever has some.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "stream/stream_description.h"

namespace weir::stream {

// Adds or replaces those in `set` and takes away those whose keys are in `remove`. `tags` and `set`
// are sorted by key. False: there would be more than `tags_max` (0: no limit); what has more, by an
// older limit, may still lose some.
bool change_tags(Tags& tags, const Tags& set, const std::vector<std::string>& remove,
                 std::uint32_t tags_max);

}  // namespace weir::stream
