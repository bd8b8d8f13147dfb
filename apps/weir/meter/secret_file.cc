#include "meter/secret_file.h"

#include <fmt/format.h>

#include "env/real_file_system.h"
#include "text_file.h"

namespace weir::app {

Result<meter::AgentSecret> read_secret(const std::string& path) {
  const std::string text = TRY(read_text_file(path));
  env::RealFileSystem files({.read_only = true});
  TRY(files.check_private(path));
  Result<meter::AgentSecret> secret = meter::AgentSecret::make(text);
  if (secret) return secret;
  return fail(secret.error().code, fmt::format("{}: {}", path, secret.error().message));
}

}  // namespace weir::app
