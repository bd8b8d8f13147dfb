#include "env/system_random.h"

#include <sys/random.h>

#include <cerrno>
#include <cstring>
#include <span>

#include "base/check.h"

namespace weir::env {
namespace {

void fill_from_kernel(MutableBytes bytes) {
  while (!bytes.empty()) {
    const ssize_t count = getrandom(bytes.data(), bytes.size(), 0);
    if (count < 0 && errno == EINTR) continue;
    CHECK(count > 0, "getrandom: {}", std::strerror(errno));
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
}

}  // namespace

void SystemRandom::fill(MutableBytes bytes) {
  // Long requests gain nothing from the stock, and would hold its mutex for the system call.
  if (bytes.size() > stock_bytes / 4) return fill_from_kernel(bytes);
  const MutexLock lock(mutex_);
  take(bytes);
}

void SystemRandom::take(MutableBytes bytes) {
  if (left_ < bytes.size()) {
    fill_from_kernel(stock_);
    left_ = stock_.size();
  }
  const MutableBytes given = MutableBytes(stock_).last(left_).first(bytes.size());
  std::memcpy(bytes.data(), given.data(), given.size());
  explicit_bzero(given.data(), given.size());
  left_ -= given.size();
}

}  // namespace weir::env
