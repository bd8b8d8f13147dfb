// Preloaded into a server (LD_PRELOAD), it makes every durable write fail with EIO while the file
// that WEIR_TEST_FAILING_DISK names exists: by system call, and by io_uring.

#include <dlfcn.h>
#include <fcntl.h>
#include <liburing.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace {

bool is_failing() {
  static const char* const path = std::getenv("WEIR_TEST_FAILING_DISK");
  return path != nullptr && access(path, F_OK) == 0;
}

template <class Function>
Function next_of(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

// Writing to a page of a process that is not mapped, as the first ones are not, is an I/O error.
int file_that_fails() {
  static const int file = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
  return file;
}

bool is_synchronous(int file) { return (fcntl(file, F_GETFL) & O_DSYNC) != 0; }

}  // namespace

extern "C" {

int fdatasync(int file) {
  if (is_failing()) {
    errno = EIO;
    return -1;
  }
  return next_of<int (*)(int)>("fdatasync")(file);
}

ssize_t pwrite64(int file, const void* bytes, size_t count, off64_t position) {
  if (is_synchronous(file) && is_failing()) {
    errno = EIO;
    return -1;
  }
  return next_of<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64")(file, bytes, count,
                                                                             position);
}

ssize_t pwrite(int file, const void* bytes, size_t count, off_t position) {
  return pwrite64(file, bytes, count, position);
}

int io_uring_submit(io_uring* ring) {
  if (is_failing()) {
    for (unsigned at = ring->sq.sqe_head; at != ring->sq.sqe_tail; ++at) {
      io_uring_sqe& entry = ring->sq.sqes[at & ring->sq.ring_mask];
      if (entry.opcode != IORING_OP_WRITE) continue;
      entry.fd = file_that_fails();
      entry.off = 0;
    }
  }
  return next_of<int (*)(io_uring*)>("io_uring_submit")(ring);
}

}  // extern "C"
