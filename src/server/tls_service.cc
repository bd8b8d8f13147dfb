#include "server/tls_service.h"

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "base/result.h"
#include "base/time.h"
#include "env/event_loop.h"
#include "env/logger.h"
#include "http/tls/certificate.h"
#include "http/tls/server_context.h"
#include "server/local_certificates.h"
#include "server/tls_material.h"

namespace weir::server {
namespace {

using std::chrono::hours;

// How often certificates are looked at that may have to be renewed, months before their end.
constexpr milliseconds ensure_interval = hours(1);
// How long before its end a certificate that somebody else must renew is worth a word.
constexpr milliseconds first_end_warning = hours(14 * 24);
constexpr milliseconds no_more_warnings = -hours(24 * 36500);

Result<std::shared_ptr<const http::TlsServerContext>> make_context(const TlsMaterial& material,
                                                                   const TlsFiles& paths) {
  auto context = http::TlsServerContext::make(material.options);
  if (context) return context;
  return fail(context.error().code,
              fmt::format("The certificate in {} {}.", paths.certificate, context.error().message));
}

}  // namespace

TlsService::TlsService(const Surroundings& surroundings, TlsFiles paths,
                       std::unique_ptr<LocalCertificates> local, TlsMaterial material,
                       std::shared_ptr<const http::TlsServerContext> context, bool is_required)
    : surroundings_(surroundings),
      paths_(std::move(paths)),
      local_(std::move(local)),
      acceptor_(std::move(context), is_required),
      digest_(std::move(material.digest)),
      not_after_(material.facts.not_after),
      end_warning_(first_end_warning),
      keys_made_(surroundings.clock.monotonic_now()),
      ensured_(surroundings.clock.wall_now()) {}

void TlsService::tell(LocalCertificates::Authority authority) const {
  using Authority = LocalCertificates::Authority;
  if (authority == Authority::kept) return;
  surroundings_.logger.info(
      authority == Authority::made ? "tls_authority_made" : "tls_authority_renewed",
      {{"file", local_->paths().authority},
       {"hint", "weir tls prints how clients come to trust it"}});
}

Result<std::shared_ptr<TlsService>> TlsService::open(const Surroundings& surroundings,
                                                     TlsFiles paths,
                                                     std::unique_ptr<LocalCertificates> local,
                                                     bool is_required) {
  auto authority = LocalCertificates::Authority::kept;
  if (local) {
    authority = TRY(local->ensure(surroundings.clock.wall_now()));
    paths.certificate = paths.private_key = local->paths().server;
  }
  TlsMaterial material =
      TRY(read_tls_material(surroundings.files, paths, surroundings.clock.wall_now()));
  auto context = TRY(make_context(material, paths));
  std::shared_ptr<TlsService> service(new TlsService(surroundings, std::move(paths),
                                                     std::move(local), std::move(material),
                                                     std::move(context), is_required));
  service->authority_at_start_ = authority;
  return service;
}

void TlsService::start() {
  tell(authority_at_start_);
  check_later();
}

void TlsService::stop() {
  is_stopped_ = true;
  timer_.reset();
}

void TlsService::check_later() {
  timer_ = surroundings_.home.after(check_interval, [this] { check(); });
}

void TlsService::check() {
  rotate_ticket_keys();
  warn_of_end();
  const WallTime now = surroundings_.clock.wall_now();
  // Certificates live by the date, and somebody may have changed it.
  const bool may_be_due = local_ && std::chrono::abs(now - ensured_) >= ensure_interval;
  if (may_be_due) ensured_ = now;
  surroundings_.worker.run([self = shared_from_this(), may_be_due, digest = digest_] {
    self->surroundings_.home.post([self, found = self->look(may_be_due, digest)]() mutable {
      if (self->is_stopped_) return;
      self->apply(std::move(found));
      self->check_later();
    });
  });
}

TlsService::Found TlsService::look(bool may_be_due, const std::string& digest) const {
  if (may_be_due) tell(TRY(local_->ensure(surroundings_.clock.wall_now())));
  const TlsTexts texts = TRY(read_tls_texts(surroundings_.files, paths_));
  if (texts.digest == digest) return std::optional<TlsMaterial>();
  return std::optional(TRY(parse_tls_texts(texts, paths_, surroundings_.clock.wall_now())));
}

void TlsService::apply(Found found) {
  if (!found) return complain(found.error().message);
  if (*found) {
    auto context = make_context(**found, paths_);
    if (!context) return complain(context.error().message);
    acceptor_.replace(*std::move(context));
    use(**found);
  }
  failure_.clear();
  complaint_.clear();
}

void TlsService::use(const TlsMaterial& material) {
  digest_ = material.digest;
  not_after_ = material.facts.not_after;
  end_warning_ = first_end_warning;
  keys_made_ = surroundings_.clock.monotonic_now();
  surroundings_.logger.info("tls_certificate_changed",
                            {{"file", paths_.certificate},
                             {"sha256", material.facts.fingerprint},
                             {"not_after", http::time_text(material.facts.not_after)}});
}

// At the second time only: whoever replaces two files replaces one of them first.
void TlsService::complain(const std::string& reason) {
  if (std::exchange(failure_, reason) != reason || complaint_ == reason) return;
  complaint_ = reason;
  surroundings_.logger.warning("tls_certificate_not_changed",
                               {{"reason", reason}, {"effect", "the former one stays in use"}});
}

// Two weeks before, and when it has come.
void TlsService::warn_of_end() {
  if (surroundings_.clock.wall_now() < not_after_ - end_warning_) return;
  surroundings_.logger.warning(
      end_warning_ > milliseconds(0) ? "tls_certificate_ends" : "tls_certificate_expired",
      {{"file", paths_.certificate}, {"not_after", http::time_text(not_after_)}});
  end_warning_ = end_warning_ > milliseconds(0) ? milliseconds(0) : no_more_warnings;
}

void TlsService::rotate_ticket_keys() {
  const MonotonicTime now = surroundings_.clock.monotonic_now();
  if (now - keys_made_ < http::TlsServerContext::ticket_lifetime / 2) return;
  keys_made_ = now;
  acceptor_.rotate_ticket_keys();
}

}  // namespace weir::server
