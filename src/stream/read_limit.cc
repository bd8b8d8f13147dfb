#include "stream/read_limit.h"

namespace weir::stream {

bool ReadLimit::try_call(const ReadLimitSettings& settings, MonotonicTime now) {
  if (settings.bytes_per_second != 0 && bytes_.is_in_debt(now)) return false;
  return settings.calls_per_second == 0 || calls_.try_take(1, settings.calls_per_second, now);
}

void ReadLimit::charge(const ReadLimitSettings& settings, std::size_t bytes, MonotonicTime now) {
  if (settings.bytes_per_second == 0 || bytes == 0) return;
  bytes_.charge(bytes, settings.bytes_per_second, now);
}

bool ReadLimit::try_iterator(const ReadLimitSettings& settings, MonotonicTime now) {
  return settings.iterators_per_second == 0 ||
         iterators_.try_take(1, settings.iterators_per_second, now);
}

}  // namespace weir::stream
