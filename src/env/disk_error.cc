#include "env/disk_error.h"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

namespace weir::env {
namespace {

ErrorCode code_of(int error_number) {
  switch (error_number) {
    case ENOENT:
      return ErrorCode::not_found;
    case EEXIST:
      return ErrorCode::in_use;
    case ENOSPC:
    case EDQUOT:
      return ErrorCode::no_space;
    default:
      return ErrorCode::unavailable;
  }
}

}  // namespace

std::unexpected<Error> disk_error(std::string_view action, const std::string& path,
                                  int error_number) {
  return fail(code_of(error_number), fmt::format("Cannot {} {}: {}.", action, path,
                                                 std::generic_category().message(error_number)));
}

}  // namespace weir::env
