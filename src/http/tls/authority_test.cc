#include "http/tls/authority.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "env/seeded_random.h"
#include "http/tls/certificate.h"
#include "http/tls/openssl_pointer.h"

namespace weir::http {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

constexpr WallTime start{1'800'000'000'000};
constexpr milliseconds day{86'400'000};

struct FreeStore {
  void operator()(X509_STORE* store) const { X509_STORE_free(store); }
  void operator()(X509_STORE_CTX* context) const { X509_STORE_CTX_free(context); }
};

class AuthorityTest : public testing::Test {
 protected:
  static CertificateTerms terms(std::vector<std::string> names) {
    return {.names = std::move(names), .not_before = start, .not_after = start + 10 * day};
  }
  TlsIdentity authority(std::vector<std::string> names) {
    return make_authority(make_private_key(), terms(std::move(names)), random_);
  }

  // As a client verifies that `server` is `name`, trusting `authority`: OpenSSL's reason, or "".
  static std::string verify(const TlsIdentity& authority, const TlsIdentity& server,
                            const std::string& name, WallTime now = start + day) {
    const std::unique_ptr<X509_STORE, FreeStore> store(X509_STORE_new());
    X509_STORE_add_cert(store.get(), authority.chain.front().get());
    const std::unique_ptr<X509_STORE_CTX, FreeStore> context(X509_STORE_CTX_new());
    X509_STORE_CTX_init(context.get(), store.get(), server.chain.front().get(), nullptr);
    X509_VERIFY_PARAM* const wanted = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_time(wanted, now.whole_seconds());
    X509_VERIFY_PARAM_set_purpose(wanted, X509_PURPOSE_SSL_SERVER);
    X509_VERIFY_PARAM_set_flags(wanted, X509_V_FLAG_X509_STRICT);
    if (X509_VERIFY_PARAM_set1_ip_asc(wanted, name.c_str()) != 1) {
      X509_VERIFY_PARAM_set1_host(wanted, name.c_str(), 0);
    }
    if (X509_verify_cert(context.get()) == 1) return "";
    return X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get()));
  }

  env::SeededRandom random_{1};
};

TEST_F(AuthorityTest, ClientsThatTrustItTrustItsServers) {
  const std::vector<std::string> names = {"localhost", "build-7", "*.kinesis.internal",
                                          "127.0.0.1", "::1",     "10.1.2.3"};
  const TlsIdentity ca = authority(names);
  const TlsIdentity server = issue_certificate(ca, terms(names), random_);
  EXPECT_TRUE(has_issued(*ca.chain.front(), *server.chain.front()));
  EXPECT_TRUE(belong_together(*server.chain.front(), *server.key));
  for (const char* name :
       {"localhost", "build-7", "a.kinesis.internal", "127.0.0.1", "::1", "10.1.2.3"}) {
    EXPECT_EQ(verify(ca, server, name), "") << name;
  }
  EXPECT_EQ(verify(ca, server, "example.com"), "hostname mismatch");
  EXPECT_EQ(verify(ca, server, "127.0.0.2"), "IP address mismatch");
  EXPECT_EQ(verify(ca, server, "localhost", start + 11 * day), "certificate has expired");
}

TEST_F(AuthorityTest, ItCannotSpeakForOtherNames) {
  const TlsIdentity ca = authority({"localhost", "build-7", "127.0.0.1"});
  for (const char* name : {"example.com", "build-70", "*.amazonaws.com"}) {
    const TlsIdentity server = issue_certificate(ca, terms({name}), random_);
    EXPECT_FALSE(has_issued(*ca.chain.front(), *server.chain.front())) << name;
    const std::string_view plain = name[0] == '*' ? "kinesis.amazonaws.com" : name;
    EXPECT_EQ(verify(ca, server, std::string(plain)), "permitted subtree violation") << name;
  }
  for (const char* name : {"a.localhost", "b.build-7", "10.1.2.3", "::1"}) {
    EXPECT_EQ(verify(ca, issue_certificate(ca, terms({name}), random_), name), "") << name;
  }
}

TEST_F(AuthorityTest, ItsCertificatesCannotSignOthers) {
  const std::vector<std::string> names = {"localhost"};
  const TlsIdentity ca = authority(names);
  const TlsIdentity server = issue_certificate(ca, terms(names), random_);
  EXPECT_EQ(X509_get_extension_flags(server.chain.front().get()) & EXFLAG_CA, 0U);
  EXPECT_EQ(X509_get_pathlen(ca.chain.front().get()), 0);
  EXPECT_EQ(X509_get_key_usage(ca.chain.front().get()),
            static_cast<unsigned>(KU_KEY_CERT_SIGN | KU_CRL_SIGN));
}

TEST_F(AuthorityTest, OneKeyIsOneAuthorityAndAnotherAnother) {
  const TlsIdentity first = authority({"localhost"});
  const TlsIdentity other = authority({"localhost"});
  const TlsIdentity server = issue_certificate(first, terms({"localhost"}), random_);
  EVP_PKEY_up_ref(first.key.get());
  const TlsIdentity again =
      make_authority(KeyPointer(first.key.get()), terms({"localhost", "new"}), random_);
  EXPECT_EQ(verify(again, server, "localhost"), "");
  EXPECT_FALSE(has_issued(*other.chain.front(), *server.chain.front()));
  EXPECT_NE(verify(other, server, "localhost"), "");
  EXPECT_EQ(hashed_file_name(*first.chain.front()), hashed_file_name(*again.chain.front()));
  EXPECT_NE(hashed_file_name(*first.chain.front()), hashed_file_name(*other.chain.front()));
}

TEST_F(AuthorityTest, FactsSayWhatAPersonWantsToKnow) {
  const TlsIdentity ca = authority({"localhost"});
  const TlsIdentity server =
      issue_certificate(ca, terms({"localhost", "127.0.0.1", "::1"}), random_);
  const CertificateFacts facts = facts_of(*server.chain.front());
  EXPECT_EQ(facts.subject, "CN=Weir server");
  EXPECT_THAT(facts.issuer, StartsWith("CN=Weir local authority "));
  EXPECT_THAT(facts.names, ElementsAre("localhost", "127.0.0.1", "::1"));
  EXPECT_EQ(facts.not_before, start);
  EXPECT_EQ(facts.not_after, start + 10 * day);
  EXPECT_EQ(facts.fingerprint.size(), 95U);
  EXPECT_FALSE(facts.is_self_signed);
  EXPECT_TRUE(facts_of(*ca.chain.front()).is_self_signed);
}

TEST_F(AuthorityTest, NamesAreTakenInOneForm) {
  EXPECT_EQ(parse_certificate_name("Build-7.Example.COM").value(), "build-7.example.com");
  EXPECT_EQ(parse_certificate_name("*.example.com").value(), "*.example.com");
  EXPECT_EQ(parse_certificate_name("0:0:0:0:0:0:0:1").value(), "::1");
  EXPECT_EQ(parse_certificate_name("10.0.0.1").value(), "10.0.0.1");
  for (const char* bad : {"", "a..b", ".a", "a.", "*", "*.", "a*.b", "a b", "a,DNS:b", "-a", "a/b",
                          "http://a", "a:4567"}) {
    EXPECT_FALSE(parse_certificate_name(bad).has_value()) << bad;
  }
  EXPECT_FALSE(parse_certificate_name(std::string(64, 'a')).has_value());
  EXPECT_TRUE(parse_certificate_name(std::string(63, 'a')).has_value());
}

}  // namespace
}  // namespace weir::http
