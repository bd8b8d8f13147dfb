// RealFile: a File of the operating system. Made by RealFileSystem only.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "base/mutex.h"
#include "env/durable_writer.h"
#include "env/file_descriptor.h"
#include "env/file_system.h"

namespace weir::env {

class RealFile final : public File {
 public:
  // `path` is for messages. Where `direct` is false, durable writes go through the page cache.
  RealFile(FileDescriptor file, std::string path, DurableWriter& durable_writer, bool direct);

  Result<void> read_at(std::uint64_t position, MutableBytes into) override;
  Result<void> write_at(std::uint64_t position, ByteView bytes) override;
  Result<void> write_zeros(std::uint64_t position, std::uint64_t count) override;
  Result<void> sync() override;
  Result<std::uint64_t> size() override;
  void write_durable(EventLoop& home, std::uint64_t position, ByteView bytes,
                     Done<void> done) override;

 private:
  int durable_file();
  // A second descriptor of the same file, past the page cache; none where that cannot be.
  FileDescriptor open_direct(int flags) const;

  const FileDescriptor file_;
  const std::string path_;
  DurableWriter& durable_writer_;
  const bool may_open_direct_;

  // For durable writes. Opened with the first of them: most files are only read.
  Mutex mutex_;
  bool was_durable_file_tried_ GUARDED_BY(mutex_) = false;
  FileDescriptor durable_file_ GUARDED_BY(mutex_);
};

}  // namespace weir::env
