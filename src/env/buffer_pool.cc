#include "env/buffer_pool.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <vector>

#include "base/mutex.h"
#include "env/file_system.h"
#include "env/page_memory.h"

namespace weir::env {
namespace {

// All are looked at each time. For the journal more would not be waited for: a group under way, and
// what the cache of the newest groups has let go for it.
constexpr std::ptrdiff_t kept_buffers_max = 64;

}  // namespace

struct BufferPool::Shelf {
  explicit Shelf(std::size_t kept_max) : kept_bytes_max(kept_max) {}
  ~Shelf() { unmap(free); }

  const std::size_t kept_bytes_max;
  Mutex mutex;
  std::size_t kept_bytes GUARDED_BY(mutex) = 0;
  std::vector<Buffer> free GUARDED_BY(mutex);  // The one given last comes last.

  static void unmap(const std::vector<Buffer>& buffers) {
    for (const Buffer& each : buffers) unmap_pages(each.bytes, each.capacity);
  }

  // The smallest of at least `capacity`, but not so large that much of it would be wasted; or none.
  Buffer take(std::size_t capacity) {
    MutexLock lock(mutex);
    auto best = free.end();
    for (auto each = free.begin(); each != free.end(); ++each) {
      if (each->capacity < capacity || each->capacity > 2 * capacity) continue;
      if (best == free.end() || each->capacity <= best->capacity) best = each;
    }
    if (best == free.end()) return {};
    const Buffer taken = *best;
    free.erase(best);
    kept_bytes -= taken.capacity;
    return taken;
  }

  // What was given first goes, if there is too much: a size that was in use just now is the one
  // that is asked for next, and sizes that nobody asks for any more must not fill the shelf.
  void give(Buffer buffer) {
    std::vector<Buffer> dropped;
    {
      MutexLock lock(mutex);
      free.push_back(buffer);
      kept_bytes += buffer.capacity;
      auto kept = free.begin();
      for (; kept_bytes > kept_bytes_max || free.end() - kept > kept_buffers_max; ++kept) {
        kept_bytes -= kept->capacity;
      }
      dropped.assign(free.begin(), kept);
      free.erase(free.begin(), kept);
    }
    unmap(dropped);
  }
};

BufferPool::BufferPool(std::size_t kept_bytes_max)
    : shelf_(std::make_shared<Shelf>(kept_bytes_max)) {}

std::shared_ptr<Buffer> BufferPool::take(std::size_t bytes) {
  // Eight sizes to a doubling: little is wasted, and a size comes back soon.
  const std::size_t step = std::max(disk_page_bytes, std::bit_floor(bytes) / 8);
  const std::size_t capacity = (bytes + step - 1) / step * step;
  Buffer buffer = shelf_->take(capacity);
  if (buffer.bytes == nullptr) buffer = {map_pages(capacity), capacity};
  return {new Buffer(buffer), [shelf = shelf_](Buffer* given) {
            shelf->give(*given);
            delete given;
          }};
}

}  // namespace weir::env
