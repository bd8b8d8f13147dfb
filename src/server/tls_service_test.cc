#include "server/tls_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <utility>

#include "base/time.h"
#include "env/memory_logger.h"
#include "env/sim_loop.h"
#include "env/sim_worker.h"
#include "http/tls/authority.h"
#include "http/tls/certificate.h"
#include "server/local_certificates.h"
#include "server/tls_files_fixture.h"
#include "server/tls_material.h"

namespace weir::server {
namespace {

using testing::HasSubstr;

class TlsServiceTest : public TlsFilesFixture {
 protected:
  ~TlsServiceTest() override {
    if (service_) service_->stop();
    scheduler_.run_until_idle();
  }

  TlsService::Surroundings surroundings() {
    return {.files = files_,
            .worker = worker_,
            .home = loop_,
            .clock = clock_,
            .random = random_,
            .logger = logger_};
  }
  static TlsFiles given() { return {.certificate = "etc/cert.pem", .private_key = "etc/key.pem"}; }

  // With files of somebody's, or with its own.
  Result<void> open(TlsFiles paths, std::unique_ptr<LocalCertificates> local = nullptr) {
    auto opened =
        TlsService::open(surroundings(), std::move(paths), std::move(local), /*is_required=*/false);
    if (!opened) return std::unexpected(opened.error());
    service_ = *std::move(opened);
    service_->start();
    return {};
  }

  // The name in the certificate that the next client is shown.
  std::string shown() const {
    const http::SslPointer session = service_->acceptor().make_session();
    return http::facts_of(*SSL_get_certificate(session.get())).names.front();
  }

  std::size_t lines_with(const std::string& text) const {
    std::size_t count = 0;
    for (const auto& line : logger_.lines()) count += line.text.find(text) != std::string::npos;
    return count;
  }

