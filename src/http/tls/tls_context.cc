#include "http/tls/tls_context.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/prov_ssl.h>
#include <openssl/ssl.h>
#include <openssl/tls1.h>
#include <openssl/types.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "base/check.h"
#include "base/result.h"
#include "http/tls/certificate.h"

namespace weir::http {
namespace {

// Each name behind its length (RFC 7301); HTTP/2 is preferred.
constexpr std::array<unsigned char, 12> protocols = {2,   'h', '2', 8,   'h', 't',
                                                     't', 'p', '/', '1', '.', '1'};
constexpr std::size_t http2_bytes = 3;

std::span<const unsigned char> names_of(Alpn alpn) {
  const std::span<const unsigned char> all(protocols);
  switch (alpn) {
    case Alpn::http1:
      return all.subspan(http2_bytes);
    case Alpn::http2:
      return all.first(http2_bytes);
    case Alpn::both:
      break;
  }
  return all;
}

Result<void> trust_text(SSL_CTX* context, const std::string& pem) {
  const auto authorities = parse_certificates(pem);
  if (!authorities) {
    return fail(ErrorCode::invalid_argument, fmt::format("The text of certificate authorities {}.",
                                                         authorities.error().message));
  }
  for (const CertificatePointer& authority : *authorities) {
    CHECK(X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority.get()) == 1);
  }
  return {};
}

Result<void> trust(SSL_CTX* context, const std::string& ca_file) {
  if (ca_file.starts_with("-----BEGIN")) return trust_text(context, ca_file);
  if (ca_file.empty()) {
    if (SSL_CTX_set_default_verify_paths(context) == 1) return {};
    return fail(ErrorCode::invalid_argument,
                "The system's certificate authorities cannot be loaded: " + take_openssl_error());
  }
  if (SSL_CTX_load_verify_file(context, ca_file.c_str()) == 1) return {};
  return fail(ErrorCode::invalid_argument,
              fmt::format("Certificate authorities cannot be loaded from {}: {}.", ca_file,
                          take_openssl_error()));
}

}  // namespace

Result<std::unique_ptr<TlsContext>> TlsContext::make(const std::string& ca_file, Alpn alpn) {
  ERR_clear_error();
  SslContextPointer context(SSL_CTX_new(TLS_client_method()));
  CHECK(context != nullptr, "{}", take_openssl_error());
  CHECK(SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) == 1);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);
  const std::span<const unsigned char> names = names_of(alpn);
  // This function answers 0 for success.
  CHECK(SSL_CTX_set_alpn_protos(context.get(), names.data(), static_cast<unsigned>(names.size())) ==
        0);
  TRY(trust(context.get(), ca_file));
  return std::unique_ptr<TlsContext>(new TlsContext(std::move(context)));
}

SslPointer TlsContext::make_session(const std::string& host) const {
  SslPointer session(SSL_new(context_.get()));
  CHECK(session != nullptr, "{}", take_openssl_error());
  SSL_set_connect_state(session.get());
  // An address is looked for among the certificate's addresses, and is no server name (RFC 6066).
  if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session.get()), host.c_str()) == 1) {
    return session;
  }
  ERR_clear_error();
  SSL_set_hostflags(session.get(), X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  CHECK(SSL_set1_host(session.get(), host.c_str()) == 1);
  CHECK(SSL_set_tlsext_host_name(session.get(), host.c_str()) == 1);
  return session;
}

}  // namespace weir::http
