// DurableWriter: carries out File::write_durable for the real file system, by io_uring or by
// committer threads.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/done.h"
#include "base/mutex.h"
#include "env/asio_loop.h"
#include "env/event_loop.h"
#include "env/thread_worker.h"

namespace weir::env {

// Where a durable write goes. The descriptors stay open until the answer.
struct DurableTarget {
  std::string path;  // For messages.
  int buffered_file = -1;
  int direct_file = -1;  // Opened with O_DIRECT | O_DSYNC; -1 where the file system cannot.
};

struct DurableWrite {
  DurableTarget target;
  std::uint64_t position = 0;
  ByteView bytes;
  Done<void> done;
};

// Threads: any.
class DurableWriter {
 public:
  explicit DurableWriter(bool io_uring) : io_uring_(io_uring) {}

  // Answers on `home`, as File::write_durable says.
  void write(EventLoop& home, DurableWrite write);

 private:
  void write_by_ring(AsioLoop& home, DiskRing& ring, DurableWrite write);
  void write_by_committer(EventLoop& home, DurableWrite write);
  ThreadWorker& committer(std::size_t loop_index);

  const bool io_uring_;
  Mutex mutex_;
  // A thread for each loop, by its index, started when it first writes: the loops' groups then do
  // not wait for one another.
  std::map<std::size_t, ThreadWorker> committers_ GUARDED_BY(mutex_);
};

}  // namespace weir::env
