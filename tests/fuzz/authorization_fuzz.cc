// Anything as a signature: the first line is the query, the second the Authorization header, others
// are headers, "Name: value". Nobody gets in who has no key.

#include <memory>
#include <string>
#include <string_view>

#include "aws/authentication.h"
#include "aws/test_request.h"
#include "base/check.h"
#include "env/sim_clock.h"
#include "input.h"

namespace weir::fuzz {
namespace {

// One user, whose secret no input knows.
class OneKey final : public aws::Keys {
 public:
  bool open() const override { return false; }
  aws::Principal anonymous() const override { return {}; }
  std::shared_ptr<const aws::KeyEntry> find(std::string_view) const override { return entry_; }

 private:
  const std::shared_ptr<const aws::KeyEntry> entry_ = std::make_shared<const aws::KeyEntry>(
      aws::KeyEntry{.secret_access_key = "not in any input",
                    .session_token = {},
                    .expires = {},
                    .principal = {.account_id = "000000000000", .user_name = "alice"}});
};

// Takes the first line off.
std::string next_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string line(text.substr(0, end));
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

aws::TestRequest request_of(std::string_view text) {
  aws::TestRequest request{.target = "/?" + next_line(text), .body = "{}"};
  request.headers.emplace_back("Authorization", next_line(text));
  while (!text.empty() && request.headers.size() < 100) {
    const std::string line = next_line(text);
    const std::size_t colon = line.find(": ");
    if (colon == std::string::npos) continue;
    request.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  return request;
}

}  // namespace
}  // namespace weir::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weir;
  const env::SimClock clock;
  const fuzz::OneKey keys;
  aws::Authenticator authenticator(keys, clock);
  aws::TestRequest request = fuzz::request_of(fuzz::text_of(data, size));
  const auto caller = authenticator.authenticate(request.request(), "kinesis");
  CHECK(!caller.has_value(), "let in: {}", caller->access_key_id);
  CHECK(!caller.error().type.empty());
  return 0;
}
