// Small text files as a whole: certificates, keys.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "env/file_system.h"

namespace weir::env {

// The whole of a file. Blocks. Errors: those of FileSystem::open_to_read; invalid_argument  the
// file is larger than any that should be read so (1 MiB).
Result<std::string> read_small_file(FileSystem& files, const std::string& path);

// Puts `text` durably in place of what was there, all or nothing; the directory must still be
// synced. Blocks. Errors: those of FileSystem and File; the old file is then whole.
Result<void> replace_small_file(FileSystem& files, const std::string& path,
                                const std::string& text);

}  // namespace weir::env
