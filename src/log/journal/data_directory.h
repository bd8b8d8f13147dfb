// The data directory: its lock, its format and the names in it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "env/file_system.h"

namespace weir::log::journal {

// "DIR/0000000000000007.segment" for 7.
std::string segment_path(const std::string& directory, std::uint64_t id);

// The id in a name like "0000000000000007.segment", or nothing.
// Where a planted bug puts the file of a dead segment.
std::string recycled_path(const std::string& directory);
std::optional<std::uint64_t> segment_id_of(const std::string& name);

// Whether it is a segment that was never finished.
bool is_unfinished(const std::string& name);

// Makes the directory if need be and takes its lock, for as long as the file lives.
// Errors: in_use, unavailable.
Result<std::unique_ptr<env::File>> lock_directory(env::FileSystem& files,
                                                  const std::string& directory);

// Takes the lock of a directory that is only read, and makes nothing. Null: it has never been open.
// Errors: in_use; not_found: there is no such directory; unavailable.
Result<std::unique_ptr<env::File>> lock_for_reading(env::FileSystem& files,
                                                    const std::string& directory);

// Looks at the format that the directory is written in; marks a fresh one as of the present format,
// durably, if `may_write`. Errors: invalid_argument: it is of a newer format, or of none.
Result<void> check_format(env::FileSystem& files, const std::string& directory, bool may_write);

}  // namespace weir::log::journal
