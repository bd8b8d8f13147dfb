#include "api/cloudwatch/authorise.h"

#include <fmt/format.h>

namespace weir::api::cloudwatch {

aws::Outcome<void> authorise_each(const Authorise& authorise, const WireCall& call,
                                  std::string_view operation,
                                  const std::vector<std::string>& resources,
                                  const std::optional<aws::policy::TagViews>& request_tags) {
  const std::string action = fmt::format("cloudwatch:{}", operation);
  for (const std::string& resource : resources) {
    call.resource = resource;
    TRY(authorise(call.home, {.caller = call.caller,
                              .action = action,
                              .resource = resource,
                              .resource_account = call.caller.principal.account_id,
                              .request_tags = request_tags}));
  }
  return {};
}

}  // namespace weir::api::cloudwatch
