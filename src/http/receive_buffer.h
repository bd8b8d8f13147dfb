// ReceiveBuffer: where a connection's bytes arrive, and where its requests stay until nobody needs
// them.
//
// It has a small block, in which heads and small requests arrive and which is all that an idle
// connection costs, and a large one for as long as requests need it. A block that a request shares
// is not written over: when its space is wanted while a handler still holds it, the connection goes
// on in a new block and the handler keeps the old one.
//
// Threads: one. What share() gives may be released on any thread.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace weir::http {

class ReceiveBuffer {
 public:
  static constexpr std::size_t small_bytes = 4096;
  // Most requests come whole within it, and are never moved.
  static constexpr std::size_t announced_bytes_max = 1u << 20;

  // Each block holds a copy of `peer_address`, so that it lives as long as a request that mentions
  // it.
  explicit ReceiveBuffer(std::string_view peer_address);

  // What has arrived and was not consumed, in one piece. Moves when reserve(), grow_towards() or
  // make_room() say so.
  std::span<char> received() const;
  // The free space behind it.
  std::span<char> room() const;

  // `count` bytes were written to the front of room().
  void add(std::size_t count);
  // The first `count` bytes of received() are done with. Nothing moves.
  void consume(std::size_t count);
  // Only the first `size` bytes of received() still count.
  void keep(std::size_t size);

  // Sees to it that received() can become `size` bytes. May move it.
  void reserve(std::size_t size);
  // Makes room for some of the `size` bytes that a client says received() will become: as much
  // again as has come, or announced_bytes_max. Nobody gets memory for promises alone. May move
  // received().
  void grow_towards(std::size_t size);
  // Makes some room where nobody knows how much will come, up to `size_max` in all. May move
  // received().
  void make_room(std::size_t size_max);

  // Keeps received() and peer_address() where they are for as long as somebody holds this.
  std::shared_ptr<void> share();
  std::string_view peer_address() const;

  // Between requests: goes back to the small block if what is left fits. The large one stays at
  // hand, because a client that sent one large request mostly sends another.
  void settle();
  // Once a second: gives back a large block that no request has used for the last one or two.
  void trim();

 private:
  struct Block {
    std::shared_ptr<char[]> bytes;
    std::size_t size = 0;  // Without the peer's address behind it.

    bool is_large() const { return size > small_bytes; }
    bool is_shared() const;
  };

  Block make_block(std::string_view peer_address, std::size_t size) const;
  void move_to(Block block);

  const std::size_t peer_address_bytes_;
  Block current_;
  // While current_ is large the small one; else the large one, if there is any.
  Block other_;
  bool was_large_used_ = false;  // Since the last trim().
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace weir::http
