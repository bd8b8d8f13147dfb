#include "http/receive_buffer.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

#include "base/check.h"

namespace weir::http {
namespace {

// Less than this is not worth a system call of its own.
constexpr std::size_t room_min = 512;

}  // namespace

ReceiveBuffer::ReceiveBuffer(std::string_view peer_address)
    : peer_address_bytes_(peer_address.size()), current_(make_block(peer_address, small_bytes)) {}

ReceiveBuffer::Block ReceiveBuffer::make_block(std::string_view peer_address,
                                               std::size_t size) const {
  // Not filled with zeros: memory that a client announces but never sends is never touched.
  Block block{std::make_shared_for_overwrite<char[]>(size + peer_address.size()), size};
  std::memcpy(block.bytes.get() + size, peer_address.data(), peer_address.size());
  return block;
}

bool ReceiveBuffer::Block::is_shared() const {
  if (bytes.use_count() > 1) return true;
  // use_count() orders nothing. If another thread released the block, the atomic operations of this
  // copy make its last accesses happen before ours.
  const std::shared_ptr<char[]> ordered = bytes;
  return false;
}

std::span<char> ReceiveBuffer::received() const {
  return {current_.bytes.get() + begin_, end_ - begin_};
}

std::span<char> ReceiveBuffer::room() const {
  return {current_.bytes.get() + end_, current_.size - end_};
}

void ReceiveBuffer::add(std::size_t count) {
  CHECK(count <= room().size(), "{} bytes arrived in {}", count, room().size());
  end_ += count;
}

void ReceiveBuffer::consume(std::size_t count) {
  CHECK(count <= received().size());
  begin_ += count;
}

void ReceiveBuffer::keep(std::size_t size) {
  CHECK(size <= received().size());
  end_ = begin_ + size;
}

void ReceiveBuffer::reserve(std::size_t size) {
  if (begin_ + size <= current_.size) return;
  if (size <= current_.size && !current_.is_shared()) {
    std::memmove(current_.bytes.get(), received().data(), received().size());
    end_ -= std::exchange(begin_, 0);
    return;
  }
  const bool other_fits = other_.size >= size && !other_.is_shared();
  move_to(other_fits ? std::move(other_) : make_block(peer_address(), std::max(size, small_bytes)));
}

void ReceiveBuffer::grow_towards(std::size_t size) {
  if (begin_ + size <= current_.size) return;
  if (current_.is_large() && !room().empty()) return;
  reserve(std::min(size, std::max(announced_bytes_max, 2 * received().size())));
}

void ReceiveBuffer::make_room(std::size_t size_max) {
  if (room().size() >= room_min) return;
  const std::size_t wanted = std::max(2 * received().size(), small_bytes);
  reserve(std::max(std::min(wanted, size_max), received().size() + 1));
}

void ReceiveBuffer::move_to(Block block) {
  std::memcpy(block.bytes.get(), received().data(), received().size());
  end_ -= std::exchange(begin_, 0);
  // One block of each kind is kept; a second one of the same kind replaces the first.
  if (current_.is_large() != block.is_large()) other_ = std::move(current_);
  current_ = std::move(block);
}

std::shared_ptr<void> ReceiveBuffer::share() { return current_.bytes; }

std::string_view ReceiveBuffer::peer_address() const {
  return {current_.bytes.get() + current_.size, peer_address_bytes_};
}

void ReceiveBuffer::settle() {
  if (current_.is_large() && received().size() <= small_bytes) {
    const bool has_small = other_.size > 0 && !other_.is_shared();
    move_to(has_small ? std::move(other_) : make_block(peer_address(), small_bytes));
    was_large_used_ = true;
  } else if (received().empty() && begin_ > 0) {
    if (current_.is_shared()) current_ = make_block(peer_address(), small_bytes);
    begin_ = end_ = 0;
  }
}

void ReceiveBuffer::trim() {
  if (current_.is_large()) return;
  if (!std::exchange(was_large_used_, false)) other_ = {};
}

}  // namespace weir::http
