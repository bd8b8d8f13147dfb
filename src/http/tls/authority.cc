#include "http/tls/authority.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/result.h"
#include "base/time.h"
#include "env/random.h"
#include "http/tls/certificate.h"
#include "http/tls/openssl_pointer.h"

namespace weir::http {
namespace {

// RFC 5280 allows 20 bytes and wants them hard to guess.
constexpr std::size_t serial_bytes = 16;
// RFC 1035.
constexpr std::size_t dns_name_max = 253;
constexpr std::size_t dns_label_max = 63;

// The address in its one form, or nothing.
std::optional<std::string> parse_address(const std::string& text, int family) {
  std::array<unsigned char, 16> bytes;
  if (inet_pton(family, text.c_str(), bytes.data()) != 1) return std::nullopt;
  std::array<char, INET6_ADDRSTRLEN> form = {};
  inet_ntop(family, bytes.data(), form.data(), form.size());
  return form.data();
}

bool is_address(const std::string& name) {
  return parse_address(name, AF_INET) || parse_address(name, AF_INET6);
}

bool is_dns_label(std::string_view label) {
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  };
  return !label.empty() && label.size() <= dns_label_max && label.front() != '-' &&
         label.back() != '-' && std::ranges::all_of(label, is_allowed);
}

bool is_dns_name(std::string_view name) {
  if (name.starts_with("*.")) name.remove_prefix(2);
  if (name.empty() || name.size() > dns_name_max) return false;
  while (true) {
    const std::size_t dot = name.find('.');
    if (!is_dns_label(name.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    name.remove_prefix(dot + 1);
  }
}

// "DNS:localhost,IP:127.0.0.1", as OpenSSL reads it. Names hold nothing that it could misread.
std::string alternative_names(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    text += fmt::format("{}{}:{}", text.empty() ? "" : ",", is_address(name) ? "IP" : "DNS", name);
  }
  return text;
}

// The DNS names among them as bounds. Addresses have none: the TLS of Java's CRT clients refuses an
// authority with such bounds.
std::string name_constraints(const std::vector<std::string>& names) {
  std::string text = "critical,permitted;DNS:localhost";
  for (const std::string& name : names) {
    if (name == "localhost" || is_address(name)) continue;
    text += ",permitted;DNS:" + (name.starts_with("*.") ? name.substr(2) : name);
  }
  return text;
}

void add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX place;
  X509V3_set_ctx(&place, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, FreeOpenssl> extension(
      X509V3_EXT_conf_nid(nullptr, &place, kind, value.c_str()));
  CHECK(extension != nullptr, "{}: {}", value, take_openssl_error());
  CHECK(X509_add_ext(certificate, extension.get(), -1) == 1);
}

void set_serial(X509* certificate, env::Random& random) {
  std::array<unsigned char, serial_bytes> bytes;
  random.fill(std::as_writable_bytes(std::span(bytes)));
  bytes[0] &= 0x7f;  // Positive.
  bytes[0] |= 0x40;  // Of the same length always.
  BIGNUM* const number = BN_bin2bn(bytes.data(), bytes.size(), nullptr);
  CHECK(number != nullptr);
  CHECK(BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr);
  BN_free(number);
}

void set_common_name(X509_NAME* subject, const std::string& name) {
  CHECK(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1,
                                   0) == 1);
}

// Told apart by their keys, so that a client can trust several.
std::string authority_name(EVP_PKEY* key) {
  const CertificatePointer scratch(X509_new());
  CHECK(X509_set_pubkey(scratch.get(), key) == 1);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  CHECK(X509_pubkey_digest(scratch.get(), EVP_sha256(), digest.data(), nullptr) == 1);
  return fmt::format("Weir local authority {:02x}", fmt::join(std::span(digest).first(4), ""));
}

CertificatePointer make_certificate(EVP_PKEY* key, const CertificateTerms& terms,
                                    env::Random& random) {
  CertificatePointer certificate(X509_new());
  CHECK(certificate != nullptr);
  CHECK(X509_set_version(certificate.get(), X509_VERSION_3) == 1);
  set_serial(certificate.get(), random);
  ASN1_TIME_set(X509_getm_notBefore(certificate.get()), terms.not_before.whole_seconds());
  ASN1_TIME_set(X509_getm_notAfter(certificate.get()), terms.not_after.whole_seconds());
  CHECK(X509_set_pubkey(certificate.get(), key) == 1);
  return certificate;
}

void sign(X509* certificate, EVP_PKEY* key) {
  CHECK(X509_sign(certificate, key, EVP_sha256()) > 0, "{}", take_openssl_error());
}

}  // namespace

