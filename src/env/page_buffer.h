// PageBuffer: zeroed memory whose address and size are multiples of disk_page_bytes, as
// File::write_durable wants it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>

#include "base/bytes.h"
#include "env/file_system.h"

namespace weir::env {

class PageBuffer {
 public:
  explicit PageBuffer(std::size_t pages)
      : bytes_(pages * disk_page_bytes),
        memory_(static_cast<std::byte*>(
            ::operator new(pages* disk_page_bytes, std::align_val_t{disk_page_bytes}))) {
    std::memset(memory_.get(), 0, bytes_);
  }

  MutableBytes bytes() { return {memory_.get(), bytes_}; }
  ByteView bytes() const { return {memory_.get(), bytes_}; }

 private:
  struct Free {
    void operator()(std::byte* memory) const {
      ::operator delete(memory, std::align_val_t{disk_page_bytes});
    }
  };

  std::size_t bytes_;
  std::unique_ptr<std::byte, Free> memory_;
};

}  // namespace weir::env
