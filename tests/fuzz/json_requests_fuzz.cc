// Anything as the JSON body of every operation: the first byte says which. What a server accepts,
// it can say again, and means the same by it.

#include <span>
#include <string>

#include "aws/json_protocol.h"
#include "base/check.h"
#include "every_operation.h"
#include "input.h"

namespace weir::fuzz {
namespace {

// The body as a server understands it, said again; empty if it refuses it.
template <class Request>
std::string said_again(std::string body) {
  const auto request = aws::decode_request<Request>(std::span(body));
  if (!request) {
    std::string error;
    aws::encode_error(request.error(), error);
    CHECK(aws::decode_error(std::span(error)).type == request.error().type);
    return {};
  }
  return aws::encode_request(*request);
}

struct CheckRequest {
  std::string body;

  template <class Operation>
  void operator()() const {
    using Request = typename Operation::Request;
    const std::string once = said_again<Request>(body);
    if (!once.empty()) CHECK(said_again<Request>(once) == once, "{}", once);
  }
};

}  // namespace
}  // namespace weir::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weir::fuzz;
  if (size == 0) return 0;
  for_operation(data[0], CheckRequest{text_of(data + 1, size - 1)});
  return 0;
}
