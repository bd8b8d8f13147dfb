#include "http/tls/certificate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <string>

#include "base/time.h"
#include "http/tls/authority.h"
#include "http/tls/openssl_pointer.h"
#include "http/tls/tls_fixture.h"

namespace weir::http {
namespace {

using testing::HasSubstr;

std::string encrypted_pem(EVP_PKEY* key) {
  BIO* const bio = BIO_new(BIO_s_mem());
  PEM_write_bio_PKCS8PrivateKey(bio, key, EVP_aes_256_cbc(), "secret", 6, nullptr, nullptr);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio, &bytes);
  std::string text(bytes, static_cast<std::size_t>(size));
  BIO_free(bio);
  return text;
}

class CertificateTest : public testing::Test {
 protected:
  TestAuthority authority_{"certificates"};
  TlsIdentity first_ = authority_.issue("DNS:first");
  TlsIdentity second_ = authority_.issue("DNS:second");
};

TEST_F(CertificateTest, AreReadBackAsWritten) {
  const std::string chain = encode_pem(*first_.chain.front()) + encode_pem(*second_.chain.front());
  const auto read = parse_certificates("Bag Attributes: none\n" + chain + "and some words\n");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ(facts_of(*read->front()).fingerprint, facts_of(*first_.chain.front()).fingerprint);
  EXPECT_EQ(facts_of(*read->back()).fingerprint, facts_of(*second_.chain.front()).fingerprint);
}

TEST_F(CertificateTest, AKeyMayStandWithItsCertificateInOneFile) {
  const std::string both = encode_pem(*first_.chain.front()) + encode_pem(*first_.key);
  const auto key = parse_private_key(both);
  ASSERT_TRUE(key.has_value()) << key.error().message;
  EXPECT_TRUE(belong_together(*parse_certificates(both)->front(), **key));
  EXPECT_FALSE(belong_together(*second_.chain.front(), **key));
}

TEST_F(CertificateTest, WhatCannotBeReadIsSaid) {
  EXPECT_EQ(parse_certificates("").error().message, "holds no certificate in PEM form");
  EXPECT_EQ(parse_certificates(encode_pem(*first_.key)).error().message,
            "holds no certificate in PEM form");
  std::string damaged = encode_pem(*first_.chain.front());
  damaged[100] = '!';
  EXPECT_THAT(parse_certificates(damaged).error().message,
              HasSubstr("holds a certificate that cannot be read ("));
  EXPECT_EQ(parse_private_key("").error().message, "holds no private key in PEM form");
  EXPECT_EQ(parse_private_key(encode_pem(*first_.chain.front())).error().message,
            "holds no private key in PEM form");
  EXPECT_EQ(parse_private_key(encrypted_pem(first_.key.get())).error().message,
            "is protected by a passphrase, which a server cannot ask for");
  std::string torn = encode_pem(*first_.key);
  torn.resize(torn.size() / 2);
  EXPECT_THAT(parse_private_key(torn).error().message,
              HasSubstr("holds a private key that cannot be read ("));
}

TEST_F(CertificateTest, AreGoodFromTheirBeginningToTheirEnd) {
  CertificateFacts facts;
  facts.not_before = {1'800'000'000'000};
  facts.not_after = {1'900'000'000'000};
  EXPECT_TRUE(check_validity(facts, {1'800'000'000'000}).has_value());
  EXPECT_TRUE(check_validity(facts, {1'899'999'999'999}).has_value());
  EXPECT_EQ(check_validity(facts, {1'799'999'999'999}).error().message,
            "is not valid before 2027-01-15T08:00:00Z");
  EXPECT_EQ(check_validity(facts, {1'900'000'000'000}).error().message,
            "expired on 2030-03-17T17:46:40Z");
}

}  // namespace
}  // namespace weir::http
