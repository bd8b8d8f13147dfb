#include "line_reader.h"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

namespace weir::app {

Result<LineReader> LineReader::open(const std::string& path) {
  LineReader reader;
  if (path == "-") return reader;
  reader.file_ = std::make_unique<std::ifstream>(path, std::ios::binary);
  if (!*reader.file_) {
    return fail(ErrorCode::not_found,
                fmt::format("cannot read {}: {}.", path, std::generic_category().message(errno)));
  }
  return reader;
}

std::optional<std::string> LineReader::next() {
  std::string line;
  if (!std::getline(file_ ? static_cast<std::istream&>(*file_) : std::cin, line)) {
    return std::nullopt;
  }
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

}  // namespace weir::app
