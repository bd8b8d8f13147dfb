// SimFile: an open file of a SimFileSystem. Made by it only.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "env/file_system.h"
#include "env/sim_file_content.h"

namespace weir::env {

class SimFileSystem;

class SimFile final : public File {
 public:
  // `lock` is kept as long as the file is open.
  SimFile(SimFileSystem& disk, std::string path, std::shared_ptr<SimFileContent> content,
          std::shared_ptr<void> lock);
  ~SimFile() override;
  SimFile(const SimFile&) = delete;
  SimFile& operator=(const SimFile&) = delete;

  Result<void> read_at(std::uint64_t position, MutableBytes into) override;
  Result<void> write_at(std::uint64_t position, ByteView bytes) override;
  Result<void> write_zeros(std::uint64_t position, std::uint64_t count) override;
  Result<void> sync() override;
  Result<std::uint64_t> size() override;
  void write_durable(EventLoop& home, std::uint64_t position, ByteView bytes,
                     Done<void> done) override;

  const std::string& path() const { return path_; }
  const std::shared_ptr<SimFileContent>& content() const { return content_; }

  // Opened before the last crash or kill, or the power is off.
  bool is_dead() const;

 private:
  std::unexpected<Error> dead() const;

  SimFileSystem& disk_;
  const std::string path_;
  const std::shared_ptr<SimFileContent> content_;
  const std::shared_ptr<void> lock_;
  const std::uint64_t boot_;
  const std::shared_ptr<std::size_t> open_files_;
};

}  // namespace weir::env
