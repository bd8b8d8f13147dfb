#include "http/first_bytes.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace weir::http {
namespace {

constexpr std::string_view http2_preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr std::string_view tls_handshake = "\x16\x03";

FirstBytes classify_as(std::string_view beginning, FirstBytes kind, std::string_view bytes) {
  const std::size_t size = std::min(beginning.size(), bytes.size());
  if (bytes.substr(0, size) != beginning.substr(0, size)) return FirstBytes::http1;
  return size == beginning.size() ? kind : FirstBytes::undecided;
}

}  // namespace

FirstBytes classify(std::string_view bytes) {
  if (bytes.front() == tls_handshake.front()) {
    return classify_as(tls_handshake, FirstBytes::tls, bytes);
  }
  return classify_as(http2_preface, FirstBytes::http2, bytes);
}

}  // namespace weir::http
