#include "server/tls_material.h"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "codec/hash.h"
#include "codec/hex.h"
#include "env/file_system.h"
#include "env/small_file.h"
#include "http/tls/certificate.h"
#include "http/tls/server_context.h"

namespace weir::server {
namespace {

std::unexpected<Error> about(const std::string& path, const Error& reason) {
  return fail(ErrorCode::invalid_argument, fmt::format("{} {}.", path, reason.message));
}

Result<std::vector<http::CertificatePointer>> parse_certificates(const std::string& path,
                                                                 const std::string& text) {
  auto certificates = http::parse_certificates(text);
  if (!certificates) return about(path, certificates.error());
  return certificates;
}

}  // namespace

Result<TlsTexts> read_tls_texts(env::FileSystem& files, const TlsFiles& paths) {
  TlsTexts texts;
  texts.certificate = TRY(env::read_small_file(files, paths.certificate));
  texts.private_key = TRY(env::read_small_file(files, paths.private_key));
  if (!paths.client_authorities.empty()) {
    texts.client_authorities = TRY(env::read_small_file(files, paths.client_authorities));
  }
  codec::Sha256 digest;
  for (const std::string& text : {texts.certificate, texts.private_key, texts.client_authorities}) {
    digest.update(bytes_of(fmt::format("{}\n", text.size())));
    digest.update(bytes_of(text));
  }
  texts.digest = codec::hex_text(digest.finish());
  return texts;
}

Result<TlsMaterial> parse_tls_texts(const TlsTexts& texts, const TlsFiles& paths, WallTime now) {
  TlsMaterial material;
  material.digest = texts.digest;
  http::TlsServerOptions& options = material.options;
  options.identity.chain = TRY(parse_certificates(paths.certificate, texts.certificate));
  auto key = http::parse_private_key(texts.private_key);
  if (!key) return about(paths.private_key, key.error());
  options.identity.key = *std::move(key);
  X509& own = *options.identity.chain.front();
  if (!http::belong_together(own, *options.identity.key)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("The private key in {} does not belong to the certificate in {}.",
                            paths.private_key, paths.certificate));
  }
  material.facts = http::facts_of(own);
  if (const auto valid = http::check_validity(material.facts, now); !valid) {
    return about("The certificate in " + paths.certificate, valid.error());
  }
  if (paths.client_authorities.empty()) return material;
  options.client_certificates = paths.client_certificates;
  options.client_authorities =
      TRY(parse_certificates(paths.client_authorities, texts.client_authorities));
  return material;
}

Result<TlsMaterial> read_tls_material(env::FileSystem& files, const TlsFiles& paths, WallTime now) {
  const TlsTexts texts = TRY(read_tls_texts(files, paths));
  return parse_tls_texts(texts, paths, now);
}

}  // namespace weir::server
