#include "http/http2/flood_guard.h"

#include <algorithm>
#include <cstddef>

#include "http/http2/frame_scanner.h"

namespace weir::http {
namespace {

// DATA frames of fewer bytes move a body on by so little that they count as empty.
constexpr std::size_t data_bytes_min = 64;

// For each answer: its request's HEADERS and a few updates of windows, pings, resets.
constexpr std::size_t allowance_per_answer = 6;

// Clients open a stream's window and the connection's with every few KiB that they read.
constexpr std::size_t bytes_per_allowance = 1024;

std::size_t cost_of(const FrameHead& head) {
  switch (head.type) {
    case FrameType::data: {
      const bool is_end = (head.flags & FrameHead::end_stream) != 0;
      return head.length < data_bytes_min && !is_end ? 1 : 0;
    }
    case FrameType::rst_stream:
      // Work that was begun for nothing.
      return 2;
    default:
      return 1;
  }
}

}  // namespace

bool FloodGuard::admit(const FrameHead& head) {
  const std::size_t cost = cost_of(head);
  if (cost > allowance_) return false;
  allowance_ -= cost;
  return true;
}

void FloodGuard::grant(std::size_t count) {
  allowance_ = std::min(allowance_ + count, allowance_max);
}

void FloodGuard::on_answer() { grant(allowance_per_answer); }

void FloodGuard::on_body_bytes(std::size_t count) {
  bytes_not_counted_ += count;
  grant(bytes_not_counted_ / bytes_per_allowance);
  bytes_not_counted_ %= bytes_per_allowance;
}

void FloodGuard::pass_second() { grant(allowance_per_second); }

}  // namespace weir::http
