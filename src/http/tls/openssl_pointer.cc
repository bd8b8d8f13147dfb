#include "http/tls/openssl_pointer.h"

#include <fmt/format.h>
#include <openssl/err.h>

#include <string>

namespace weir::http {

std::string take_openssl_error() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  if (code == 0) return "unknown error";
  const char* const reason = ERR_reason_error_string(code);
  return reason != nullptr ? reason : fmt::format("error {:x}", code);
}

}  // namespace weir::http
