#include "http/growing_body.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <span>

#include "base/check.h"

namespace weir::http {
namespace {

// Taken at once for a body that is announced to be larger; the rest follows when these have come.
constexpr std::size_t first_bytes_max = 64u << 10;
constexpr std::size_t first_bytes_min = 1u << 10;

}  // namespace

void GrowingBody::append(std::span<const char> bytes) {
  if (bytes.empty()) return;
  if (size_ + bytes.size() > capacity_) grow(size_ + bytes.size());
  std::memcpy(bytes_.get() + size_, bytes.data(), bytes.size());
  size_ += bytes.size();
}

void GrowingBody::grow(std::size_t size) {
  std::size_t capacity = std::max(size, first_bytes_min);
  if (size <= expected_) {
    capacity = capacity_ == 0 ? std::max(size, std::min(expected_, first_bytes_max)) : expected_;
  } else {
    capacity = std::max(capacity, 2 * capacity_);
  }
  bytes_.reset(static_cast<char*>(std::realloc(bytes_.release(), capacity)));
  CHECK(bytes_ != nullptr, "no memory for a body of {} bytes", capacity);
  capacity_ = capacity;
}

}  // namespace weir::http
