// TicketKeys: what session tickets are sealed with. A client that comes back with a ticket shortens
// its handshake; the server remembers nothing.
//
// All I/O threads share one, so that a ticket of one is good on another. Whoever learns a key can
// read the sessions that its tickets resumed: so they are made anew by rotate(), live in memory
// only, and the last but one is forgotten. A ticket sealed with the former key is still good, and
// is replaced.
//
// Threads: any.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/ssl.h>

#include <array>
#include <cstddef>
#include <optional>

#include "base/mutex.h"

namespace weir::http {

class TicketKeys {
 public:
  // Makes keys for `context`, which owns them: they live as long as its last session.
  static TicketKeys& install(SSL_CTX* context);

  TicketKeys(const TicketKeys&) = delete;
  TicketKeys& operator=(const TicketKeys&) = delete;

  // Seals with a new key from now on.
  void rotate();

 private:
  struct TicketKey {
    std::array<unsigned char, 16> name;  // In each ticket, so that its key is found.
    std::array<unsigned char, 32> cipher_key;
    std::array<unsigned char, 32> mac_key;
  };
  struct Found {
    TicketKey key;
    bool is_current;
  };

  TicketKeys() = default;

  static TicketKey make_key();
  static int place_in_context();
  static int on_ticket(SSL* session, unsigned char* name, unsigned char* iv, EVP_CIPHER_CTX* cipher,
                       EVP_MAC_CTX* mac, int is_sealing);
  TicketKey current() const;
  std::optional<Found> find(const unsigned char* name) const;

  mutable Mutex mutex_;
  TicketKey current_ GUARDED_BY(mutex_) = make_key();
  std::optional<TicketKey> former_ GUARDED_BY(mutex_);
};

}  // namespace weir::http
