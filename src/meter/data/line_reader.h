// LineReader: the lines of a file, one after another, however large the file is.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "env/file_system.h"

namespace weir::meter {

// Holds one block of the file. Threads: one at a time. Reads of blocks block.
class LineReader {
 public:
  static constexpr std::size_t block_bytes = 256u << 10;
  // A record of Kinesis has at most 10 MiB.
  static constexpr std::size_t line_bytes_max = 10u << 20;

  // Several readers may share a file.
  explicit LineReader(std::shared_ptr<env::File> file) : file_(std::move(file)) {}

  // The next line without its "\n" or "\r\n"; false at the end of the file. Errors: unavailable;
  // limit_exceeded  the line is longer than line_bytes_max.
  Result<bool> next(std::string& line);

  // Back to the first line. The file may have changed meanwhile: its size is asked again.
  void rewind();

 private:
  Result<bool> fill();

  std::shared_ptr<env::File> file_;
  std::string block_;
  std::size_t at_ = 0;          // Within the block.
  std::uint64_t position_ = 0;  // Of the block's end in the file.
  std::uint64_t size_ = 0;
  bool knows_size_ = false;
};

}  // namespace weir::meter
