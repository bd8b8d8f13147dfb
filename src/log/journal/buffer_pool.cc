#include "log/journal/buffer_pool.h"

#include <algorithm>
#include <bit>
#include <map>
#include <vector>

#include "base/mutex.h"
#include "env/page_memory.h"
#include "log/journal/segment_format.h"

namespace weir::log::journal {

struct BufferPool::Shelf {
  explicit Shelf(std::size_t kept_max) : kept_bytes_max(kept_max) {}
  ~Shelf() {
    for (auto& [capacity, buffers] : free) {
      for (std::byte* each : buffers) env::unmap_pages(each, capacity);
    }
  }

  const std::size_t kept_bytes_max;
  Mutex mutex;
  std::size_t kept_bytes GUARDED_BY(mutex) = 0;
  std::map<std::size_t, std::vector<std::byte*>> free GUARDED_BY(mutex);  // By capacity.

  // One of at least `capacity`, but not so large that much of it would be wasted; or none.
  Buffer take(std::size_t capacity) {
    MutexLock lock(mutex);
    const auto found = free.lower_bound(capacity);
    if (found == free.end() || found->first > 2 * capacity) return {};
    const Buffer taken{found->second.back(), found->first};
    found->second.pop_back();
    if (found->second.empty()) free.erase(found);
    kept_bytes -= taken.capacity;
    return taken;
  }

  void give(Buffer buffer) {
    {
      MutexLock lock(mutex);
      if (kept_bytes + buffer.capacity <= kept_bytes_max) {
        kept_bytes += buffer.capacity;
        free[buffer.capacity].push_back(buffer.bytes);
        return;
      }
    }
    env::unmap_pages(buffer.bytes, buffer.capacity);
  }
};

BufferPool::BufferPool(std::size_t kept_bytes_max)
    : shelf_(std::make_shared<Shelf>(kept_bytes_max)) {}

std::shared_ptr<Buffer> BufferPool::take(std::size_t bytes) {
  // Eight sizes to a doubling: little is wasted, and a size comes back soon.
  const std::size_t step = std::max(page_bytes, std::bit_floor(bytes) / 8);
  const std::size_t capacity = (bytes + step - 1) / step * step;
  Buffer buffer = shelf_->take(capacity);
  if (buffer.bytes == nullptr) buffer = {env::map_pages(capacity), capacity};
  return {new Buffer(buffer), [shelf = shelf_](Buffer* given) {
            shelf->give(*given);
            delete given;
          }};
}

}  // namespace weir::log::journal
