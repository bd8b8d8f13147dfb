#include "text_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <iostream>
#include <iterator>
#include <system_error>

namespace weir::app {

Result<std::string> read_text_file(const std::string& path) {
  if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return fail(ErrorCode::not_found,
                fmt::format("cannot read {}: {}.", path, std::generic_category().message(errno)));
  }
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace weir::app
