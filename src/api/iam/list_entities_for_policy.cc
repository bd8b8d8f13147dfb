// ListEntitiesForPolicy: the users and roles of the account that have a managed policy, roles
// first.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "api/iam/entities.h"
#include "api/iam/operations.h"
#include "api/iam/parts.h"
#include "stream/user.h"

namespace weir::api::iam {
namespace {

struct Holder {
  std::string place;  // "role/NAME" or "user/NAME", by which pages go.
  std::string id;
};

bool uses(const stream::PolicySet& set, const ListEntitiesForPolicy::Request& request) {
  const auto is_asked = [&](std::string_view usage) {
    return request.policy_usage_filter.value_or(usage) == usage;
  };
  const bool has = std::ranges::find(set.attached, request.policy_arn) != set.attached.end();
  return (has && is_asked("PermissionsPolicy")) ||
         (set.boundary == request.policy_arn && is_asked("PermissionsBoundary"));
}

std::vector<Holder> holders(const AccountContext& context,
                            const ListEntitiesForPolicy::Request& request) {
  std::vector<Holder> found;
  const stream::CatalogState& state = context.view().state;
  const std::string_view prefix = request.path_prefix.value_or("/");
  const auto add = [&](std::string_view type, std::string_view kind, const std::string& name,
                       const auto& entity) {
    if (request.entity_filter.value_or(type) != type) return;
    if (!entity.path.starts_with(prefix) || !uses(entity.policies, request)) return;
    found.push_back({.place = std::string(kind) + name, .id = entity.id});
  };
  state.roles.for_each([&](const stream::RoleKey& key, const auto& role) {
    if (key.account_id == context.account()) add("Role", "role/", key.name, *role);
  });
  state.users.for_each([&](const std::string& name, const auto& user) {
    if (user->account_id == context.account()) add("User", "user/", name, *user);
  });
  std::ranges::sort(found, {}, &Holder::place);
  return found;
}

}  // namespace

void handle(const AccountContext& context, ListEntitiesForPolicy::Request request,
            AccountReply<ListEntitiesForPolicy> reply) {
  if (!is_policy(context, request.policy_arn)) {
    return reply(aws::Failure(PolicyKind::not_found(request.policy_arn)));
  }
  std::vector<Holder> found = holders(context, request);
  ListEntitiesForPolicy::Response response;
  cut_page(
      found, request.page, [](const Holder& holder) -> const std::string& { return holder.place; },
      response.page);
  for (Holder& holder : found) {
    std::string name = holder.place.substr(std::string_view("role/").size());
    if (holder.place.starts_with("role/")) {
      response.policy_roles.push_back({.role_name = std::move(name), .role_id = holder.id});
    } else {
      response.policy_users.push_back({.user_name = std::move(name), .user_id = holder.id});
    }
  }
  reply(std::move(response));
}

}  // namespace weir::api::iam