  env::SimLoop loop_{scheduler_, 0};
  env::SimWorker worker_{scheduler_};
  env::MemoryLogger logger_;
  std::shared_ptr<TlsService> service_;
};

TEST_F(TlsServiceTest, ChangedFilesAreTakenIntoUseWithinSeconds) {
  write_pair(issue("one"));
  ASSERT_TRUE(open(given()).has_value());
  EXPECT_EQ(shown(), "one");
  scheduler_.run_for(seconds(60));
  EXPECT_EQ(logger_.lines().size(), 0U);
  write_pair(issue("two"));
  scheduler_.run_for(TlsService::check_interval + seconds(1));
  EXPECT_EQ(shown(), "two");
  EXPECT_EQ(lines_with("tls_certificate_changed"), 1U);
}

TEST_F(TlsServiceTest, ABadChangeChangesNothingAndIsSaidOnce) {
  write_pair(issue("one"));
  ASSERT_TRUE(open(given()).has_value());
  write("etc/key.pem", http::encode_pem(*issue("two").key));
  scheduler_.run_for(seconds(60));
  EXPECT_EQ(shown(), "one");
  EXPECT_EQ(logger_.lines().size(), 1U);
  EXPECT_TRUE(
      logger_.contains("The private key in etc/key.pem does not belong to the certificate"));
  ASSERT_TRUE(files_.remove("etc/cert.pem").has_value());
  scheduler_.run_for(seconds(60));
  EXPECT_EQ(shown(), "one");
  EXPECT_EQ(logger_.lines().size(), 2U);
  EXPECT_TRUE(logger_.contains("Cannot open etc/cert.pem: No such file or directory."));
  write_pair(issue("two"));
  scheduler_.run_for(seconds(10));
  EXPECT_EQ(shown(), "two");
}

// Most tools replace one file and then the other.
TEST_F(TlsServiceTest, AChangeHalfDoneIsWaitedFor) {
  write_pair(issue("one"));
  ASSERT_TRUE(open(given()).has_value());
  const http::TlsIdentity next = issue("two");
  write("etc/cert.pem", http::encode_pem(*next.chain.front()));
  scheduler_.run_for(TlsService::check_interval + milliseconds(10));
  write("etc/key.pem", http::encode_pem(*next.key));
  scheduler_.run_for(seconds(10));
  EXPECT_EQ(shown(), "two");
  EXPECT_EQ(lines_with("tls_certificate_not_changed"), 0U);
}

TEST_F(TlsServiceTest, WhatCannotServeIsAnErrorAtTheStart) {
  const auto error = [this] { return open(given()).error().message; };
  EXPECT_EQ(error(), "Cannot open etc/cert.pem: No such file or directory.");
  write_pair(issue("one", -20 * day, -day));
  EXPECT_EQ(error(), "The certificate in etc/cert.pem expired on 2023-12-31T00:00:00Z.");
  write_pair(issue("one", day, 2 * day));
  EXPECT_EQ(error(), "The certificate in etc/cert.pem is not valid before 2024-01-02T00:00:00Z.");
  write_pair(issue("one"));
  write("etc/key.pem", http::encode_pem(*issue("two").key));
  EXPECT_EQ(error(),
            "The private key in etc/key.pem does not belong to the certificate in etc/cert.pem.");
  write("etc/key.pem", "nonsense");
  EXPECT_EQ(error(), "etc/key.pem holds no private key in PEM form.");
  write("etc/cert.pem", "nonsense");
  EXPECT_EQ(error(), "etc/cert.pem holds no certificate in PEM form.");
  write("etc/cert.pem", std::string(2 << 20, 'x'));
  EXPECT_EQ(error(), "etc/cert.pem has 2097152 bytes; 1048576 are allowed.");
  write_pair(issue("one"));
  TlsFiles asking = given();
  asking.client_authorities = "etc/clients.pem";
  write("etc/clients.pem", "nonsense");
  EXPECT_EQ(open(asking).error().message, "etc/clients.pem holds no certificate in PEM form.");
}

TEST_F(TlsServiceTest, TheEndOfACertificateIsToldTwoWeeksBefore) {
  write_pair(issue("one", -day, 20 * day));
  ASSERT_TRUE(open(given()).has_value());
  scheduler_.run_for(seconds(30));
  clock_.jump_wall(5 * day);
  scheduler_.run_for(seconds(30));
  EXPECT_EQ(lines_with("tls_certificate_ends"), 0U);
  clock_.jump_wall(day);
  scheduler_.run_for(seconds(30));
  EXPECT_EQ(lines_with("tls_certificate_ends"), 1U);
  clock_.jump_wall(14 * day);
  scheduler_.run_for(seconds(30));
  EXPECT_EQ(lines_with("tls_certificate_expired"), 1U);
  EXPECT_EQ(logger_.lines().size(), 2U);
  EXPECT_EQ(shown(), "one");
}

TEST_F(TlsServiceTest, ItsOwnCertificatesAreRenewedWhileItRuns) {
  const auto local = [this] {
    return std::make_unique<LocalCertificates>(files_, random_, "data",
                                               LocalNames{.wanted = {"localhost"}, .host = {}});
  };
  ASSERT_TRUE(open({}, local()).has_value());
  EXPECT_EQ(shown(), "localhost");
  EXPECT_EQ(lines_with("tls_authority_made"), 1U);
  EXPECT_EQ(lines_with("tls_certificate_changed"), 0U);
  clock_.jump_wall(61 * day);
  scheduler_.run_for(seconds(10));
  EXPECT_EQ(lines_with("tls_certificate_changed"), 1U);
  EXPECT_EQ(lines_with("tls_authority"), 1U);
  EXPECT_EQ(logger_.lines().size(), 2U);
}

TEST_F(TlsServiceTest, AStoppedServiceLooksNoMore) {
  write_pair(issue("one"));
  ASSERT_TRUE(open(given()).has_value());
  scheduler_.run_for(TlsService::check_interval);  // A look may be under way.
  service_->stop();
  write_pair(issue("two"));
  scheduler_.run_for(seconds(60));
  EXPECT_EQ(shown(), "one");
  EXPECT_EQ(service_.use_count(), 1);
}

}  // namespace
}  // namespace weir::server
