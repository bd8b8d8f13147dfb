// LineFile: a file whose lines are records, which all virtual users draw from in turn.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "base/mutex.h"
#include "base/result.h"
#include "env/file_system.h"
#include "meter/data/line_reader.h"

namespace weir::meter {

// Threads: any.
class LineFile {
 public:
  // A file that is not repeated ends. Errors: those of FileSystem::open_to_read; invalid_argument
  // the file has no line that is not empty.
  static Result<std::unique_ptr<LineFile>> open(env::FileSystem& files, const std::string& path,
                                                bool is_repeated);

  LineFile(std::shared_ptr<env::File> file, std::string path, bool is_repeated)
      : path_(std::move(path)), is_repeated_(is_repeated), reader_(std::move(file)) {}

  // The next line that is not empty; false when there are no more. Now and then reads a block,
  // which blocks. Errors: as LineReader::next.
  Result<bool> next(std::string& line);

 private:
  std::string path_;
  bool is_repeated_;
  Mutex mutex_;
  LineReader reader_ GUARDED_BY(mutex_);
};

}  // namespace weir::meter
