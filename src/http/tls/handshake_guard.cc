#include "http/tls/handshake_guard.h"

#include <openssl/ssl3.h>

#include <algorithm>
#include <cstddef>
#include <span>

namespace weir::http {

bool HandshakeGuard::admits(std::span<const char> bytes, bool is_tls12) {
  while (!bytes.empty() && !is_over_) {
    if (record_bytes_left_ > 0) {
      const std::span<const char> part = bytes.first(std::min(record_bytes_left_, bytes.size()));
      if (record_header_[0] == SSL3_RT_HANDSHAKE && !admits_messages(part)) return false;
      record_bytes_left_ -= part.size();
      bytes = bytes.subspan(part.size());
      continue;
    }
    record_header_[record_header_bytes_++] = static_cast<unsigned char>(bytes.front());
    bytes = bytes.subspan(1);
    if (record_header_bytes_ < record_header_.size()) continue;
    record_header_bytes_ = 0;
    record_bytes_left_ = std::size_t{record_header_[3]} << 8 | record_header_[4];
    is_over_ = is_tls12 && record_header_[0] == SSL3_RT_CHANGE_CIPHER_SPEC;
  }
  return true;
}

bool HandshakeGuard::admits_messages(std::span<const char> bytes) {
  while (!bytes.empty()) {
    if (message_bytes_left_ > 0) {
      const std::size_t count = std::min(message_bytes_left_, bytes.size());
      message_bytes_left_ -= count;
      bytes = bytes.subspan(count);
      continue;
    }
    message_header_[message_header_bytes_++] = static_cast<unsigned char>(bytes.front());
    bytes = bytes.subspan(1);
    if (message_header_bytes_ < message_header_.size()) continue;
    message_header_bytes_ = 0;
    message_bytes_left_ = std::size_t{message_header_[1]} << 16 |
                          std::size_t{message_header_[2]} << 8 | message_header_[3];
    const bool is_client_hello = message_header_[0] == SSL3_MT_CLIENT_HELLO;
    if (is_client_hello && message_bytes_left_ > client_hello_bytes_max) return false;
  }
  return true;
}

}  // namespace weir::http
