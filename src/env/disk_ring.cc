#include "env/disk_ring.h"

#include <liburing.h>
#include <sys/eventfd.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <cerrno>
#include <deque>
#include <utility>

#include "base/check.h"

namespace weir::env {
namespace {

// Writes under way at once; a loop has one for each journal that it commits to.
constexpr std::size_t writes_max = 16;

// After a short write the rest starts at a page again, as O_DIRECT wants it. Example: of 12,288
// bytes 5,000 were written: the rest is 8,192 bytes from 4,096 on.
constexpr std::size_t alignment = 4096;

using EventDescriptor =
    boost::asio::posix::basic_stream_descriptor<boost::asio::io_context::executor_type>;

class Uring final : public DiskRing {
 public:
  // Takes over an initialised ring and an eventfd.
  Uring(boost::asio::io_context& context, const io_uring& ring, int event_number)
      : ring_(ring), event_(context, event_number), is_alive_(std::make_shared<bool>(true)) {
    wait_for_event();
  }

  ~Uring() override {
    *is_alive_ = false;
    io_uring_cqe* completion = nullptr;
    while (under_way_ > 0 && io_uring_wait_cqe(&ring_, &completion) == 0) {
      io_uring_cqe_seen(&ring_, completion);
      --under_way_;
    }
    io_uring_queue_exit(&ring_);
  }

  Uring(const Uring&) = delete;
  Uring& operator=(const Uring&) = delete;

  void write(RingWrite write) override {
    if (under_way_ == writes_max) return waiting_.push_back(std::move(write));
    for (std::size_t slot = 0;; ++slot) {
      if (slots_[slot].done) continue;
      slots_[slot] = std::move(write);
      ++under_way_;
      return submit(slot);
    }
  }

 private:
  void submit(std::size_t slot) {
    const RingWrite& write = slots_[slot];
    io_uring_sqe* const entry = io_uring_get_sqe(&ring_);
    CHECK(entry != nullptr, "{} writes under way", under_way_);
    io_uring_prep_write(entry, write.file, write.bytes.data(),
                        static_cast<unsigned>(write.bytes.size()), write.position);
    entry->rw_flags = RWF_DSYNC;
    io_uring_sqe_set_data64(entry, slot);
    int submitted = 0;
    do {
      submitted = io_uring_submit(&ring_);
    } while (submitted == -EINTR || submitted == -EAGAIN || submitted == -EBUSY);
    CHECK(submitted == 1, "io_uring_submit: {}", submitted);
  }

  void wait_for_event() {
    event_.async_read_some(
        boost::asio::buffer(&event_count_, sizeof event_count_),
        [this, is_alive = is_alive_](const boost::system::error_code&, std::size_t) {
          if (!*is_alive) return;
          take_completions();
          // An answer may have destroyed the loop's owner of us only after this task; but be sure.
          if (*is_alive) wait_for_event();
        });
  }

  void take_completions() {
    io_uring_cqe* completion = nullptr;
    while (io_uring_peek_cqe(&ring_, &completion) == 0) {
      const auto slot = static_cast<std::size_t>(io_uring_cqe_get_data64(completion));
      const int written = completion->res;
      io_uring_cqe_seen(&ring_, completion);
      take_completion(slot, written);
    }
  }

  // `written` is a number of bytes or, below zero, an errno.
  void take_completion(std::size_t slot, int written) {
    if (written == -EINTR || written == -EAGAIN) return submit(slot);
    RingWrite& write = slots_[slot];
    if (written < 0) return finish(slot, -written);
    const auto count = static_cast<std::size_t>(written);
    if (count >= write.bytes.size()) return finish(slot, 0);
    // A short write that does not complete a page makes no progress: it would never end.
    const std::size_t kept = count / alignment * alignment;
    if (kept == 0) return finish(slot, EIO);
    write.bytes = write.bytes.subspan(kept);
    write.position += kept;
    submit(slot);
  }

  void finish(std::size_t slot, int error_number) {
    auto done = std::exchange(slots_[slot].done, nullptr);
    --under_way_;
    if (!waiting_.empty()) {
      RingWrite next = std::move(waiting_.front());
      waiting_.pop_front();
      write(std::move(next));
    }
    done(error_number);
  }

  io_uring ring_;
  EventDescriptor event_;
  std::uint64_t event_count_ = 0;  // Read from the eventfd, of no interest.
  // Tells handlers that the io_context still holds that we have gone.
  const std::shared_ptr<bool> is_alive_;
  std::array<RingWrite, writes_max> slots_;  // Free where `done` is empty.
  std::size_t under_way_ = 0;
  std::deque<RingWrite> waiting_;
};

// Whether the kernel has the one operation that is needed (5.6).
bool can_write(io_uring& ring) {
  io_uring_probe* const probe = io_uring_get_probe_ring(&ring);
  if (probe == nullptr) return false;
  const bool can = io_uring_opcode_supported(probe, IORING_OP_WRITE) != 0;
  io_uring_free_probe(probe);
  return can;
}

// Cooperative task running (5.19) spares the loop an interrupt for each completion.
bool initialise(io_uring& ring) {
  constexpr unsigned entries = writes_max;
  if (io_uring_queue_init(entries, &ring, IORING_SETUP_COOP_TASKRUN) == 0) return true;
  return io_uring_queue_init(entries, &ring, 0) == 0;
}

}  // namespace

std::unique_ptr<DiskRing> DiskRing::make(boost::asio::io_context& context) {
  io_uring ring = {};
  if (!initialise(ring)) return nullptr;
  const int event_number = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (event_number >= 0 && can_write(ring) && io_uring_register_eventfd(&ring, event_number) == 0) {
    return std::make_unique<Uring>(context, ring, event_number);
  }
  if (event_number >= 0) ::close(event_number);
  io_uring_queue_exit(&ring);
  return nullptr;
}

}  // namespace weir::env
