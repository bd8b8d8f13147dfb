// What OpenSSL has allocated in this test program, for tests of what connections cost.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <malloc.h>
#include <openssl/crypto.h>

#include <cstddef>
#include <cstdlib>

namespace weir::http {

class OpensslMemory {
 public:
  // All that is allocated at present, in bytes. Counted from the program's start; false in
  // is_counted() if OpenSSL had begun to allocate before.
  static std::size_t bytes() { return bytes_; }
  static bool is_counted() { return is_counted_; }

 private:
  static void* allocate(std::size_t size, const char* /*file*/, int /*line*/) {
    void* const memory = std::malloc(size);
    if (memory != nullptr) bytes_ += malloc_usable_size(memory);
    return memory;
  }
  static void* reallocate(void* memory, std::size_t size, const char* file, int line) {
    if (memory == nullptr) return allocate(size, file, line);
    bytes_ -= malloc_usable_size(memory);
    void* const moved = std::realloc(memory, size);
    bytes_ += malloc_usable_size(moved != nullptr ? moved : memory);
    return moved;
  }
  static void release(void* memory, const char* /*file*/, int /*line*/) {
    if (memory == nullptr) return;
    bytes_ -= malloc_usable_size(memory);
    std::free(memory);
  }

  // The tests that use it have one thread.
  static inline std::size_t bytes_ = 0;
  static inline const bool is_counted_ =
      CRYPTO_set_mem_functions(allocate, reallocate, release) == 1;
};

}  // namespace weir::http
