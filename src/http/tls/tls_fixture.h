// What the tests of TLS share: a certificate authority that lives as long as a test, certificates
// and servers of it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <ctime>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "http/tls/certificate.h"
#include "http/tls/openssl_pointer.h"

namespace weir::http {

// Seconds from now in which a test's certificate begins and ends to be valid.
struct TestValidity {
  long begin = -3600;
  long end = 3600;
};

class TestAuthority {
 public:
  explicit TestAuthority(const std::string& name)
      : name_(name),
        key_(EVP_EC_gen("P-256")),
        certificate_(make_certificate(name, key_.get(), {})) {
    add_extension(certificate_.get(), NID_basic_constraints, "critical,CA:TRUE");
    X509_sign(certificate_.get(), key_.get(), EVP_sha256());
    path_ = testing::TempDir() + "weir_test_" + name + ".pem";
    std::FILE* const file = std::fopen(path_.c_str(), "w");
    PEM_write_X509(file, certificate_.get());
    std::fclose(file);
  }
  ~TestAuthority() { std::remove(path_.c_str()); }
  TestAuthority(const TestAuthority&) = delete;
  TestAuthority& operator=(const TestAuthority&) = delete;

  // What a client trusts it by.
  const std::string& path() const { return path_; }
  std::vector<CertificatePointer> certificates() const {
    std::vector<CertificatePointer> list;
    list.emplace_back(X509_dup(certificate_.get()));
    return list;
  }

  // A certificate for `alternative_names`, such as "DNS:kinesis.test" or "IP:127.0.0.1", and its
  // key.
  TlsIdentity issue(const char* alternative_names, const TestValidity& validity = {}) const {
    TlsIdentity identity;
    identity.key.reset(EVP_EC_gen("P-256"));
    CertificatePointer certificate = make_certificate("server", identity.key.get(), validity);
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate_.get()));
    add_extension(certificate.get(), NID_subject_alt_name, alternative_names);
    X509_sign(certificate.get(), key_.get(), EVP_sha256());
    identity.chain.push_back(std::move(certificate));
    return identity;
  }

  // A server's side of a handshake, of whatever version a test needs.
  SslPointer make_server_session(const char* alternative_names,
                                 int version_max = TLS1_3_VERSION) const {
    const TlsIdentity identity = issue(alternative_names);
    const SslContextPointer context(SSL_CTX_new(TLS_server_method()));
    SSL_CTX_set_security_level(context.get(), 0);  // Lets it offer what clients must refuse.
    SSL_CTX_set_min_proto_version(context.get(), 0);
    SSL_CTX_set_max_proto_version(context.get(), version_max);
    SSL_CTX_use_certificate(context.get(), identity.chain.front().get());
    SSL_CTX_use_PrivateKey(context.get(), identity.key.get());
    SslPointer session(SSL_new(context.get()));
    SSL_set_accept_state(session.get());
    return session;
  }

 private:
  static CertificatePointer make_certificate(const std::string& name, EVP_PKEY* key,
                                             const TestValidity& validity) {
    CertificatePointer certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), validity.begin);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), validity.end);
    X509_set_pubkey(certificate.get(), key);
    X509_NAME* const subject = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), subject);
    return certificate;
  }

  static void add_extension(X509* certificate, int kind, const char* value) {
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value);
    ASSERT_NE(extension, nullptr) << value;
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
  }

  const std::string name_;
  const KeyPointer key_;
  const CertificatePointer certificate_;
  std::string path_;
};

}  // namespace weir::http
