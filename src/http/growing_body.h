// GrowingBody: the bytes of a body in one piece, while they come.
//
// Memory is taken as bytes come, not as they are announced: a client that announces much and sends
// little costs little.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <span>

namespace weir::http {

class GrowingBody {
 public:
  // How many bytes will come, if somebody said so: then they are moved at most once.
  void expect(std::size_t bytes) { expected_ = bytes; }
  void append(std::span<const char> bytes);

  std::size_t size() const { return size_; }
  std::span<char> bytes() { return {bytes_.get(), size_}; }

 private:
  struct Free {
    void operator()(char* bytes) const { std::free(bytes); }
  };

  void grow(std::size_t size);

  // From malloc, whose realloc moves large blocks without a copy.
  std::unique_ptr<char, Free> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  std::size_t expected_ = 0;
};

}  // namespace weir::http
