#include "api/iam/entities.h"

#include <fmt/format.h>

namespace weir::api::iam {

std::shared_ptr<const stream::User> UserKind::find(const AccountContext& context,
                                                   std::string_view name) {
  auto found = context.view().state.find_user(name);
  return found && found->account_id == context.account() ? found : nullptr;
}

aws::Failure UserKind::not_found(std::string_view name) {
  return no_such_entity(fmt::format("The user with name {} cannot be found.", name));
}

std::shared_ptr<const stream::Role> RoleKind::find(const AccountContext& context,
                                                   std::string_view name) {
  return context.view().state.find_role({context.account(), std::string(name)});
}

aws::Failure RoleKind::not_found(std::string_view name) {
  return no_such_entity(fmt::format("The role with name {} cannot be found.", name));
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
