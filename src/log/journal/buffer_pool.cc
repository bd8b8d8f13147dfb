#include "log/journal/buffer_pool.h"

#include <bit>
#include <cstdlib>
#include <map>
#include <vector>

#include "base/check.h"
#include "base/mutex.h"
#include "log/journal/segment_format.h"

namespace weir::log::journal {

struct BufferPool::Shelf {
  explicit Shelf(std::size_t kept_max) : kept_bytes_max(kept_max) {}
  ~Shelf() {
    for (auto& [capacity, buffers] : free) {
      for (std::byte* each : buffers) std::free(each);
    }
  }

  const std::size_t kept_bytes_max;
  Mutex mutex;
  std::size_t kept_bytes GUARDED_BY(mutex) = 0;
  std::map<std::size_t, std::vector<std::byte*>> free;

  std::byte* take(std::size_t capacity) {
    MutexLock lock(mutex);
    auto found = free.find(capacity);
    if (found == free.end() || found->second.empty()) return nullptr;
    std::byte* taken = found->second.back();
    found->second.pop_back();
    kept_bytes -= capacity;
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
    std::free(buffer.bytes);
  }
};

BufferPool::BufferPool(std::size_t kept_bytes_max)
    : shelf_(std::make_shared<Shelf>(kept_bytes_max)) {}

std::shared_ptr<Buffer> BufferPool::take(std::size_t bytes) {
  // Eight sizes to a doubling: little is wasted, and a size comes back soon.
  std::size_t step = std::max(page_bytes, std::bit_floor(bytes) / 8);
  std::size_t capacity = (bytes + step - 1) / step * step;
  std::byte* memory = shelf_->take(capacity);
  if (memory == nullptr) {
    memory = static_cast<std::byte*>(std::aligned_alloc(page_bytes, capacity));
    CHECK(memory != nullptr, "no memory for {} bytes", capacity);
  }
  return {new Buffer{memory, capacity}, [shelf = shelf_](Buffer* buffer) {
            shelf->give(*buffer);
            delete buffer;
          }};
}

}  // namespace weir::log::journal
