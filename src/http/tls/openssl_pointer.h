// Owners of OpenSSL's objects, and its error queue in words.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace weir::http {

struct FreeOpenssl {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
  void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
};

using SslPointer = std::unique_ptr<SSL, FreeOpenssl>;
using SslContextPointer = std::unique_ptr<SSL_CTX, FreeOpenssl>;
using CertificatePointer = std::unique_ptr<X509, FreeOpenssl>;
using KeyPointer = std::unique_ptr<EVP_PKEY, FreeOpenssl>;
using BioPointer = std::unique_ptr<BIO, FreeOpenssl>;

// The oldest entry of this thread's OpenSSL error queue in words; clears the queue.
std::string take_openssl_error();

}  // namespace weir::http
