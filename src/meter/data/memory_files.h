// MemoryFiles: files to read that are texts in memory. For tests.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "env/file_system.h"

namespace weir::meter {

// A file to read.
class MemoryFile final : public env::File {
 public:
  explicit MemoryFile(std::string text) : text_(std::move(text)) {}

  Result<void> read_at(std::uint64_t position, MutableBytes into) override {
    if (position + into.size() > text_.size()) return fail(ErrorCode::corrupt, "The file ends.");
    std::memcpy(into.data(), text_.data() + position, into.size());
    return {};
  }
  Result<std::uint64_t> size() override { return text_.size(); }

  Result<void> write_at(std::uint64_t, ByteView) override { return read_only(); }
  Result<void> write_zeros(std::uint64_t, std::uint64_t) override { return read_only(); }
  Result<void> sync() override { return read_only(); }
  void write_durable(env::EventLoop&, std::uint64_t, ByteView, Done<void> done) override {
    done(read_only());
  }

 private:
  static Result<void> read_only() { return fail(ErrorCode::invalid_argument, "Read only."); }

  std::string text_;
};

class MemoryFiles final : public env::FileSystem {
 public:
  void put(const std::string& path, std::string text) { texts_[path] = std::move(text); }

  Result<std::unique_ptr<env::File>> open_to_read(const std::string& path) override {
    const auto found = texts_.find(path);
    if (found == texts_.end()) return fail(ErrorCode::not_found, path + " is not there.");
    return std::make_unique<MemoryFile>(found->second);
  }

  Result<std::unique_ptr<env::File>> open(const std::string& path) override {
    return open_to_read(path);
  }
  Result<std::unique_ptr<env::File>> create(const std::string&) override { return refused(); }
  Result<void> create_directories(const std::string&) override { return refused(); }
  Result<std::vector<std::string>> list(const std::string&) override { return refused(); }
  Result<void> rename(const std::string&, const std::string&) override { return refused(); }
  Result<void> remove(const std::string&) override { return refused(); }
  Result<void> sync_directory(const std::string&) override { return refused(); }
  Result<std::unique_ptr<env::File>> lock(const std::string&) override { return refused(); }
  Result<void> check_private(const std::string&) override { return refused(); }

 private:
  static std::unexpected<Error> refused() {
    return fail(ErrorCode::invalid_argument, "These files are only for reading.");
  }

  std::map<std::string, std::string> texts_;
};

}  // namespace weir::meter
