// RealFileSystem: the machine's files.
//
// write_durable goes past the page cache (O_DIRECT), which costs less CPU and keeps the cache for
// readers; by io_uring from the loop itself where the kernel allows it, else by a committer thread
// of the loop. Both are equally durable.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "env/durable_writer.h"
#include "env/file_system.h"

namespace weir::env {

struct RealFileSystemOptions {
  // Write by io_uring where the kernel allows it. Off: always by committer threads.
  bool io_uring = true;
  // Write past the page cache where the file system can. Off: buffered, then synced; for storage
  // that claims O_DIRECT and gets it wrong.
  bool direct = true;
  // Nothing can be changed through it: files are opened for reading, a lock must be there already
  // and is shared with other readers, and what would change anything fails with unavailable. For
  // tools that look at a directory, on a disk that may itself be read-only.
  bool read_only = false;
};

// Must outlive its files. Files and directories that it makes are their owner's alone (modes 0600
// and 0700). Threads: any.
class RealFileSystem final : public FileSystem {
 public:
  explicit RealFileSystem(const RealFileSystemOptions& options = {});

  Result<std::unique_ptr<File>> open(const std::string& path) override;
  Result<std::unique_ptr<File>> open_to_read(const std::string& path) override;
  Result<std::unique_ptr<File>> create(const std::string& path) override;
  Result<void> create_directories(const std::string& path) override;
  Result<std::vector<std::string>> list(const std::string& directory) override;
  Result<void> rename(const std::string& from, const std::string& to) override;
  Result<void> remove(const std::string& path) override;
  Result<void> sync_directory(const std::string& directory) override;
  Result<std::unique_ptr<File>> lock(const std::string& path) override;
  Result<void> check_private(const std::string& path) override;

 private:
  Result<std::unique_ptr<File>> open_with(const std::string& path, int flags,
                                          std::string_view action);

  const bool direct_;
  const bool read_only_;
  DurableWriter durable_writer_;
};

}  // namespace weir::env
