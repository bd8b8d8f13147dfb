#include "env/durable_writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "env/disk_error.h"
#include "env/disk_ring.h"
#include "env/write_fully.h"

namespace weir::env {
namespace {

Result<void> result_of(const DurableTarget& target, int error_number) {
  if (error_number == 0) return {};
  return disk_error("write durably to", target.path, error_number);
}

// Blocks. 0 or an errno.
int write_and_sync(const DurableWrite& write) {
  if (write.target.direct_file >= 0) {
    const int error = write_fully(write.target.direct_file, write.position, write.bytes);
    // Some file systems open with O_DIRECT and refuse only the write, having done nothing.
    if (error != EINVAL) return error;
  }
  const int error = write_fully(write.target.buffered_file, write.position, write.bytes);
  if (error != 0) return error;
  return ::fdatasync(write.target.buffered_file) == 0 ? 0 : errno;
}

}  // namespace

void DurableWriter::write(EventLoop& home, DurableWrite write) {
  auto* const asio_loop = io_uring_ ? dynamic_cast<AsioLoop*>(&home) : nullptr;
  if (asio_loop == nullptr) return write_by_committer(home, std::move(write));
  // The ring belongs to the loop's thread.
  if (!asio_loop->is_running_here()) {
    home.post(
        [this, &home, write = std::move(write)]() mutable { this->write(home, std::move(write)); });
    return;
  }
  DiskRing* const ring = asio_loop->disk_ring();
  if (ring == nullptr) return write_by_committer(home, std::move(write));
  write_by_ring(*asio_loop, *ring, std::move(write));
}

void DurableWriter::write_by_ring(AsioLoop& home, DiskRing& ring, DurableWrite write) {
  const DurableTarget& target = write.target;
  RingWrite ring_write = {
      .file = target.direct_file >= 0 ? target.direct_file : target.buffered_file,
      .position = write.position,
      .bytes = write.bytes,
      .done = nullptr};
  ring_write.done = [this, &home, write = std::move(write)](int error_number) mutable {
    if (error_number == EINVAL && write.target.direct_file >= 0) {
      return write_by_committer(home, std::move(write));
    }
    write.done(result_of(write.target, error_number));
  };
  ring.write(std::move(ring_write));
}

void DurableWriter::write_by_committer(EventLoop& home, DurableWrite write) {
  committer(home.index()).run([&home, write = std::move(write)]() mutable {
    Result<void> result = result_of(write.target, write_and_sync(write));
    home.post([done = std::move(write.done), result = std::move(result)]() mutable {
      done(std::move(result));
    });
  });
}

ThreadWorker& DurableWriter::committer(std::size_t loop_index) {
  const MutexLock lock(mutex_);
  return committers_.try_emplace(loop_index, 1).first->second;
}

}  // namespace weir::env
