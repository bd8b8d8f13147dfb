#include "env/real_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <utility>

#include "base/check.h"
#include "env/disk_error.h"
#include "env/page_memory.h"
#include "env/write_fully.h"

namespace weir::env {
namespace {

// Larger pieces would keep durable writes waiting behind them.
constexpr std::uint64_t zeros_at_once = 1u << 20;

// Never written, so they take no memory: the system has one page of zeros for all.
ByteView zeros() {
  static const std::byte* const pages = map_pages(zeros_at_once);
  return {pages, zeros_at_once};
}

bool is_same_file(int left, int right) {
  struct stat left_status;
  struct stat right_status;
  return ::fstat(left, &left_status) == 0 && ::fstat(right, &right_status) == 0 &&
         left_status.st_dev == right_status.st_dev && left_status.st_ino == right_status.st_ino;
}

}  // namespace

RealFile::RealFile(FileDescriptor file, std::string path, DurableWriter& durable_writer,
                   bool direct)
    : file_(std::move(file)),
      path_(std::move(path)),
      durable_writer_(durable_writer),
      may_open_direct_(direct) {}

Result<void> RealFile::read_at(std::uint64_t position, MutableBytes into) {
  while (!into.empty()) {
    const ssize_t count =
        ::pread(file_.number(), into.data(), into.size(), static_cast<off_t>(position));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return disk_error("read", path_, errno);
    if (count == 0) {
      return fail(ErrorCode::corrupt, fmt::format("{} ends at byte {}, {} bytes too early.", path_,
                                                  position, into.size()));
    }
    position += static_cast<std::uint64_t>(count);
    into = into.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

Result<void> RealFile::write_at(std::uint64_t position, ByteView bytes) {
  const int error_number = write_fully(file_.number(), position, bytes);
  if (error_number != 0) return disk_error("write to", path_, error_number);
  return {};
}

Result<void> RealFile::write_zeros(std::uint64_t position, std::uint64_t count) {
  CHECK(position % disk_page_bytes == 0 && count % disk_page_bytes == 0, "{} zeros at {}", count,
        position);
  const FileDescriptor direct = open_direct(0);
  while (count > 0) {
    const ByteView piece = zeros().first(std::min<std::uint64_t>(count, zeros_at_once));
    int error_number = direct.is_open() ? write_fully(direct.number(), position, piece) : EINVAL;
    // Some file systems open with O_DIRECT and refuse only the write.
    if (error_number == EINVAL) error_number = write_fully(file_.number(), position, piece);
    if (error_number != 0) return disk_error("write to", path_, error_number);
    position += piece.size();
    count -= piece.size();
  }
  return {};
}

Result<void> RealFile::sync() {
  // Skips only metadata that reading the bytes back does not need, such as the time of change.
  if (::fdatasync(file_.number()) != 0) return disk_error("sync", path_, errno);
  return {};
}

Result<std::uint64_t> RealFile::size() {
  struct stat status;
  if (::fstat(file_.number(), &status) != 0) return disk_error("measure", path_, errno);
  return static_cast<std::uint64_t>(status.st_size);
}

void RealFile::write_durable(EventLoop& home, std::uint64_t position, ByteView bytes,
                             Done<void> done) {
  CHECK(position % disk_page_bytes == 0 && bytes.size() % disk_page_bytes == 0 &&
            reinterpret_cast<std::uintptr_t>(bytes.data()) % disk_page_bytes == 0,
        "{} bytes from {:p} to position {}", bytes.size(), fmt::ptr(bytes.data()), position);
  durable_writer_.write(
      home,
      {.target = {.path = path_, .buffered_file = file_.number(), .direct_file = durable_file()},
       .position = position,
       .bytes = bytes,
       .done = std::move(done)});
}

int RealFile::durable_file() {
  const MutexLock lock(mutex_);
  if (!std::exchange(was_durable_file_tried_, true)) durable_file_ = open_direct(O_DSYNC);
  return durable_file_.number();
}

// The file may have been renamed since it was opened, so that its path now leads to another one or
// nowhere; /proc leads to the same one but may not be there.
FileDescriptor RealFile::open_direct(int flags) const {
  if (!may_open_direct_) return {};
  for (const std::string& path : {fmt::format("/proc/self/fd/{}", file_.number()), path_}) {
    FileDescriptor direct(::open(path.c_str(), O_RDWR | O_DIRECT | O_CLOEXEC | flags));
    if (direct.is_open() && is_same_file(direct.number(), file_.number())) return direct;
  }
  return {};
}

}  // namespace weir::env
