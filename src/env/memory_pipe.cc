#include "env/memory_pipe.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace weir::env {
namespace {

std::unexpected<Error> broken() {
  return fail(ErrorCode::unavailable, "The connection in memory is broken.");
}

}  // namespace

void MemoryPipe::read(std::span<char> into, Done<std::size_t> done) {
  CHECK(!into.empty());
  CHECK(!read_done_, "one read at a time");
  into_ = into;
  read_done_ = std::move(done);
  wake();
}

// Nobody will read: what is written from now on meets a broken connection, as with TCP.
void MemoryPipe::close_reader() {
  read_done_ = nullptr;
  break_off();
}

Result<std::size_t> MemoryPipe::write(std::span<const std::span<const char>> pieces) {
  if (is_broken_ || is_finished_) return broken();
  std::size_t taken = 0;
  for (const std::span<const char> piece : pieces) {
    const std::size_t count = std::min(piece.size(), bytes_max_ - bytes_.size());
    bytes_.append(piece.data(), count);
    taken += count;
  }
  wake();
  return taken;
}

void MemoryPipe::wait_writable(Done<void> done) {
  CHECK(!writable_done_, "one wait at a time");
  writable_done_ = std::move(done);
  wake();
}

void MemoryPipe::close_writer() {
  writable_done_ = nullptr;
  finish();
}

bool MemoryPipe::can_answer_reader() const {
  if (!read_done_) return false;
  return is_broken_ || (!is_stalled_ && (!bytes_.empty() || is_finished_));
}

bool MemoryPipe::can_answer_writer() const {
  if (!writable_done_) return false;
  return is_broken_ || (!is_stalled_ && bytes_.size() < bytes_max_);
}

// Answers are given later, on the loop; whether they still can be is asked again there.
void MemoryPipe::wake() {
  if (can_answer_reader() && !std::exchange(reader_is_woken_, true)) {
    reader_loop_.post([self = shared_from_this()] { self->answer_reader(); });
  }
  if (can_answer_writer() && !std::exchange(writer_is_woken_, true)) {
    writer_loop_.post([self = shared_from_this()] { self->answer_writer(); });
  }
}

void MemoryPipe::answer_reader() {
  reader_is_woken_ = false;
  if (!can_answer_reader()) return;
  auto done = std::exchange(read_done_, nullptr);
  if (is_broken_) return done(broken());
  const std::size_t count = std::min({into_.size(), bytes_.size(), read_bytes_max_});
  std::copy_n(bytes_.begin(), count, into_.begin());
  bytes_.erase(0, count);
  wake();
  done(count);
}

void MemoryPipe::answer_writer() {
  writer_is_woken_ = false;
  if (!can_answer_writer()) return;
  auto done = std::exchange(writable_done_, nullptr);
  if (is_broken_) return done(broken());
  done({});
}

}  // namespace weir::env
