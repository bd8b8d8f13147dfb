#include "http/tls/certificate.h"

#include <arpa/inet.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstddef>
#include <ctime>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/result.h"
#include "base/time.h"
#include "http/tls/openssl_pointer.h"

namespace weir::http {
namespace {

BioPointer reader_of(const std::string& text) {
  BioPointer bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  CHECK(bio != nullptr);
  return bio;
}

BioPointer make_writer() {
  BioPointer bio(BIO_new(BIO_s_mem()));
  CHECK(bio != nullptr);
  return bio;
}

std::string text_of(BIO* bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio, &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

std::string text_of(const X509_NAME* name) {
  const BioPointer bio = make_writer();
  X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253);
  return text_of(bio.get());
}

WallTime time_of(const ASN1_TIME* time) {
  std::tm parts = {};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
  return {static_cast<std::int64_t>(timegm(&parts)) * 1000};
}

// Empty for kinds of names that no client of ours is reached by.
std::string text_of(const GENERAL_NAME& name) {
  if (name.type != GEN_DNS && name.type != GEN_IPADD) return {};
  const ASN1_STRING* const value = name.type == GEN_DNS ? name.d.dNSName : name.d.iPAddress;
  const unsigned char* const bytes = ASN1_STRING_get0_data(value);
  const auto size = static_cast<std::size_t>(ASN1_STRING_length(value));
  if (name.type == GEN_DNS) return {reinterpret_cast<const char*>(bytes), size};
  if (size != 4 && size != 16) return {};
  std::array<char, INET6_ADDRSTRLEN> text = {};
  inet_ntop(size == 4 ? AF_INET : AF_INET6, bytes, text.data(), text.size());
  return text.data();
}

std::vector<std::string> names_of(X509& certificate) {
  const std::unique_ptr<GENERAL_NAMES, FreeOpenssl> names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::vector<std::string> texts;
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    std::string text = text_of(*sk_GENERAL_NAME_value(names.get(), i));
    if (!text.empty()) texts.push_back(std::move(text));
  }
  return texts;
}

std::string fingerprint_of(X509& certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned int size = 0;
  CHECK(X509_digest(&certificate, EVP_sha256(), digest.data(), &size) == 1);
  return fmt::format("{:02X}", fmt::join(std::span(digest).first(size), ":"));
}

// Nobody is asked for a passphrase: a server starts by itself.
int give_no_passphrase(char*, int, int, void*) { return -1; }

}  // namespace

std::string time_text(WallTime time) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                     fmt::gmtime(static_cast<std::time_t>(time.whole_seconds())));
}

CertificateFacts facts_of(X509& certificate) {
  return {.subject = text_of(X509_get_subject_name(&certificate)),
          .issuer = text_of(X509_get_issuer_name(&certificate)),
          .names = names_of(certificate),
          .fingerprint = fingerprint_of(certificate),
          .not_before = time_of(X509_get0_notBefore(&certificate)),
          .not_after = time_of(X509_get0_notAfter(&certificate)),
          .is_self_signed = X509_self_signed(&certificate, 0) == 1};
}

Result<std::vector<CertificatePointer>> parse_certificates(const std::string& pem) {
  ERR_clear_error();
  const BioPointer bio = reader_of(pem);
  std::vector<CertificatePointer> certificates;
  while (X509* const certificate =
             PEM_read_bio_X509(bio.get(), nullptr, give_no_passphrase, nullptr)) {
    certificates.emplace_back(certificate);
  }
  const bool is_at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  const std::string reason = take_openssl_error();
  if (!is_at_end) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("holds a certificate that cannot be read ({})", reason));
  }
  if (certificates.empty()) {
    return fail(ErrorCode::invalid_argument, "holds no certificate in PEM form");
  }
  return certificates;
}

Result<KeyPointer> parse_private_key(const std::string& pem) {
  if (pem.find("PRIVATE KEY-----") == std::string::npos) {
    return fail(ErrorCode::invalid_argument, "holds no private key in PEM form");
  }
  if (pem.find("ENCRYPTED") != std::string::npos) {
    return fail(ErrorCode::invalid_argument,
                "is protected by a passphrase, which a server cannot ask for");
  }
  ERR_clear_error();
  const BioPointer bio = reader_of(pem);
  KeyPointer key(PEM_read_bio_PrivateKey(bio.get(), nullptr, give_no_passphrase, nullptr));
  const std::string reason = take_openssl_error();
  if (key) return key;
  return fail(ErrorCode::invalid_argument,
              fmt::format("holds a private key that cannot be read ({})", reason));
}

Result<void> check_validity(const CertificateFacts& facts, WallTime now) {
  if (now >= facts.not_after) {
    return fail(ErrorCode::invalid_argument, "expired on " + time_text(facts.not_after));
  }
  if (now < facts.not_before) {
    return fail(ErrorCode::invalid_argument, "is not valid before " + time_text(facts.not_before));
  }
  return {};
}

bool belong_together(X509& certificate, EVP_PKEY& key) {
  const bool match = X509_check_private_key(&certificate, &key) == 1;
  ERR_clear_error();
  return match;
}

std::string encode_pem(X509& certificate) {
  const BioPointer bio = make_writer();
  CHECK(PEM_write_bio_X509(bio.get(), &certificate) == 1);
  return text_of(bio.get());
}

std::string encode_pem(EVP_PKEY& key) {
  const BioPointer bio = make_writer();
  CHECK(PEM_write_bio_PrivateKey(bio.get(), &key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return text_of(bio.get());
}

}  // namespace weir::http
