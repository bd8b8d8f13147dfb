#include "server/tls_setup.h"

#include <algorithm>
#include <future>
#include <memory>
#include <string>
#include <utility>

#include "base/result.h"
#include "env/host_name.h"
#include "http/tls/authority.h"
#include "http/tls/server_context.h"
#include "server/local_certificates.h"
#include "server/settings.h"
#include "server/tls_material.h"
#include "server/tls_service.h"

namespace weir::server {
namespace {

Result<void> check_settings(const Settings& settings) {
  const bool has_certificate = !settings.tls_cert.empty();
  const bool asks_clients = !settings.tls_client_ca.empty();
  const char* mistake = nullptr;
  if (has_certificate != !settings.tls_key.empty()) {
    mistake = "--tls-cert and --tls-key go together.";
  } else if (has_certificate && !settings.tls_names.empty()) {
    mistake = "--tls-names is for certificates made here; that of --tls-cert has its own names.";
  } else if (settings.tls_client_optional && !asks_clients) {
    mistake = "--tls-client-optional needs --tls-client-ca.";
  } else if (settings.tls == TlsMode::off && (has_certificate || asks_clients)) {
    mistake = "--tls off does not go with --tls-cert or --tls-client-ca.";
  }
  if (mistake == nullptr) return {};
  return fail(ErrorCode::invalid_argument, mistake);
}

Result<std::shared_ptr<TlsService>> open_now(const Settings& settings,
                                             const TlsService::Surroundings& surroundings) {
  TRY(check_settings(settings));
  if (settings.tls == TlsMode::off) return nullptr;
  TlsFiles paths{.certificate = settings.tls_cert,
                 .private_key = settings.tls_key,
                 .client_authorities = settings.tls_client_ca};
  std::unique_ptr<LocalCertificates> local;
  if (settings.tls_cert.empty()) {
    local = std::make_unique<LocalCertificates>(surroundings.files, surroundings.random,
                                                settings.data_directory, local_names(settings));
  }
  if (!settings.tls_client_ca.empty()) {
    using http::ClientCertificates;
    paths.client_certificates =
        settings.tls_client_optional ? ClientCertificates::optional : ClientCertificates::required;
  }
  return TlsService::open(surroundings, std::move(paths), std::move(local),
                          is_tls_required(settings));
}

}  // namespace

LocalNames local_names(const Settings& settings) {
  LocalNames names{.wanted = {"localhost", "127.0.0.1", "::1"}, .host = {}};
  const auto add = [&wanted = names.wanted](const std::string& name) {
    if (!std::ranges::count(wanted, name)) wanted.push_back(name);
  };
  const std::string& address = settings.listen_address;
  const bool is_any = address.find_first_not_of("0.:") == std::string::npos;
  if (const auto name = http::parse_certificate_name(address); name && !is_any) add(*name);
  for (const std::string& name : settings.tls_names) add(name);
  names.host = http::parse_certificate_name(env::host_name()).value_or("");
  return names;
}

bool is_tls_required(const Settings& settings) {
  // Where clients must show a certificate, anybody could come in without one in clear text.
  return settings.tls == TlsMode::required ||
         (!settings.tls_client_ca.empty() && !settings.tls_client_optional);
}

std::string trusted_file(const Settings& settings) {
  if (!settings.tls_cert.empty()) return settings.tls_cert;
  return LocalCertificatePaths(settings.data_directory).authority;
}

std::future<Result<std::shared_ptr<TlsService>>> open_tls(
    const Settings& settings, const TlsService::Surroundings& surroundings) {
  std::promise<Result<std::shared_ptr<TlsService>>> opened;
  auto future = opened.get_future();
  surroundings.worker.run([opened = std::move(opened), &settings, surroundings]() mutable {
    opened.set_value(open_now(settings, surroundings));
  });
  return future;
}

}  // namespace weir::server
