#include "server/local_certificates.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "env/file_system.h"
#include "env/small_file.h"
#include "http/tls/authority.h"
#include "http/tls/certificate.h"
#include "http/tls/openssl_pointer.h"

namespace weir::server {
namespace {

using std::chrono::hours;
using Authority = LocalCertificates::Authority;

constexpr milliseconds day = hours(24);
constexpr milliseconds authority_lifetime = 3650 * day;
constexpr milliseconds authority_margin = 365 * day;
constexpr milliseconds certificate_lifetime = 90 * day;
constexpr milliseconds certificate_margin = 30 * day;
// Clocks of clients may be a little behind.
constexpr milliseconds clock_margin = hours(1);

bool lasts(const http::CertificateFacts& facts, WallTime now, milliseconds margin) {
  return facts.not_before <= now && now < facts.not_after - margin;
}

std::vector<std::string> sorted(std::vector<std::string> names) {
  std::ranges::sort(names);
  return names;
}

http::CertificateTerms terms_of(std::vector<std::string> names, WallTime now,
                                milliseconds lifetime) {
  return {.names = std::move(names), .not_before = now - clock_margin, .not_after = now + lifetime};
}

// A file's text, or nothing if there is no such file.
Result<std::optional<std::string>> read_if_there(env::FileSystem& files, const std::string& path) {
  Result<std::string> text = env::read_small_file(files, path);
  if (text) return std::optional(*std::move(text));
  if (text.error().code == ErrorCode::not_found) return std::optional<std::string>();
  return std::unexpected(std::move(text).error());
}

}  // namespace

LocalCertificatePaths::LocalCertificatePaths(const std::string& data_directory)
    : directory(data_directory + "/tls"),
      authority_key(directory + "/ca.key"),
      authority(directory + "/ca.pem"),
      hashed_directory(directory + "/hashed"),
      server(directory + "/server.pem") {}

// One call of ensure().
class LocalCertificates::Work {
 public:
  Work(const LocalCertificates& owner, WallTime now)
      : files_(owner.files_),
        random_(owner.random_),
        paths_(owner.paths_),
        wanted_(owner.names_.wanted),
        now_(now) {
    names_ = wanted_;
    const std::string& host = owner.names_.host;
    if (!host.empty() && !std::ranges::count(names_, host)) names_.push_back(host);
  }

  Result<Authority> run() {
    TRY(find_authority());
    if (authority_.chain.empty() || !can_sign_for(wanted_)) {
      TRY(make_authority());
    } else if (!can_sign_for(names_)) {
      names_ = wanted_;
    }
    TRY(ensure_server());
    if (!is_changed_) return outcome_;
    TRY(files_.sync_directory(paths_.directory));
    return outcome_;
  }

 private:
  // The key that is there, or a new one; and its certificate, if there is one that is still good.
  Result<void> find_authority() {
    const std::optional<std::string> key = TRY(read_if_there(files_, paths_.authority_key));
    if (!key) {
      authority_.key = http::make_private_key();
      outcome_ = Authority::made;
      return write(paths_.authority_key, http::encode_pem(*authority_.key));
    }
    Result<http::KeyPointer> parsed = http::parse_private_key(*key);
    if (!parsed) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("{} {}; without {} a new authority is made, which clients must be "
                              "given.",
                              paths_.authority_key, parsed.error().message, paths_.directory));
    }
    authority_.key = *std::move(parsed);
    const std::optional<std::string> pem = TRY(read_if_there(files_, paths_.authority));
    if (!pem) return {};
    Result<std::vector<http::CertificatePointer>> chain = http::parse_certificates(*pem);
    if (!chain || !http::belong_together(*chain->front(), *authority_.key)) return {};
    if (!lasts(http::facts_of(*chain->front()), now_, authority_margin)) return {};
    authority_.chain = *std::move(chain);
    return {};
  }

  bool can_sign_for(const std::vector<std::string>& names) {
    const http::TlsIdentity trial =
        http::issue_certificate(authority_, terms_of(names, now_, certificate_lifetime), random_);
    return http::has_issued(*authority_.chain.front(), *trial.chain.front());
  }

  Result<void> make_authority() {
    if (outcome_ == Authority::kept) outcome_ = Authority::renewed;
    authority_ = http::make_authority(std::move(authority_.key),
                                      terms_of(names_, now_, authority_lifetime), random_);
    X509& certificate = *authority_.chain.front();
    const std::string pem = http::encode_pem(certificate);
    TRY(files_.create_directories(paths_.hashed_directory));
    TRY(write(paths_.hashed_directory + "/" + http::hashed_file_name(certificate), pem));
    return write(paths_.authority, pem);
  }

  Result<void> ensure_server() {
    const std::optional<std::string> pem = TRY(read_if_there(files_, paths_.server));
    if (pem && is_good_server(*pem)) return {};
    const http::TlsIdentity server =
        http::issue_certificate(authority_, terms_of(names_, now_, certificate_lifetime), random_);
    return write(paths_.server,
                 http::encode_pem(*server.chain.front()) + http::encode_pem(*server.key));
  }

  bool is_good_server(const std::string& pem) const {
    const auto chain = http::parse_certificates(pem);
    const auto key = http::parse_private_key(pem);
    if (!chain || !key || !http::belong_together(*chain->front(), **key)) return false;
    const http::CertificateFacts facts = http::facts_of(*chain->front());
    return lasts(facts, now_, certificate_margin) && sorted(facts.names) == sorted(names_) &&
           http::has_issued(*authority_.chain.front(), *chain->front());
  }

  Result<void> write(const std::string& path, const std::string& text) {
    is_changed_ = true;
    return env::replace_small_file(files_, path, text);
  }

  env::FileSystem& files_;
  env::Random& random_;
  const LocalCertificatePaths& paths_;
  const std::vector<std::string>& wanted_;
  const WallTime now_;
  std::vector<std::string> names_;
  http::TlsIdentity authority_;  // Without a certificate until one is found or made.
  Authority outcome_ = Authority::kept;
  bool is_changed_ = false;
};

Result<LocalCertificates::Authority> LocalCertificates::ensure(WallTime now) {
  TRY(files_.create_directories(paths_.directory));
  const std::unique_ptr<env::File> lock = TRY(files_.lock(paths_.directory + "/lock"));
  return Work(*this, now).run();
}

}  // namespace weir::server
