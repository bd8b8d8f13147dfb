// Wire: one end of a connection on a MemoryNetwork that sends bytes and keeps what comes.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "env/memory_network.h"
#include "env/sim_loop.h"
#include "env/sim_scheduler.h"

namespace weir::fuzz {

class Wire {
 public:
  // The client's end.
  Wire(env::SimLoop& loop, env::MemoryNetwork& network, std::uint16_t port,
       env::SimScheduler& scheduler) {
    network.connect(loop, "127.0.0.1", port, [this](auto connected) {
      CHECK(connected.has_value());
      stream_ = std::move(*connected);
    });
    scheduler.run_until_idle();
    CHECK(stream_ != nullptr);
    read();
  }

  // The end that a server was given.
  explicit Wire(std::unique_ptr<env::ByteStream> stream) : stream_(std::move(stream)) { read(); }

  // What the other side does not take any more is dropped.
  void send(std::string_view bytes) {
    unsent_ += bytes;
    write();
  }
  void finish_sending() {
    is_finishing_ = true;
    if (unsent_.empty()) stream_->finish_writing();
  }
  const std::string& received() const { return received_; }

 private:
  void read() {
    stream_->read_some(room_, [this](Result<std::size_t> count) {
      if (!count || *count == 0) return;
      received_.append(room_.data(), *count);
      read();
    });
  }

  void write() {
    if (is_waiting_ || unsent_.empty()) return;
    const std::span<const char> piece(unsent_);
    const auto taken = stream_->write_now({&piece, 1});
    if (!taken) return unsent_.clear();
    unsent_.erase(0, *taken);
    if (unsent_.empty()) {
      if (is_finishing_) stream_->finish_writing();
      return;
    }
    is_waiting_ = true;
    stream_->wait_writable([this](const Result<void>& writable) {
      is_waiting_ = false;
      if (!writable) return unsent_.clear();
      write();
    });
  }

  std::unique_ptr<env::ByteStream> stream_;
  std::array<char, 1 << 14> room_;
  std::string received_;
  std::string unsent_;
  bool is_waiting_ = false;
  bool is_finishing_ = false;
};

}  // namespace weir::fuzz
