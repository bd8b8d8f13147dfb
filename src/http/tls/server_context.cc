#include "http/tls/server_context.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/prov_ssl.h>
#include <openssl/ssl.h>
#include <openssl/tls1.h>

#include <array>
#include <memory>
#include <span>
#include <utility>

#include "base/check.h"
#include "base/result.h"
#include "http/tls/certificate.h"
#include "http/tls/openssl_pointer.h"
#include "http/tls/ticket_keys.h"

namespace weir::http {
namespace {

// Ephemeral keys and authenticated encryption only (RFC 9325). 128 bits first: they cost the least
// and have no known weakness.
constexpr const char* tls13_ciphers =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
constexpr const char* tls12_ciphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* groups = "X25519:P-256:P-384";
constexpr const char* signature_algorithms =
    "ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:ed25519:"
    "RSA-PSS+SHA256:RSA-PSS+SHA384:RSA-PSS+SHA512:RSA+SHA256:RSA+SHA384:RSA+SHA512";

// A client's certificates, with those that lead to its authority.
constexpr long client_certificates_bytes_max = 32l << 10;

// In the order of preference.
constexpr std::array<unsigned char, 12> protocols = {2,   'h', '2', 8,   'h', 't',
                                                     't', 'p', '/', '1', '.', '1'};

int choose_protocol(SSL* /*session*/, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned int offered_size, void* /*argument*/) {
  auto** const out = const_cast<unsigned char**>(chosen);
  const int result = SSL_select_next_proto(out, chosen_size, protocols.data(), protocols.size(),
                                           offered, offered_size);
  // A client that speaks only other protocols must not take this server for one of theirs.
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

void set_protocol_versions(SSL_CTX* context) {
  CHECK(SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1);
  CHECK(SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) == 1);
  CHECK(SSL_CTX_set_ciphersuites(context, tls13_ciphers) == 1);
  CHECK(SSL_CTX_set_cipher_list(context, tls12_ciphers) == 1);
  CHECK(SSL_CTX_set1_groups_list(context, groups) == 1);
  CHECK(SSL_CTX_set1_sigalgs_list(context, signature_algorithms) == 1);
  // Clients without instructions for AES may still have ChaCha20, by putting it first.
  SSL_CTX_set_options(context, SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA |
                                   SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
}

void set_resumption(SSL_CTX* context) {
  // Tickets only: nothing is remembered here, so nothing is locked.
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_timeout(context, TlsServerContext::ticket_lifetime.count());
  static constexpr std::array<unsigned char, 4> room = {'w', 'e', 'i', 'r'};
  CHECK(SSL_CTX_set_session_id_context(context, room.data(), room.size()) == 1);
}

Result<void> set_identity(SSL_CTX* context, const TlsIdentity& identity) {
  const auto refused = [] {
    return fail(ErrorCode::invalid_argument,
                fmt::format("cannot be used ({})", take_openssl_error()));
  };
  if (SSL_CTX_use_certificate(context, identity.chain.front().get()) != 1) return refused();
  if (SSL_CTX_use_PrivateKey(context, identity.key.get()) != 1) return refused();
  for (const CertificatePointer& link : std::span(identity.chain).subspan(1)) {
    if (SSL_CTX_add1_chain_cert(context, link.get()) != 1) return refused();
  }
  // What was not given is not looked for among the client authorities.
  SSL_CTX_set_mode(context, SSL_MODE_NO_AUTO_CHAIN);
  return {};
}

void set_client_certificates(SSL_CTX* context, const TlsServerOptions& options) {
  if (options.client_certificates == ClientCertificates::not_asked_for) return;
  int mode = SSL_VERIFY_PEER;
  if (options.client_certificates == ClientCertificates::required) {
    mode |= SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
  }
  SSL_CTX_set_verify(context, mode, nullptr);
  SSL_CTX_set_max_cert_list(context, client_certificates_bytes_max);
  for (const CertificatePointer& authority : options.client_authorities) {
    CHECK(X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority.get()) == 1);
    CHECK(SSL_CTX_add_client_CA(context, authority.get()) == 1);
  }
}

}  // namespace

Result<std::shared_ptr<const TlsServerContext>> TlsServerContext::make(
    const TlsServerOptions& options) {
  ERR_clear_error();
  SslContextPointer context(SSL_CTX_new(TLS_server_method()));
  CHECK(context != nullptr, "{}", take_openssl_error());
  set_protocol_versions(context.get());
  set_resumption(context.get());
  // An idle connection has no need of OpenSSL's record buffers, 16 KiB each way.
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);
  TRY(set_identity(context.get(), options.identity));
  set_client_certificates(context.get(), options);
  TicketKeys& ticket_keys = TicketKeys::install(context.get());
  return std::shared_ptr<const TlsServerContext>(
      new TlsServerContext(std::move(context), ticket_keys));
}

SslPointer TlsServerContext::make_session() const {
  SslPointer session(SSL_new(context_.get()));
  CHECK(session != nullptr, "{}", take_openssl_error());
  SSL_set_accept_state(session.get());
  return session;
}

}  // namespace weir::http
