// Anything as the JSON answer to every operation: the first byte says which. What a client
// understands can be said again, and means the same.

#include <span>
#include <string>

#include "aws/json_protocol.h"
#include "base/check.h"
#include "every_operation.h"
#include "input.h"

namespace weir::fuzz {
namespace {

template <class Response>
std::string said_again(std::string body) {
  const auto response = aws::decode_response<Response>(std::span(body));
  if (!response) return {};
  std::string answer;
  aws::encode_response(*response, answer);
  return answer;
}

struct CheckResponse {
  std::string body;

  template <class Operation>
  void operator()() const {
    using Response = typename Operation::Response;
    const std::string once = said_again<Response>(body);
    if (!once.empty()) CHECK(said_again<Response>(once) == once, "{}", once);
  }
};

}  // namespace
}  // namespace weir::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weir::fuzz;
  if (size == 0) return 0;
  std::string body = text_of(data + 1, size - 1);
  (void)weir::aws::decode_error(std::span(body));
  for_operation(data[0], CheckResponse{text_of(data + 1, size - 1)});
  return 0;
}
