// LocalCertificates: the authority and the server's certificate that a server makes for itself, in
// DIR/tls of its data directory, so that TLS works without anybody's doing.
//
//   ca.key           the authority's private key; as long as it lasts, so does the authority
//   ca.pem           the authority's certificate, by which clients trust it
//   hashed/HASH.0    the same in a directory as OpenSSL looks through (KPL's setCaCertPath)
//   server.pem       the server's certificate and its private key
//
// All are the owner's alone (mode 0600). The authority can sign for its DNS names only
// (http/tls/authority.h), and lasts ten years; the server's certificate lasts 90 days.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "env/file_system.h"
#include "env/random.h"

namespace weir::server {

struct LocalCertificatePaths {
  explicit LocalCertificatePaths(const std::string& data_directory);

  std::string directory;
  std::string authority_key;
  std::string authority;
  std::string hashed_directory;
  std::string server;
};

// What a server's certificate is for, as http::parse_certificate_name gives it.
struct LocalNames {
  std::vector<std::string> wanted;  // At least one. An authority that may not sign for one of them
                                    // is made anew.
  std::string host;  // This machine's; left out if the authority may not sign for it: a name that
                     // changes with each start must not change what clients trust.
};

class LocalCertificates {
 public:
  enum class Authority : std::uint8_t {
    kept,
    made,     // There was none.
    renewed,  // Of the same key, for more names or a longer time; clients must be given it again.
  };

  // `files` and `random` must outlive it.
  LocalCertificates(env::FileSystem& files, env::Random& random, const std::string& data_directory,
                    LocalNames names)
      : files_(files), random_(random), paths_(data_directory), names_(std::move(names)) {}

  const LocalCertificatePaths& paths() const { return paths_; }

  // Makes what is missing, and anew what does not fit the names or ends soon. Blocks.
  // Errors: invalid_argument  ca.key cannot be understood; nothing was changed.
  //         in_use            another process is at it.
  //         those of FileSystem; what is there is whole all the same.
  Result<Authority> ensure(WallTime now);

 private:
  class Work;

  env::FileSystem& files_;
  env::Random& random_;
  const LocalCertificatePaths paths_;
  const LocalNames names_;
};

}  // namespace weir::server
