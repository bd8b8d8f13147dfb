// Anything as a policy, of each kind. What can be read can be asked, with any conditions in it, and
// a principal that counts as unrestricted is refused nothing.
//
// The input: a line of circumstances (address, user agent, name, a tag's value, with blanks
// between) and behind it the document.

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "aws/iso_time.h"
#include "aws/policy/address_range.h"
#include "aws/policy/evaluator.h"
#include "base/check.h"
#include "input.h"

namespace weir::fuzz {
namespace {

using namespace aws::policy;

constexpr std::string_view account = "111122223333";

std::string_view take(std::string_view& text, char separator) {
  const std::string_view part = text.substr(0, text.find(separator));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return part;
}

void check(std::string_view circumstances, std::string_view text, DocumentKind kind) {
  auto document = parse_document(text, kind);
  if (!document) {
    CHECK(!document.error().message.empty());
    return;
  }
  const auto pointer = std::make_shared<const Document>(*std::move(document));
  const std::string_view address = take(circumstances, ' ');
  const std::string_view agent = take(circumstances, ' ');
  const std::string_view name = take(circumstances, ' ');
  Identity identity;
  identity.principal = {.type = PrincipalType::user,
                        .account_id = std::string(account),
                        .arn = "arn:aws:iam::111122223333:user/alice",
                        .principal_arn = "arn:aws:iam::111122223333:user/alice",
                        .user_id = "AIDAALICE",
                        .user_name = std::string(name)};
  if (kind == DocumentKind::identity) identity.policies = {pointer};
  summarise(identity);
  Request request{.principal = identity.principal,
                  .action = "kinesis:PutRecord",
                  .resource = "arn:aws:kinesis:us-east-1:111122223333:stream/orders",
                  .resource_account = account};
  request.source_ip = address;
  request.user_agent = agent;
  request.time = {1'700'000'000'000};
  request.resource_tags = {{"team", circumstances}};
  request.request_tags = TagViews{{"team", circumstances}, {name, agent}};
  const Document* const resource_policy = kind == DocumentKind::identity ? nullptr : pointer.get();
  const Denial denial = decide(identity, resource_policy, request);
  if (identity.is_unrestricted) CHECK(denial == Denial::none);
  CHECK(!denial_text(denial, request).empty());
  if (kind == DocumentKind::trust) (void)decide_trust(identity, *pointer, request);
}

}  // namespace
}  // namespace weir::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weir;
  const std::string input = fuzz::text_of(data, size);
  std::string_view document = input;
  const std::string_view circumstances = fuzz::take(document, '\n');
  for (const auto kind : {aws::policy::DocumentKind::identity, aws::policy::DocumentKind::resource,
                          aws::policy::DocumentKind::trust}) {
    fuzz::check(circumstances, document, kind);
  }
  (void)aws::policy::parse_address_range(circumstances);
  (void)aws::parse_iso_time(circumstances);
  return 0;
}
