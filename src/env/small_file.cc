#include "env/small_file.h"

#include <fmt/format.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "env/file_system.h"

namespace weir::env {
namespace {

constexpr std::uint64_t small_bytes_max = 1u << 20;

}  // namespace

Result<std::string> read_small_file(FileSystem& files, const std::string& path) {
  const std::unique_ptr<File> file = TRY(files.open_to_read(path));
  const std::uint64_t size = TRY(file->size());
  if (size > small_bytes_max) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{} has {} bytes; {} are allowed.", path, size, small_bytes_max));
  }
  std::string text(size, '\0');
  TRY(file->read_at(0, std::as_writable_bytes(std::span(text))));
  return text;
}

Result<void> replace_small_file(FileSystem& files, const std::string& path,
                                const std::string& text) {
  const std::string fresh = path + ".new";
  Result<void> removed = files.remove(fresh);  // Left by a crash.
  if (!removed && removed.error().code != ErrorCode::not_found) return removed;
  const std::unique_ptr<File> file = TRY(files.create(fresh));
  TRY(file->write_at(0, bytes_of(text)));
  TRY(file->sync());
  return files.rename(fresh, path);
}

}  // namespace weir::env
