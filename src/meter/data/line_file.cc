#include "meter/data/line_file.h"

#include <fmt/format.h>

#include <utility>

namespace weir::meter {

Result<std::unique_ptr<LineFile>> LineFile::open(env::FileSystem& files, const std::string& path,
                                                 bool is_repeated) {
  std::shared_ptr<env::File> file = TRY(files.open_to_read(path));
  LineReader reader(file);
  std::string line;
  while (TRY(reader.next(line))) {
    if (!line.empty()) return std::make_unique<LineFile>(std::move(file), path, is_repeated);
  }
  return fail(ErrorCode::invalid_argument, fmt::format("The file {} has no records.", path));
}

Result<bool> LineFile::next(std::string& line) {
  const MutexLock lock(mutex_);
  for (bool has_begun_anew = false;;) {
    const bool has_line = TRY(reader_.next(line));
    if (has_line && !line.empty()) return true;
    if (has_line) continue;
    // A file that has been emptied meanwhile has no lines however often it begins.
    if (!is_repeated_ || has_begun_anew) return false;
    has_begun_anew = true;
    reader_.rewind();
  }
}

}  // namespace weir::meter
