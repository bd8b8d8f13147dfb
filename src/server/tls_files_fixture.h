// What the tests of certificates in files share: a simulated disk and clock, and an authority like
// one that a company has.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "base/bytes.h"
#include "base/time.h"
#include "env/seeded_random.h"
#include "env/sim_clock.h"
#include "env/sim_file_system.h"
#include "env/sim_scheduler.h"
#include "env/small_file.h"
#include "http/tls/authority.h"
#include "http/tls/certificate.h"

namespace weir::server {

inline constexpr milliseconds day{86'400'000};

class TlsFilesFixture : public testing::Test {
 protected:
  TlsFilesFixture() { EXPECT_TRUE(files_.create_directories("etc").has_value()); }

  void write(const std::string& path, const std::string& text) {
    ASSERT_TRUE(env::replace_small_file(files_, path, text).has_value());
  }
  std::string read(const std::string& path) { return files_.seen(path).value_or("(none)"); }

  http::TlsIdentity issue(const std::string& name, milliseconds begin = -day,
                          milliseconds end = 90 * day) {
    return http::issue_certificate(company_,
                                   {.names = {name},
                                    .not_before = clock_.wall_now() + begin,
                                    .not_after = clock_.wall_now() + end},
                                   random_);
  }
  void write_pair(const http::TlsIdentity& identity) {
    write("etc/cert.pem", http::encode_pem(*identity.chain.front()));
    write("etc/key.pem", http::encode_pem(*identity.key));
  }

  env::SimClock clock_;
  env::SeededRandom random_{1};
  env::SimScheduler scheduler_{clock_, random_};
  env::SimFileSystem files_{scheduler_};
  http::TlsIdentity company_ = http::make_authority(http::make_private_key(),
                                                    {.names = {"one", "two"},
                                                     .not_before = clock_.wall_now() - 100 * day,
                                                     .not_after = clock_.wall_now() + 1000 * day},
                                                    random_);
};

}  // namespace weir::server
