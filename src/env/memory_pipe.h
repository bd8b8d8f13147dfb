// MemoryPipe: one direction of a connection of MemoryNetwork.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "base/done.h"
#include "env/event_loop.h"

namespace weir::env {

// Kept by the streams at both ends. Callbacks are posted to the loop of the end that waits.
// Threads: one.
class MemoryPipe : public std::enable_shared_from_this<MemoryPipe> {
 public:
  MemoryPipe(EventLoop& reader_loop, EventLoop& writer_loop, std::size_t bytes_max,
             std::size_t read_bytes_max)
      : reader_loop_(reader_loop),
        writer_loop_(writer_loop),
        bytes_max_(bytes_max),
        read_bytes_max_(read_bytes_max) {}

  // The reader's end.
  void read(std::span<char> into, Done<std::size_t> done);
  void close_reader();

  // The writer's end.
  Result<std::size_t> write(std::span<const std::span<const char>> pieces);
  void wait_writable(Done<void> done);
  void finish() { is_finished_ = true, wake(); }
  void close_writer();

  void set_stalled(bool is_stalled) { is_stalled_ = is_stalled, wake(); }
  void break_off() { is_broken_ = true, wake(); }

 private:
  bool can_answer_reader() const;
  bool can_answer_writer() const;
  void wake();
  void answer_reader();
  void answer_writer();

  EventLoop& reader_loop_;
  EventLoop& writer_loop_;
  const std::size_t bytes_max_;
  const std::size_t read_bytes_max_;
  std::string bytes_;
  bool is_stalled_ = false;
  bool is_broken_ = false;
  bool is_finished_ = false;
  std::span<char> into_;
  Done<std::size_t> read_done_;   // Empty while nobody reads.
  Done<void> writable_done_;      // Empty while nobody waits.
  bool reader_is_woken_ = false;  // An answer is posted.
  bool writer_is_woken_ = false;
};

}  // namespace weir::env
