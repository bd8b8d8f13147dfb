#include "stream/write_limit.h"

#include <algorithm>

namespace weir::stream {
namespace {

constexpr std::int64_t capacity_ns = 1'000'000'000;  // One second's worth, as Amazon meters.

// What `amount` costs at `rate` a second. 10 MiB at one byte a second still fits into 64 bits.
std::int64_t cost_ns(std::uint64_t amount, std::uint64_t rate) {
  return static_cast<std::int64_t>(amount * static_cast<std::uint64_t>(capacity_ns) / rate);
}

// Takes `cost` out of the bucket that is full at `full_at`, if it holds that much, or is full.
bool take(std::atomic<std::int64_t>& full_at, std::int64_t cost, std::int64_t now) {
  std::int64_t before = full_at.load(std::memory_order_relaxed);
  while (true) {
    const std::int64_t start = std::max(before, now);
    if (start > now && start - now > capacity_ns - cost) return false;
    if (full_at.compare_exchange_weak(before, start + cost, std::memory_order_relaxed)) return true;
  }
}

}  // namespace

bool WriteLimit::try_take(const WriteLimitSettings& settings, std::size_t records,
                          std::size_t bytes, MonotonicTime now) {
  if (!settings.enabled) return true;
  const std::int64_t bytes_cost = cost_ns(bytes, settings.bytes_per_second);
  if (!take(bytes_full_at_, bytes_cost, now.ns)) return false;
  if (take(records_full_at_, cost_ns(records, settings.records_per_second), now.ns)) return true;
  bytes_full_at_.fetch_sub(bytes_cost, std::memory_order_relaxed);
  return false;
}

}  // namespace weir::stream
