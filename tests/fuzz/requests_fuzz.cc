// Anything as the body of every operation in every protocol: the first byte says which operation,
// the second which protocol. What a server accepts, it can say again, and means the same by it.

#include <span>
#include <string>

#include "aws/protocol.h"
#include "base/check.h"
#include "every_operation.h"
#include "input.h"

namespace weir::fuzz {
namespace {

// The body as a server understands it, said again; empty if it refuses it.
template <class Request>
std::string said_again(std::string body, aws::Protocol protocol) {
  const auto request = aws::decode_request<Request>(std::span(body), protocol);
  if (!request) {
    std::string error;
    aws::encode_error(request.error(), error, protocol);
    CHECK(aws::decode_error(std::span(error), protocol).type == request.error().type);
    return {};
  }
  return aws::encode_request(*request, protocol);
}

struct CheckRequest {
  aws::Protocol protocol;
  std::string body;

  template <class Operation>
  void operator()() const {
    using Request = typename Operation::Request;
    const std::string once = said_again<Request>(body, protocol);
    if (!once.empty()) CHECK(said_again<Request>(once, protocol) == once, "{}", once);
  }
};

}  // namespace
}  // namespace weir::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weir::fuzz;
  if (size < 2) return 0;
  for_operation(data[0], CheckRequest{protocol_of(data[1]), text_of(data + 2, size - 2)});
  return 0;
}
