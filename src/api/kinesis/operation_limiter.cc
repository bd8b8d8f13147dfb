#include "api/kinesis/operation_limiter.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::api::kinesis {

bool OperationLimiter::try_call(const PublishedRate& operation,
                                const stream::StreamKeyView& stream) {
  const auto own = settings_.accounts.find(stream.account_id);
  const OperationRates& rates = own == settings_.accounts.end() ? settings_.server : own->second;
  const std::uint32_t rate = rates.of(operation);
  if (rate == 0) return true;
  std::string name = fmt::format("{}/{}/{}/{}", stream.account_id, stream.region,
                                 operation.operation, operation.is_per_stream ? stream.name : "");
  const MonotonicTime now = time_.monotonic_now();
  const MutexLock lock(mutex_);
  if (buckets_.size() >= sweep_at_) forget_full_ones(now);
  return buckets_[std::move(name)].try_take(1, rate, now);
}

void OperationLimiter::forget_full_ones(MonotonicTime now) {
  constexpr std::size_t sweep_min = 1'024;
  std::erase_if(buckets_, [now](const auto& bucket) { return bucket.second.is_full(now); });
  sweep_at_ = std::max(sweep_min, 2 * buckets_.size());
}

std::size_t OperationLimiter::bucket_count() const {
  const MutexLock lock(mutex_);
  return buckets_.size();
}

}  // namespace weir::api::kinesis
