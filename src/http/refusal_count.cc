#include "http/refusal_count.h"

#include <string>

#include "http/server.h"

namespace weir::http {

void count_refusal(int status, ServerCounters& counters) {
  switch (status) {
    case 408:
      ++counters.refused_too_slow;
      return;
    case 413:
      ++counters.refused_body_size;
      return;
    case 431:
      ++counters.refused_head_size;
      return;
    case 503:
      ++counters.refused_overload;
      return;
    case 501:
    case 505:
      ++counters.refused_unsupported;
      return;
    default:
      ++counters.refused_malformed;
  }
}

Response response_of(const Refusal& refusal) {
  return {.status = refusal.status,
          .headers = {{"Content-Type", "text/plain"}},
          .body = std::string(refusal.reason) + "\n"};
}

}  // namespace weir::http
