#include "api/iam/entities.h"

#include <fmt/format.h>

namespace weir::api::iam {

std::shared_ptr<const stream::User> UserKind::find(const AccountContext& context,
                                                   std::string_view user) {
  auto found = context.view().state.find_user(user);
  return found && found->account_id == context.account() ? found : nullptr;
}

aws::Failure UserKind::not_found(std::string_view user) {
  return no_such_entity(fmt::format("The user with name {} cannot be found.", user));
}

std::shared_ptr<const stream::Role> RoleKind::find(const AccountContext& context,
                                                   std::string_view role) {
  return context.view().state.find_role({context.account(), std::string(role)});
}

aws::Failure RoleKind::not_found(std::string_view role) {
  return no_such_entity(fmt::format("The role with name {} cannot be found.", role));
}

std::shared_ptr<const stream::ManagedPolicy> PolicyKind::find(const AccountContext& context,
                                                              std::string_view arn) {
  auto found = context.view().state.find_managed_policy(arn);
  return found && found->account_id == context.account() ? found : nullptr;
}

aws::Failure PolicyKind::not_found(std::string_view arn) {
  return no_such_entity(fmt::format("Policy {} was not found.", arn));
}

}  // namespace weir::api::iam
