#include "env/local_time.h"

#include <ctime>

namespace weir::env {

int local_offset_minutes(WallTime time) {
  // localtime_r need not read the time zone itself.
  static const bool knows_zone = [] {
    tzset();
    return true;
  }();
  const std::time_t seconds = time.whole_seconds();
  std::tm local{};
  if (!knows_zone || localtime_r(&seconds, &local) == nullptr) return 0;
  return static_cast<int>(local.tm_gmtoff / 60);
}

}  // namespace weir::env
