#include "api/key_failure.h"

#include <utility>

namespace weir::api {

aws::Failure key_failure(crypto::KeyFault fault) {
  switch (fault.kind) {
    case crypto::KeyFaultKind::not_found:
      return aws::kms_not_found(std::move(fault.message));
    case crypto::KeyFaultKind::disabled:
      return aws::kms_disabled(std::move(fault.message));
    case crypto::KeyFaultKind::invalid_state:
      return aws::kms_invalid_state(std::move(fault.message));
    case crypto::KeyFaultKind::access_denied:
      return aws::kms_access_denied(std::move(fault.message));
    case crypto::KeyFaultKind::damaged:
      break;
  }
  aws::ServiceError error = aws::internal_failure().error();
  error.detail = std::move(fault.message);
  return aws::Failure(std::move(error));
}

// Keys have no policies of their own: the caller's identity decides, also for one whom a stream's
// policy has let in from another account.
aws::Outcome<void> check_key_use(const Access& access, const stream::CatalogState& state,
                                 const aws::Caller& caller, std::string_view action,
                                 const std::string& key_arn) {
  if (is_unrestricted(caller)) return {};
  aws::Outcome<void> allowed =
      access.check(state, {.caller = caller,
                           .action = action,
                           .resource = key_arn,
                           .resource_account = caller.principal.account_id});
  if (allowed) return {};
  return aws::kms_access_denied(std::move(allowed).error().message);
}

aws::Outcome<void> check_key_use(const Access& access, const stream::CatalogState& state,
                                 const aws::Caller& caller, std::string_view action,
                                 const stream::DataKey& key) {
  if (key.description().is_managed || is_unrestricted(caller)) return {};
  return check_key_use(access, state, caller, action, key.master_key_arn());
}

}  // namespace weir::api
