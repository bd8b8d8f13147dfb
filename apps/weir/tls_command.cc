// weir tls: by which certificates clients trust a server, and the lines that make them do so.

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "commands.h"
#include "http/tls/certificate.h"
#include "server/local_certificates.h"
#include "server/settings.h"
#include "server_settings.h"
#include "text_file.h"
#include "trust_lines.h"

namespace weir::app {
namespace {

struct TlsOptions {
  std::string config_path;
  server::Flags flags;
  std::string client;  // Of --for; empty: all.
  bool prints_authority = false;
};

// What there is to tell.
struct Certificates {
  std::string server_path;
  http::CertificateFacts server;
  std::string authority_path;  // Where clients must find it; it need not be there.
  std::string authority_pem;   // Empty: somebody else's authority.
  std::string hashed_directory;
};

std::string absolute(const std::string& path) {
  return std::filesystem::absolute(path).lexically_normal().string();
}

Result<std::vector<http::CertificatePointer>> read_certificates(const std::string& path) {
  const std::string text = TRY(read_text_file(path));
  auto certificates = http::parse_certificates(text);
  if (certificates) return certificates;
  return fail(ErrorCode::invalid_argument,
              fmt::format("{} {}.", path, certificates.error().message));
}

Result<Certificates> local_certificates(const server::Settings& settings) {
  const server::LocalCertificatePaths paths(absolute(settings.data_directory));
  if (!std::filesystem::exists(paths.server)) {
    return fail(ErrorCode::not_found,
                fmt::format("There are no certificates in {} yet; a server makes them when it "
                            "first starts with --data {}.",
                            paths.directory, settings.data_directory));
  }
  const auto chain = TRY(read_certificates(paths.server));
  return Certificates{.server_path = paths.server,
                      .server = http::facts_of(*chain.front()),
                      .authority_path = paths.authority,
                      .authority_pem = TRY(read_text_file(paths.authority)),
                      .hashed_directory = paths.hashed_directory};
}

Result<Certificates> given_certificates(const server::Settings& settings) {
  const std::string path = absolute(settings.tls_cert);
  const auto chain = TRY(read_certificates(path));
  X509& last = *chain.back();
  Certificates found{.server_path = path,
                     .server = http::facts_of(*chain.front()),
                     .authority_path = path,
                     .authority_pem = {},
                     .hashed_directory = {}};
  if (http::facts_of(last).is_self_signed) {
    found.authority_pem = http::encode_pem(last);
  } else {
    found.authority_path = "AUTHORITY.pem";
  }
  return found;
}

void print_facts(const std::string& path, const http::CertificateFacts& facts) {
  fmt::print("  file      {}\n  subject   {}\n", path, facts.subject);
  if (!facts.names.empty()) fmt::print("  names     {}\n", fmt::join(facts.names, ", "));
  fmt::print("  sha-256   {}\n  valid     {} to {}\n\n", facts.fingerprint,
             http::time_text(facts.not_before), http::time_text(facts.not_after));
}

Result<void> print_certificates(const Certificates& certificates) {
  fmt::print("The server's certificate:\n\n");
  print_facts(certificates.server_path, certificates.server);
  if (certificates.authority_pem.empty()) {
    fmt::print(
        "Its issuer is {}. Clients that trust it have nothing left to do;\n"
        "others need its certificate, which is called AUTHORITY.pem below.\n\n",
        certificates.server.issuer);
    return {};
  }
  auto authority = http::parse_certificates(certificates.authority_pem);
  if (!authority) {
    return fail(ErrorCode::corrupt,
                fmt::format("{} {}.", certificates.authority_path, authority.error().message));
  }
  fmt::print("The authority that clients must trust (weir tls --authority prints it):\n\n");
  print_facts(certificates.authority_path, http::facts_of(*authority->front()));
  return {};
}

// A name that the certificate is for; the first is the one meant for use.
TrustedServer trusted_server(const Certificates& certificates, const server::Settings& settings) {
  const auto& names = certificates.server.names;
  const auto name = std::ranges::find_if(
      names, [](const std::string& candidate) { return !candidate.starts_with('*'); });
  return {.authority = certificates.authority_path,
          .hashed_directory = certificates.hashed_directory,
          .host = name == names.end() ? "localhost" : *name,
          .port = settings.listen_port};
}

Result<void> run(const TlsOptions& options, World& world) {
  const server::Settings settings =
      TRY(load_server_settings(options.config_path, options.flags, world));
  const Certificates certificates = settings.tls_cert.empty() ? TRY(local_certificates(settings))
                                                              : TRY(given_certificates(settings));
  if (options.prints_authority) {
    if (certificates.authority_pem.empty()) {
      return fail(ErrorCode::not_found,
                  fmt::format("{} does not hold its authority, {}.", certificates.server_path,
                              certificates.server.issuer));
    }
    fmt::print("{}", certificates.authority_pem);
    return {};
  }
  const auto lines = trust_lines(trusted_server(certificates, settings));
  if (!options.client.empty()) {
    const auto wanted = std::ranges::find(lines, options.client, &TrustLines::client);
    fmt::print("{}", wanted->lines);
    return {};
  }
  TRY(print_certificates(certificates));
  fmt::print("What makes a client trust it (weir tls --for CLIENT prints one of them):\n");
  for (const TrustLines& client : lines) {
    fmt::print("\n# {}: {}\n{}", client.client, client.title, client.lines);
  }
  return {};
}

std::vector<std::string> client_names() {
  std::vector<std::string> names;
  for (const TrustLines& client : trust_lines({})) names.emplace_back(client.client);
  return names;
}

}  // namespace

void add_tls(CLI::App& app, Command& command) {
  CLI::App* sub = app.add_subcommand(
      "tls", "Show the server's certificates and how each client comes to trust them");
  auto options = std::make_shared<TlsOptions>();
  const auto add_setting = [&](const std::string& name, const std::string& description) {
    sub->add_option_function<std::string>(
        "--" + name,
        [options, name](const std::string& text) { options->flags.emplace_back(name, text); },
        description);
  };
  sub->add_option("--config", options->config_path, "The server's configuration file")
      ->check(CLI::ExistingFile);
  add_setting("data", "The server's data directory. Default: $WEIR_DATA or weir-data.");
  add_setting("listen", "Where the server listens, for the lines. Default: 127.0.0.1:4567.");
  add_setting("tls-cert", "The server's certificate, if it was given one");
  sub->add_option("--for", options->client, "Print the lines of this client only")
      ->check(CLI::IsMember(client_names()));
  sub->add_flag("--authority", options->prints_authority,
                "Print the authority's certificate (PEM) only");
  sub->callback([&command, options] {
    command.run = [options](World& world) {
      const auto done = run(*options, world);
      return done ? 0 : complain(done.error().message);
    };
  });
}

}  // namespace weir::app
