// DiskRing: writes of one AsioLoop that the kernel carries out by io_uring, without another thread.
//
// Compared with a committer thread it saves waking another core and being woken by it, some 50 µs a
// write. The kernel signals completions through an eventfd on which the loop waits like on a
// socket.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "base/bytes.h"

namespace boost::asio {
class io_context;
}

namespace weir::env {

// A write of all of `bytes` at byte `position` that ends only when they are on stable storage.
struct RingWrite {
  int file = -1;  // A descriptor that stays open until the answer.
  std::uint64_t position = 0;
  ByteView bytes;
  // 0, or an errno: then none, a part or all of the bytes may be on the disk.
  std::move_only_function<void(int)> done;
};

// Owned by its AsioLoop. Threads: the loop's only. Destroyed, it waits for the writes under way,
// whose buffers the disk still reads, and drops their answers.
class DiskRing {
 public:
  // Null where the kernel is too old or forbids io_uring, as many containers do.
  static std::unique_ptr<DiskRing> make(boost::asio::io_context& context);

  virtual ~DiskRing() = default;

  // Starts a write; the answer comes as a task of the loop.
  virtual void write(RingWrite write) = 0;
};

}  // namespace weir::env
