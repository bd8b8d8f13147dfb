// HandlerMemory: room for one handler of Boost.Asio inside the object that starts it again and
// again, so that a wait for a socket takes no memory from the heap.
//
// Asio's own cache keeps a block or two a thread; a batch that answers hundreds of connections at
// once would go past it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <new>

namespace weir::env {

// Threads: one. Must outlive the handler, which therefore holds what owns it.
class HandlerMemory {
 public:
  HandlerMemory() = default;
  HandlerMemory(const HandlerMemory&) = delete;
  HandlerMemory& operator=(const HandlerMemory&) = delete;

  void* allocate(std::size_t bytes) {
    if (is_taken_ || bytes > sizeof room_) return ::operator new(bytes);
    is_taken_ = true;
    return room_;
  }

  void deallocate(void* place) {
    if (place != room_) return ::operator delete(place);
    is_taken_ = false;
  }

 private:
  alignas(std::max_align_t) std::byte room_[256];
  bool is_taken_ = false;
};

// What a handler names as its allocator_type.
template <class T>
class HandlerAllocator {
 public:
  using value_type = T;

  explicit HandlerAllocator(HandlerMemory& memory) : memory_(&memory) {}
  template <class Other>
  HandlerAllocator(const HandlerAllocator<Other>& other) : memory_(other.memory_) {}

  T* allocate(std::size_t count) { return static_cast<T*>(memory_->allocate(count * sizeof(T))); }
  void deallocate(T* place, std::size_t /*count*/) { memory_->deallocate(place); }

  friend bool operator==(HandlerAllocator, HandlerAllocator) = default;

 private:
  template <class Other>
  friend class HandlerAllocator;

  HandlerMemory* memory_;
};

}  // namespace weir::env
