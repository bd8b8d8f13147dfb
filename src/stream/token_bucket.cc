#include "stream/token_bucket.h"

#include <algorithm>

namespace weir::stream {
namespace {

constexpr std::int64_t capacity_ns = 1'000'000'000;

// What `amount` costs at `rate` a second. 10 MiB at one byte a second still fits into 64 bits.
std::int64_t cost_ns(std::uint64_t amount, std::uint64_t rate) {
  return static_cast<std::int64_t>(amount * static_cast<std::uint64_t>(capacity_ns) / rate);
}

}  // namespace

bool TokenBucket::try_take(std::uint64_t amount, std::uint64_t rate, MonotonicTime now) {
  const std::int64_t cost = cost_ns(amount, rate);
  std::int64_t before = full_at_.load(std::memory_order_relaxed);
  while (true) {
    const std::int64_t start = std::max(before, now.ns);
    if (start > now.ns && start - now.ns > capacity_ns - cost) return false;
    if (full_at_.compare_exchange_weak(before, start + cost, std::memory_order_relaxed))
      return true;
  }
}

void TokenBucket::give_back(std::uint64_t amount, std::uint64_t rate) {
  full_at_.fetch_sub(cost_ns(amount, rate), std::memory_order_relaxed);
}

bool TokenBucket::is_in_debt(MonotonicTime now) const {
  const std::int64_t full_at = full_at_.load(std::memory_order_relaxed);
  return full_at > now.ns && full_at - now.ns > capacity_ns;
}

void TokenBucket::charge(std::uint64_t amount, std::uint64_t rate, MonotonicTime now) {
  const std::int64_t cost = cost_ns(amount, rate);
  std::int64_t before = full_at_.load(std::memory_order_relaxed);
  while (true) {
    const std::int64_t emptied = cost > capacity_ns ? now.ns + capacity_ns : now.ns;
    const std::int64_t after = std::max(before, emptied) + cost;
    if (full_at_.compare_exchange_weak(before, after, std::memory_order_relaxed)) return;
  }
}

bool TokenBucket::is_full(MonotonicTime now) const {
  return full_at_.load(std::memory_order_relaxed) <= now.ns;
}

}  // namespace weir::stream