Result<std::string> parse_certificate_name(std::string_view text) {
  std::string name(text);
  for (const int family : {AF_INET, AF_INET6}) {
    if (auto address = parse_address(name, family)) return *std::move(address);
  }
  if (!is_dns_name(name)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("\"{}\" is neither a DNS name nor an address", text));
  }
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return name;
}

KeyPointer make_private_key() {
  KeyPointer key(EVP_EC_gen("P-256"));
  CHECK(key != nullptr, "{}", take_openssl_error());
  return key;
}

TlsIdentity make_authority(KeyPointer key, const CertificateTerms& terms, env::Random& random) {
  CertificatePointer certificate = make_certificate(key.get(), terms, random);
  X509* const authority = certificate.get();
  set_common_name(X509_get_subject_name(authority), authority_name(key.get()));
  CHECK(X509_set_issuer_name(authority, X509_get_subject_name(authority)) == 1);
  add_extension(authority, authority, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  add_extension(authority, authority, NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(authority, authority, NID_name_constraints, name_constraints(terms.names));
  add_extension(authority, authority, NID_subject_key_identifier, "hash");
  sign(authority, key.get());
  TlsIdentity identity;
  identity.chain.push_back(std::move(certificate));
  identity.key = std::move(key);
  return identity;
}

TlsIdentity issue_certificate(const TlsIdentity& authority, const CertificateTerms& terms,
                              env::Random& random) {
  TlsIdentity identity;
  identity.key = make_private_key();
  CertificatePointer certificate = make_certificate(identity.key.get(), terms, random);
  X509* const issuer = authority.chain.front().get();
  set_common_name(X509_get_subject_name(certificate.get()), "Weir server");
  CHECK(X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer)) == 1);
  add_extension(certificate.get(), issuer, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(certificate.get(), issuer, NID_key_usage, "critical,digitalSignature");
  add_extension(certificate.get(), issuer, NID_ext_key_usage, "serverAuth");
  add_extension(certificate.get(), issuer, NID_subject_key_identifier, "hash");
  add_extension(certificate.get(), issuer, NID_authority_key_identifier, "keyid:always");
  add_extension(certificate.get(), issuer, NID_subject_alt_name, alternative_names(terms.names));
  sign(certificate.get(), authority.key.get());
  identity.chain.push_back(std::move(certificate));
  return identity;
}

bool has_issued(X509& authority, X509& certificate) {
  bool may = X509_verify(&certificate, X509_get0_pubkey(&authority)) == 1 &&
             X509_check_issued(&authority, &certificate) == X509_V_OK;
  NAME_CONSTRAINTS* const bounds = static_cast<NAME_CONSTRAINTS*>(
      X509_get_ext_d2i(&authority, NID_name_constraints, nullptr, nullptr));
  if (bounds != nullptr) {
    may = may && NAME_CONSTRAINTS_check(&certificate, bounds) == X509_V_OK;
    NAME_CONSTRAINTS_free(bounds);
  }
  ERR_clear_error();
  return may;
}

std::string hashed_file_name(X509& authority) {
  return fmt::format("{:08x}.0", static_cast<std::uint32_t>(X509_subject_name_hash(&authority)));
}

}  // namespace weir::http
