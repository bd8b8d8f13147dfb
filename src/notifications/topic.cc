#include "notifications/topic.h"

#include <algorithm>
#include <cstddef>

#include "codec/base64.h"

namespace weir::notifications {

Result<void> set_url(Topic& topic, std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::size_t host = scheme == std::string_view::npos ? 0 : scheme + 3;
  const std::size_t path = std::min(url.find_first_of("/?#", host), url.size());
  topic.origin = TRY(http::parse_origin(url.substr(0, path)));
  const std::string_view target = url.substr(path, url.find('#') - path);
  topic.target.clear();
  if (!target.starts_with('/')) topic.target += '/';
  topic.target += target;
  return {};
}

Result<std::string> parse_secret(std::string_view secret) {
  constexpr std::string_view prefix = "whsec_";
  constexpr std::size_t bytes_min = 24;
  constexpr std::size_t bytes_max = 64;
  if (secret.starts_with(prefix)) {
    secret.remove_prefix(prefix.size());
    std::string key(codec::base64_decoded_size_max(secret.size()) + 1, '\0');
    const auto size = codec::base64_decode(secret, reinterpret_cast<std::byte*>(key.data()));
    if (size && *size >= bytes_min && *size <= bytes_max) {
      key.resize(*size);
      return key;
    }
  }
  return fail(ErrorCode::invalid_argument,
              "a secret is \"whsec_\" and 24 to 64 random bytes in base64");
}

}  // namespace weir::notifications
