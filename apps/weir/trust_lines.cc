#include "trust_lines.h"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace weir::app {
namespace {

// As a shell takes it for one word.
std::string quoted(std::string_view path) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+=:@%";
  if (path.find_first_not_of(plain) == std::string_view::npos) return std::string(path);
  std::string text = "'";
  for (const char c : path) {
    if (c == '\'') {
      text += R"('\'')";
    } else {
      text += c;
    }
  }
  return text + "'";
}

std::string java_lines(const TrustedServer& server) {
  // Java has its own kind of file, which holds this authority alone: a program that also speaks to
  // others needs theirs in it too. The SDK's CRT clients are native and look where OpenSSL looks.
  return fmt::format(
      "keytool -importcert -noprompt -alias weir -file {} \\\n"
      "  -keystore weir-trust.p12 -storetype PKCS12 -storepass changeit\n"
      "export JAVA_TOOL_OPTIONS=\"-Djavax.net.ssl.trustStore=$PWD/weir-trust.p12 "
      "-Djavax.net.ssl.trustStorePassword=changeit\"\n"
      "export SSL_CERT_FILE={}\n",
      quoted(server.authority), quoted(server.authority));
}

std::string producer_library_lines(const TrustedServer& server) {
  // It publishes its own metrics to CloudWatch, unless it is told not to.
  std::string lines = fmt::format(
      "config.setKinesisEndpoint(\"{0}\").setKinesisPort({1});\n"
      "config.setCloudwatchEndpoint(\"{0}\").setCloudwatchPort({1});\n",
      server.host, server.port);
  if (!server.hashed_directory.empty()) {
    lines += fmt::format("config.setCaCertPath(\"{}\");\n", server.hashed_directory);
  } else {
    lines += fmt::format("config.setCaCertFile(\"{}\");\n", server.authority);
  }
  return lines;
}

}  // namespace

std::string TrustedServer::url() const { return fmt::format("https://{}:{}", host, port); }

std::vector<TrustLines> trust_lines(const TrustedServer& server) {
  const std::string file = quoted(server.authority);
  const std::string url = server.url();
  const std::string endpoint = fmt::format("export AWS_ENDPOINT_URL_KINESIS={}\n", url);
  const std::string bundle = fmt::format("export AWS_CA_BUNDLE={}\n", file) + endpoint;
  const std::string openssl = fmt::format("export SSL_CERT_FILE={}\n", file) + endpoint;
  return {
      {"curl", "curl", fmt::format("curl --cacert {} {}\n", file, url)},
      {"weir", "weir itself",
       fmt::format("weir stream list --endpoint {} --ca-file {}\n", url, file)},
      {"aws-cli", "AWS command line", bundle},
      {"boto3", "Python: boto3", bundle},
      {"node", "JavaScript: Node.js",
       fmt::format("export NODE_EXTRA_CA_CERTS={}\n", file) + endpoint},
      {"java", "Java: SDKs 1 and 2, Kinesis Client Library", java_lines(server) + endpoint},
      {"kpl", "Java: Kinesis Producer Library, in the program", producer_library_lines(server)},
      {"go", "Go", openssl},
      {"rust", "Rust", openssl},
  };
}

}  // namespace weir::app
