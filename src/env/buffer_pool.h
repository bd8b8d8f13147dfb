// BufferPool: page-aligned buffers that are used again when their last holder lets go. New pages
// cost the kernel more time than most of what is done with them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>

namespace weir::env {

// A buffer whose address is a multiple of disk_page_bytes. The first `capacity` bytes are the
// holder's.
struct Buffer {
  std::byte* bytes = nullptr;
  std::size_t capacity = 0;
};

// Threads: any. Buffers may outlive it.
class BufferPool {
 public:
  // Keeps at most `kept_bytes_max` for use again, those given last.
  explicit BufferPool(std::size_t kept_bytes_max);

  // A buffer of at least `bytes`, contents undefined.
  std::shared_ptr<Buffer> take(std::size_t bytes);

 private:
  struct Shelf;
  std::shared_ptr<Shelf> shelf_;
};

}  // namespace weir::env
