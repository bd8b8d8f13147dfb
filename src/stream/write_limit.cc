#include "stream/write_limit.h"

namespace weir::stream {

bool WriteLimit::try_take(const WriteLimitSettings& settings, std::size_t records,
                          std::size_t bytes, MonotonicTime now) {
  if (settings.enabled) {
    if (!bytes_.try_take(bytes, settings.bytes_per_second, now)) return false;
    if (!records_.try_take(records, settings.records_per_second, now)) {
      bytes_.give_back(bytes, settings.bytes_per_second);
      return false;
    }
  }
  bytes_taken_.fetch_add(bytes, std::memory_order_relaxed);
  records_taken_.fetch_add(records, std::memory_order_relaxed);
  return true;
}

}  // namespace weir::stream
