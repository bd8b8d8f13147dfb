#include "env/sim_file.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "base/check.h"
#include "env/sim_file_system.h"

namespace weir::env {

SimFile::SimFile(SimFileSystem& disk, std::string path, std::shared_ptr<SimFileContent> content,
                 std::shared_ptr<void> lock)
    : disk_(disk),
      path_(std::move(path)),
      content_(std::move(content)),
      lock_(std::move(lock)),
      boot_(*disk.boot_),
      open_files_(disk.open_files_) {
  ++*open_files_;
}

SimFile::~SimFile() {
  --*open_files_;
  CHECK(is_dead() || !disk_.has_write_under_way(*this), "{} is closed under a write", path_);
}

Result<void> SimFile::read_at(std::uint64_t position, MutableBytes into) {
  if (is_dead()) return dead();
  if (position + into.size() > content_->size()) {
    return fail(ErrorCode::corrupt, fmt::format("{} ends at byte {}, before byte {}.", path_,
                                                content_->size(), position + into.size()));
  }
  content_->read(position, into);
  return {};
}

Result<void> SimFile::write_at(std::uint64_t position, ByteView bytes) {
  if (is_dead()) return dead();
  return disk_.write_at(*this, position, bytes);
}

Result<void> SimFile::write_zeros(std::uint64_t position, std::uint64_t count) {
  return write_at(position, std::vector<std::byte>(count));
}

Result<void> SimFile::sync() {
  if (is_dead()) return dead();
  return disk_.sync(*this);
}

Result<std::uint64_t> SimFile::size() {
  if (is_dead()) return dead();
  return content_->size();
}

void SimFile::write_durable(EventLoop& home, std::uint64_t position, ByteView bytes,
                            Done<void> done) {
  CHECK(position % disk_page_bytes == 0 && bytes.size() % disk_page_bytes == 0 &&
            reinterpret_cast<std::uintptr_t>(bytes.data()) % disk_page_bytes == 0,
        "{} bytes to position {} are not aligned", bytes.size(), position);
  if (is_dead()) return;
  CHECK(position + bytes.size() <= content_->size(), "{} to {} of {} is not zero-filled", position,
        position + bytes.size(), path_);
  disk_.start({.file = this,
               .content = content_,
               .position = position,
               .bytes = bytes,
               .home = &home,
               .done = std::move(done),
               .completion = {}});
}

bool SimFile::is_dead() const { return disk_.is_off() || boot_ != *disk_.boot_; }

std::unexpected<Error> SimFile::dead() const {
  return fail(ErrorCode::unavailable, fmt::format("{} was open when the machine stopped.", path_));
}

}  // namespace weir::env
