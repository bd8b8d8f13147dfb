#include "server/local_certificates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "http/tls/authority.h"
#include "http/tls/certificate.h"
#include "server/tls_files_fixture.h"
#include "server/tls_material.h"

namespace weir::server {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using testing::UnorderedElementsAre;
using Authority = LocalCertificates::Authority;

class LocalCertificatesTest : public TlsFilesFixture {
 protected:
  Result<Authority> ensure(LocalNames names = {.wanted = {"localhost", "127.0.0.1"},
                                               .host = "build-7"}) {
    return LocalCertificates(files_, random_, "data", std::move(names)).ensure(clock_.wall_now());
  }
  http::CertificateFacts facts(const std::string& path) {
    return http::facts_of(*http::parse_certificates(read(path)).value().front());
  }
  http::CertificateFacts server() { return facts(paths_.server); }
  http::CertificateFacts authority() { return facts(paths_.authority); }

  // What is there can be used, and clients that trust the authority trust it.
  void expect_whole() {
    const auto material = read_tls_material(
        files_, {.certificate = paths_.server, .private_key = paths_.server}, clock_.wall_now());
    ASSERT_TRUE(material.has_value()) << material.error().message;
    const auto ca = std::move(http::parse_certificates(read(paths_.authority)).value());
    EXPECT_TRUE(http::has_issued(*ca.front(), *material->options.identity.chain.front()));
    EXPECT_EQ(read(paths_.hashed_directory + "/" + http::hashed_file_name(*ca.front())),
              read(paths_.authority));
  }

