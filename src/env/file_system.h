// FileSystem and File: the door to the disk.
//
// Two kinds of calls: blocking ones, for start, recovery and Worker tasks; and write_durable, for
// event loops, which never blocks. Nothing here buffers: what is written is the kernel's at once,
// and durable after sync() or when write_durable answers, not before.
//
// Implementations: RealFileSystem (real_file_system.h), with io_uring where the kernel allows it
// and a committer thread elsewhere; SimFileSystem (sim_file_system.h), which fails like disks do.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/done.h"
#include "env/event_loop.h"

namespace weir::env {

// Positions, sizes and buffer addresses of File::write_durable are multiples of this.
inline constexpr std::size_t disk_page_bytes = 4096;

// An open file. Threads: any; the calls of one File may overlap as long as their byte ranges do
// not. Destroying it closes it; no asynchronous call may then be under way.
class File {
 public:
  virtual ~File() = default;

  // Reads exactly `into.size()` bytes from byte `position` on. Blocks.
  // Errors: corrupt      the file ends before that.
  //         unavailable  the disk failed.
  virtual Result<void> read_at(std::uint64_t position, MutableBytes into) = 0;

  // Writes all of `bytes` at byte `position`, growing the file if need be; not durable before
  // sync(). Blocks. Errors: no_space     a part may have been written.
  //         unavailable  the disk failed; a part may have been written.
  virtual Result<void> write_at(std::uint64_t position, ByteView bytes) = 0;

  // As write_at, of `count` zero bytes, but past the page cache where the file system can: to fill
  // a file costs little and pushes nothing out. Both numbers are multiples of disk_page_bytes.
  virtual Result<void> write_zeros(std::uint64_t position, std::uint64_t count) = 0;

  // Makes everything written durable, with the file's size. Blocks. After an error the file's state
  // is unknown and cannot be found out: the only way on is to stop the process.
  virtual Result<void> sync() = 0;

  // The size in bytes.
  virtual Result<std::uint64_t> size() = 0;

  // Writes `bytes` at `position` and answers on `home` once they are on stable storage. The range
  // lies inside bytes that were written before (zero-filled), so that no metadata changes;
  // position, size and address are multiples of disk_page_bytes. `bytes` must live until the
  // answer. At most one write_durable may be under way for each `home`. Errors: unavailable  the
  // outcome is unknown: none, a part or all may be on the disk.
  virtual void write_durable(EventLoop& home, std::uint64_t position, ByteView bytes,
                             Done<void> done) = 0;
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;

  // Opens an existing file for reading and writing. write_durable goes past the page cache
  // (O_DIRECT) where the file system can; elsewhere it is buffered and synced. Errors: not_found,
  // unavailable.
  virtual Result<std::unique_ptr<File>> open(const std::string& path) = 0;

  // Opens an existing file that this process may not be allowed to change. Errors: as open().
  virtual Result<std::unique_ptr<File>> open_to_read(const std::string& path) = 0;

  // Creates a file that must not exist, empty. Durable only after sync_directory of its folder.
  // Errors: in_use (it exists), no_space, unavailable.
  virtual Result<std::unique_ptr<File>> create(const std::string& path) = 0;

  // Makes a directory and those above it, durably; succeeds if it is there. Blocks.
  virtual Result<void> create_directories(const std::string& path) = 0;

  // The names (not paths) in a directory, sorted. Errors: not_found, unavailable.
  virtual Result<std::vector<std::string>> list(const std::string& directory) = 0;

  // Renames within one directory, replacing what is there. Durable only after sync_directory.
  virtual Result<void> rename(const std::string& from, const std::string& to) = 0;

  // Removes a file. Durable only after sync_directory. Errors: not_found, unavailable.
  virtual Result<void> remove(const std::string& path) = 0;

  // Makes creations, renames and removals in `directory` durable. Blocks.
  virtual Result<void> sync_directory(const std::string& directory) = 0;

  // Takes the lock `path` (a file, created if need be) for this process, until the returned object
  // is destroyed or the process ends, however it ends. Errors: in_use       another process holds
  // it.
  //         unavailable  the file cannot be made or opened; the message says why.
  virtual Result<std::unique_ptr<File>> lock(const std::string& path) = 0;

  // Whether a file or directory is this process's user's, and nobody else's to read or to change:
  // what holds secrets must be. Errors: invalid_argument  it is not; the message says what is
  // wrong.
  //         not_found, unavailable.
  virtual Result<void> check_private(const std::string& path) = 0;
};

}  // namespace weir::env
