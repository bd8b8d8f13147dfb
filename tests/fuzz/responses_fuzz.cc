// Anything as the answer to every operation in every protocol: the first byte says which operation,
// the second which protocol. What a client understands can be said again, and means the same.

#include <span>
#include <string>

#include "aws/protocol.h"
#include "base/check.h"
#include "every_operation.h"
#include "input.h"

namespace weir::fuzz {
namespace {

template <class Response>
std::string said_again(std::string body, aws::Protocol protocol) {
  const auto response = aws::decode_response<Response>(std::span(body), protocol);
  if (!response) return {};
  std::string answer;
  aws::encode_response(*response, answer, protocol);
  return answer;
}

struct CheckResponse {
  aws::Protocol protocol;
  std::string body;

  template <class Operation>
  void operator()() const {
    using Response = typename Operation::Response;
    const std::string once = said_again<Response>(body, protocol);
    if (!once.empty()) CHECK(said_again<Response>(once, protocol) == once, "{}", once);
  }
};

}  // namespace
}  // namespace weir::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weir::fuzz;
  if (size < 2) return 0;
  const weir::aws::Protocol protocol = protocol_of(data[1]);
  std::string body = text_of(data + 2, size - 2);
  (void)weir::aws::decode_error(std::span(body), protocol);
  for_operation(data[0], CheckResponse{protocol, text_of(data + 2, size - 2)});
  return 0;
}
