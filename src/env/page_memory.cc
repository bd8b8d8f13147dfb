#include "env/page_memory.h"

#include <sys/mman.h>

#include "base/check.h"
#include "env/file_system.h"

namespace weir::env {

std::byte* map_pages(std::size_t bytes) {
  CHECK(bytes > 0 && bytes % disk_page_bytes == 0, "{} bytes", bytes);
  void* const pages =
      ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CHECK(pages != MAP_FAILED, "no memory for {} bytes", bytes);
  return static_cast<std::byte*>(pages);
}

void unmap_pages(std::byte* pages, std::size_t bytes) {
  CHECK(::munmap(pages, bytes) == 0, "{} bytes were not mapped", bytes);
}

}  // namespace weir::env
