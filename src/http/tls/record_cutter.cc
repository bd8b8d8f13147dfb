#include "http/tls/record_cutter.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>

namespace weir::http {

void RecordCutter::begin_piece() {
  while (piece_.empty() && !pieces_.empty()) {
    piece_ = pieces_.front();
    pieces_ = pieces_.subspan(1);
  }
}

void RecordCutter::consume(std::size_t count) {
  piece_ = piece_.subspan(count);
  begin_piece();
}

std::span<const char> RecordCutter::next() {
  const std::span<const char> whole = piece_.first(std::min(piece_.size(), record_bytes_max));
  consume(whole.size());
  if (whole.size() == record_bytes_max || !has_more()) return whole;
  std::size_t size = whole.size();
  std::memcpy(joined_.data(), whole.data(), size);
  while (has_more() && size < record_bytes_max) {
    const std::size_t count = std::min(piece_.size(), record_bytes_max - size);
    std::memcpy(joined_.data() + size, piece_.data(), count);
    size += count;
    consume(count);
  }
  return {joined_.data(), size};
}

}  // namespace weir::http
