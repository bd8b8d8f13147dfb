#include "meter/data/line_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace weir::meter {

void LineReader::rewind() {
  block_.clear();
  at_ = 0;
  position_ = 0;
  knows_size_ = false;
}

// Puts the next block in place; false at the end of the file.
Result<bool> LineReader::fill() {
  if (!knows_size_) {
    size_ = TRY(file_->size());
    knows_size_ = true;
  }
  const std::uint64_t count = std::min<std::uint64_t>(block_bytes, size_ - position_);
  block_.resize(count);
  at_ = 0;
  if (count == 0) return false;
  TRY(file_->read_at(position_, std::as_writable_bytes(std::span(block_))));
  position_ += count;
  return true;
}

Result<bool> LineReader::next(std::string& line) {
  line.clear();
  bool has_any = false;
  while (true) {
    if (at_ == block_.size() && !TRY(fill())) break;
    has_any = true;
    const std::size_t end = block_.find('\n', at_);
    const std::size_t stop = end == block_.npos ? block_.size() : end;
    if (line.size() + (stop - at_) > line_bytes_max) {
      return fail(ErrorCode::limit_exceeded,
                  fmt::format("A line has more than {} bytes.", line_bytes_max));
    }
    line.append(block_, at_, stop - at_);
    at_ = end == block_.npos ? stop : end + 1;
    if (end != block_.npos) break;
  }
  if (line.ends_with('\r')) line.pop_back();
  return has_any;
}

}  // namespace weir::meter
