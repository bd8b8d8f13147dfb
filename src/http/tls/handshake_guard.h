// HandshakeGuard: reads along while a client shakes hands, and notices a ClientHello that claims to
// be larger than any client's.
//
// OpenSSL makes room for all that a message claims before it comes: 175 KiB for nine bytes. It also
// takes a second ClientHello, so it does not do to look at the first bytes alone. Whatever else is
// wrong with what comes is OpenSSL's to say; and of no other message does it believe so much.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace weir::http {

class HandshakeGuard {
 public:
  // With a ticket and key shares that resist quantum computers it has 2 KiB.
  static constexpr std::size_t client_hello_bytes_max = 16u << 10;

  // `bytes` follow those given before. False: a ClientHello that is too large; nothing is to be
  // given afterwards. `is_tls12` once that version is agreed on: then what comes behind
  // ChangeCipherSpec is encrypted, and is not looked at. (In TLS 1.3 ChangeCipherSpec means
  // nothing, and encrypted records are of another type.)
  bool admits(std::span<const char> bytes, bool is_tls12);

 private:
  bool admits_messages(std::span<const char> bytes);

  bool is_over_ = false;
  std::array<unsigned char, 5> record_header_ = {};
  std::size_t record_header_bytes_ = 0;
  std::size_t record_bytes_left_ = 0;
  // Messages may be cut into records anywhere.
  std::array<unsigned char, 4> message_header_ = {};
  std::size_t message_header_bytes_ = 0;
  std::size_t message_bytes_left_ = 0;
};

}  // namespace weir::http
