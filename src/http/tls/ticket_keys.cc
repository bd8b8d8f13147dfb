#include "http/tls/ticket_keys.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/prov_ssl.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>

#include "base/check.h"
#include "base/mutex.h"

namespace weir::http {
namespace {

void fill(std::span<unsigned char> bytes) {
  CHECK(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1);
}

// Fetched once: an implicit fetch costs as much as the sealing.
const EVP_CIPHER* cipher() {
  static const EVP_CIPHER* const fetched = EVP_CIPHER_fetch(nullptr, "AES-256-CBC", nullptr);
  return fetched;
}

bool set_mac_key(EVP_MAC_CTX* mac, std::span<unsigned char> key) {
  std::array<char, 7> digest = {"SHA256"};
  const std::array<OSSL_PARAM, 3> parameters = {
      OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, key.data(), key.size()),
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
      OSSL_PARAM_construct_end()};
  return EVP_MAC_CTX_set_params(mac, parameters.data()) == 1;
}

}  // namespace

TicketKeys::TicketKey TicketKeys::make_key() {
  TicketKey made;
  fill(made.name);
  fill(made.cipher_key);
  fill(made.mac_key);
  return made;
}

void TicketKeys::rotate() {
  const TicketKey made = make_key();
  const MutexLock lock(mutex_);
  former_ = current_;
  current_ = made;
}

TicketKeys::TicketKey TicketKeys::current() const {
  const MutexLock lock(mutex_);
  return current_;
}

std::optional<TicketKeys::Found> TicketKeys::find(const unsigned char* name) const {
  const auto has_name = [name](const TicketKey& key) {
    return std::equal(key.name.begin(), key.name.end(), name);
  };
  const MutexLock lock(mutex_);
  if (has_name(current_)) return Found{current_, true};
  if (former_ && has_name(*former_)) return Found{*former_, false};
  return std::nullopt;
}

int TicketKeys::place_in_context() {
  static const int place = SSL_CTX_get_ex_new_index(
      0, nullptr, nullptr, nullptr, [](void*, void* keys, CRYPTO_EX_DATA*, int, long, void*) {
        delete static_cast<TicketKeys*>(keys);
      });
  return place;
}

TicketKeys& TicketKeys::install(SSL_CTX* context) {
  auto* const keys = new TicketKeys;
  CHECK(SSL_CTX_set_ex_data(context, place_in_context(), keys) == 1);
  CHECK(SSL_CTX_set_tlsext_ticket_key_evp_cb(context, &TicketKeys::on_ticket) == 1);
  return *keys;
}

// What it answers is OpenSSL's: below 0 failed, 0 no ticket, 1 a good one, 2 a good one that is to
// be replaced.
int TicketKeys::on_ticket(SSL* session, unsigned char* name, unsigned char* iv,
                          EVP_CIPHER_CTX* cipher_context, EVP_MAC_CTX* mac, int is_sealing) {
  const auto* const self = static_cast<const TicketKeys*>(
      SSL_CTX_get_ex_data(SSL_get_SSL_CTX(session), place_in_context()));
  if (is_sealing != 0) {
    TicketKey key = self->current();
    std::ranges::copy(key.name, name);
    fill({iv, static_cast<std::size_t>(EVP_CIPHER_get_iv_length(cipher()))});
    const bool is_ready =
        EVP_EncryptInit_ex2(cipher_context, cipher(), key.cipher_key.data(), iv, nullptr) == 1 &&
        set_mac_key(mac, key.mac_key);
    return is_ready ? 1 : -1;
  }
  std::optional<Found> found = self->find(name);
  if (!found) return 0;
  TicketKey& key = found->key;
  const bool is_ready =
      set_mac_key(mac, key.mac_key) &&
      EVP_DecryptInit_ex2(cipher_context, cipher(), key.cipher_key.data(), iv, nullptr) == 1;
  if (!is_ready) return -1;
  // TLS 1.3 wants a ticket to be used once, so that connections cannot be told to be of one client.
  return found->is_current && SSL_version(session) < TLS1_3_VERSION ? 1 : 2;
}

}  // namespace weir::http