  const LocalCertificatePaths paths_{"data"};
};

TEST_F(LocalCertificatesTest, AreMadeOnceAndKept) {
  EXPECT_EQ(ensure().value(), Authority::made);
  expect_whole();
  EXPECT_THAT(server().names, UnorderedElementsAre("localhost", "127.0.0.1", "build-7"));
  EXPECT_EQ(server().not_after, clock_.wall_now() + 90 * day);
  EXPECT_EQ(authority().not_after, clock_.wall_now() + 3650 * day);
  const std::string before = read(paths_.server) + read(paths_.authority);
  clock_.advance(59 * day);
  EXPECT_EQ(ensure().value(), Authority::kept);
  EXPECT_EQ(read(paths_.server) + read(paths_.authority), before);
}

TEST_F(LocalCertificatesTest, TheServersIsRenewedThirtyDaysBeforeItsEnd) {
  ASSERT_TRUE(ensure().has_value());
  const std::string former = server().fingerprint;
  const std::string trusted = authority().fingerprint;
  clock_.advance(60 * day);
  EXPECT_EQ(ensure().value(), Authority::kept);
  EXPECT_NE(server().fingerprint, former);
  EXPECT_EQ(server().not_after, clock_.wall_now() + 90 * day);
  EXPECT_EQ(authority().fingerprint, trusted);
  expect_whole();
}

TEST_F(LocalCertificatesTest, TheAuthorityIsRenewedAYearBeforeItsEndWithTheSameKey) {
  ASSERT_TRUE(ensure().has_value());
  const std::string key = read(paths_.authority_key);
  const http::CertificateFacts former = authority();
  clock_.advance((3650 - 365) * day);
  EXPECT_EQ(ensure().value(), Authority::renewed);
  EXPECT_EQ(read(paths_.authority_key), key);
  EXPECT_EQ(authority().subject, former.subject);
  EXPECT_EQ(authority().not_after, clock_.wall_now() + 3650 * day);
  expect_whole();
}

TEST_F(LocalCertificatesTest, AClockThatWasWrongIsNoTrouble) {
  clock_.jump_wall(5000 * day);
  ASSERT_TRUE(ensure().has_value());
  clock_.jump_wall(-5000 * day);
  EXPECT_EQ(ensure().value(), Authority::renewed);
  expect_whole();
}

TEST_F(LocalCertificatesTest, MoreNamesNeedAWiderAuthorityFewerDoNot) {
  ASSERT_TRUE(ensure().has_value());
  const std::string trusted = authority().fingerprint;
  EXPECT_EQ(ensure({.wanted = {"localhost"}, .host = "build-7"}).value(), Authority::kept);
  EXPECT_THAT(server().names, UnorderedElementsAre("localhost", "build-7"));
  EXPECT_EQ(ensure({.wanted = {"localhost", "10.1.2.3"}, .host = "build-7"}).value(),
            Authority::kept);
  EXPECT_THAT(server().names, UnorderedElementsAre("localhost", "build-7", "10.1.2.3"));
  EXPECT_EQ(authority().fingerprint, trusted);
  EXPECT_EQ(ensure({.wanted = {"localhost", "kinesis.test"}, .host = "build-7"}).value(),
            Authority::renewed);
  EXPECT_THAT(server().names, UnorderedElementsAre("localhost", "build-7", "kinesis.test"));
  EXPECT_NE(authority().fingerprint, trusted);
  expect_whole();
}

// In a container the name is another one with each start.
TEST_F(LocalCertificatesTest, AnotherHostNameDoesNotChangeWhatClientsTrust) {
  ASSERT_TRUE(ensure().has_value());
  const std::string trusted = authority().fingerprint;
  const LocalNames elsewhere{.wanted = {"localhost", "127.0.0.1"}, .host = "build-8"};
  EXPECT_EQ(ensure(elsewhere).value(), Authority::kept);
  EXPECT_THAT(server().names, UnorderedElementsAre("localhost", "127.0.0.1"));
  EXPECT_EQ(authority().fingerprint, trusted);
  const std::string made = server().fingerprint;
  EXPECT_EQ(ensure(elsewhere).value(), Authority::kept);
  EXPECT_EQ(server().fingerprint, made);
  expect_whole();
}

TEST_F(LocalCertificatesTest, LostAndDamagedCertificatesAreMadeAnew) {
  ASSERT_TRUE(ensure().has_value());
  const std::string subject = authority().subject;
  write(paths_.server, "nonsense");
  EXPECT_EQ(ensure().value(), Authority::kept);
  expect_whole();
  write(paths_.server, "");
  write(paths_.authority, "nonsense");
  EXPECT_EQ(ensure().value(), Authority::renewed);
  EXPECT_EQ(authority().subject, subject);
  expect_whole();
}

TEST_F(LocalCertificatesTest, ADamagedKeyIsNotReplacedInSilence) {
  ASSERT_TRUE(ensure().has_value());
  const std::string trusted = read(paths_.authority);
  write(paths_.authority_key, "nonsense");
  const auto result = ensure();
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().message,
            "data/tls/ca.key holds no private key in PEM form; without data/tls a new authority is "
            "made, which clients must be given.");
  EXPECT_EQ(read(paths_.authority), trusted);
}

TEST_F(LocalCertificatesTest, AnAuthorityThatWasMadeSurvivesPowerCuts) {
  ASSERT_TRUE(ensure().has_value());
  const std::string trusted = read(paths_.authority);
  files_.crash();
  EXPECT_EQ(ensure().value(), Authority::kept);
  EXPECT_EQ(read(paths_.authority), trusted);
}

TEST_F(LocalCertificatesTest, APowerCutAtAnyMomentLeavesSomethingToGoOnFrom) {
  bool was_cut = true;
  for (std::uint64_t change = 1; was_cut; ++change) {
    ASSERT_LT(change, 100U);
    const std::string data = "data" + std::to_string(change);
    const auto make = [&] {
      return LocalCertificates(files_, random_, data, {.wanted = {"localhost"}, .host = {}})
          .ensure(clock_.wall_now());
    };
    files_.crash_after(change);
    was_cut = !make().has_value();
    files_.restart();
    const auto again = make();
    ASSERT_TRUE(again.has_value()) << change << ": " << again.error().message;
    const std::string server = data + "/tls/server.pem";
    const auto material = read_tls_material(files_, {.certificate = server, .private_key = server},
                                            clock_.wall_now());
    EXPECT_TRUE(material.has_value()) << change << ": " << material.error().message;
  }
}

}  // namespace
}  // namespace weir::server
