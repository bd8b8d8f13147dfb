#include "server/reach.h"

#include <fmt/format.h>

namespace weir::server {

bool is_loopback(std::string_view address) {
  return address.starts_with("127.") || address == "::1";
}

Result<void> check_reach(const Settings& settings, bool has_users) {
  if (has_users || is_loopback(settings.listen_address)) return {};
  return fail(ErrorCode::invalid_argument,
              fmt::format("no user is defined, so anybody could use a server on {}. Add one with "
                          "\"weir user add NAME --data {}\", or listen on 127.0.0.1.",
                          settings.listen_address, settings.data_directory));
}

}  // namespace weir::server
