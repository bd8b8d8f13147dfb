// The operations on the policies that belong to users and roles: their own, and those attached.

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "api/iam/entities.h"
#include "api/iam/operations.h"
#include "api/iam/parts.h"

namespace weir::api::iam {
namespace {

constexpr std::size_t attached_max = 10;  // To a user or a role, as at Amazon.

using Documents = std::vector<std::pair<std::string, std::string>>;

auto find_document(auto& documents, std::string_view name) {
  return std::ranges::find_if(documents, [&](const auto& entry) { return entry.first == name; });
}

template <class Kind>
aws::Failure policy_not_found(std::string_view name) {
  return no_such_entity(
      fmt::format("The {} policy with name {} cannot be found.", Kind::name, name));
}

template <class Kind>
aws::Outcome<void> set_document(typename Kind::Entity& entity, std::string_view entity_name,
                                std::string_view name, std::string_view document) {
  Documents& documents = entity.policies.documents;
  const auto found = find_document(documents, name);
  if (found != documents.end()) {
    found->second = document;
  } else {
    documents.emplace_back(name, document);
    std::ranges::sort(documents);
  }
  std::size_t bytes = 0;
  for (const auto& [key, text] : documents) bytes += counted_bytes(text);
  if (bytes <= Kind::documents_bytes_max) return {};
  return limit_exceeded(fmt::format("Maximum policy size of {} bytes exceeded for {} {}",
                                    Kind::documents_bytes_max, Kind::name, entity_name));
}

template <class Kind, class Operation>
void put_policy(const AccountContext& context, std::string_view entity,
                const typename Operation::Request& request, AccountReply<Operation> reply) {
  change_entity<Kind, Operation>(
      context, entity,
      [entity, request](typename Kind::Entity& changed) -> aws::Outcome<void> {
        TRY(check_document(request.policy_document, aws::policy::DocumentKind::identity));
        return set_document<Kind>(changed, entity, request.policy_name, request.policy_document);
      },
      std::move(reply));
}

// The inline policy, for the operations that read one.
template <class Kind>
aws::Outcome<std::string> read_policy(const AccountContext& context, std::string_view entity,
                                      std::string_view name) {
  const auto found = TRY(find_entity<Kind>(context, entity));
  const auto document = find_document(found->policies.documents, name);
  if (document == found->policies.documents.end()) return policy_not_found<Kind>(name);
  return encoded_document(document->second);
}

template <class Kind, class Operation>
void list_policies(const AccountContext& context, std::string_view entity,
                   const typename Operation::Request& request, AccountReply<Operation> reply) {
  const auto found = find_entity<Kind>(context, entity);
  if (!found) return reply(aws::Failure(found.error()));
  typename Operation::Response response;
  for (const auto& [name, document] : (*found)->policies.documents) {
    response.policy_names.push_back(name);
  }
  cut_page(
      response.policy_names, request.page,
      [](const std::string& name) -> std::string_view { return name; }, response.page);
  reply(std::move(response));
}

template <class Kind, class Operation>
void delete_policy(const AccountContext& context, std::string_view entity, std::string_view name,
                   AccountReply<Operation> reply) {
  change_entity<Kind, Operation>(
      context, entity,
      [name](typename Kind::Entity& changed) -> aws::Outcome<void> {
        const auto found = find_document(changed.policies.documents, name);
        if (found == changed.policies.documents.end()) return policy_not_found<Kind>(name);
        changed.policies.documents.erase(found);
        return {};
      },
      std::move(reply));
}

// Attaching what is attached changes nothing.
aws::Outcome<void> attach(stream::PolicySet& set, std::string_view arn) {
  const auto place = std::ranges::lower_bound(set.attached, arn);
  if (place != set.attached.end() && *place == arn) return {};
  if (set.attached.size() >= attached_max) {
    return limit_exceeded(fmt::format("Cannot exceed quota for PoliciesPerUser: {}", attached_max));
  }
  set.attached.emplace(place, arn);
  return {};
}

template <class Kind, class Operation>
void attach_policy(const AccountContext& context, std::string_view entity, std::string_view arn,
                   AccountReply<Operation> reply) {
  change_entity<Kind, Operation>(
      context, entity,
      [context, arn](typename Kind::Entity& changed) -> aws::Outcome<void> {
        if (!is_policy(context, arn)) {
          return no_such_entity(fmt::format("Policy {} does not exist or is not attachable.", arn));
        }
        return attach(changed.policies, arn);
      },
      std::move(reply));
}

template <class Kind, class Operation>
void detach_policy(const AccountContext& context, std::string_view entity, std::string_view arn,
                   AccountReply<Operation> reply) {
  change_entity<Kind, Operation>(
      context, entity,
      [arn](typename Kind::Entity& changed) -> aws::Outcome<void> {
        if (std::erase(changed.policies.attached, arn) > 0) return {};
        return no_such_entity(fmt::format("Policy {} was not found.", arn));
      },
      std::move(reply));
}

// ".../policy/team/readers": the name is what follows the last slash.
std::string_view name_in(std::string_view arn) { return arn.substr(arn.rfind('/') + 1); }

std::string_view path_in(std::string_view arn) {
  constexpr std::string_view before = ":policy";
  const std::size_t at = arn.find(before);
  if (at == std::string_view::npos) return "/";
  const std::string_view rest = arn.substr(at + before.size());
  return rest.substr(0, rest.rfind('/') + 1);
}

template <class Kind, class Operation>
void list_attached(const AccountContext& context, std::string_view entity,
                   const typename Operation::Request& request, AccountReply<Operation> reply) {
  const auto found = find_entity<Kind>(context, entity);
  if (!found) return reply(aws::Failure(found.error()));
  typename Operation::Response response;
  for (const std::string& arn : (*found)->policies.attached) {
    if (!path_in(arn).starts_with(request.path_prefix.value_or("/"))) continue;
    response.attached_policies.push_back(
        {.policy_name = std::string(name_in(arn)), .policy_arn = arn});
  }
  cut_page(
      response.attached_policies, request.page,
      [](const auto& policy) -> const std::string& { return policy.policy_arn; }, response.page);
  reply(std::move(response));
}

}  // namespace

void handle(const AccountContext& context, PutUserPolicy::Request request,
            AccountReply<PutUserPolicy> reply) {
  put_policy<UserKind, PutUserPolicy>(context, request.user_name, request, std::move(reply));
}
void handle(const AccountContext& context, PutRolePolicy::Request request,
            AccountReply<PutRolePolicy> reply) {
  put_policy<RoleKind, PutRolePolicy>(context, request.role_name, request, std::move(reply));
}

void handle(const AccountContext& context, GetUserPolicy::Request request,
            AccountReply<GetUserPolicy> reply) {
  auto document = read_policy<UserKind>(context, request.user_name, request.policy_name);
  if (!document) return reply(aws::Failure(std::move(document).error()));
  reply(GetUserPolicy::Response{.user_name = std::string(request.user_name),
                                .policy_name = std::string(request.policy_name),
                                .policy_document = *std::move(document)});
}
void handle(const AccountContext& context, GetRolePolicy::Request request,
            AccountReply<GetRolePolicy> reply) {
  auto document = read_policy<RoleKind>(context, request.role_name, request.policy_name);
  if (!document) return reply(aws::Failure(std::move(document).error()));
  reply(GetRolePolicy::Response{.role_name = std::string(request.role_name),
                                .policy_name = std::string(request.policy_name),
                                .policy_document = *std::move(document)});
}

void handle(const AccountContext& context, ListUserPolicies::Request request,
            AccountReply<ListUserPolicies> reply) {
  list_policies<UserKind, ListUserPolicies>(context, request.user_name, request, std::move(reply));
}
void handle(const AccountContext& context, ListRolePolicies::Request request,
            AccountReply<ListRolePolicies> reply) {
  list_policies<RoleKind, ListRolePolicies>(context, request.role_name, request, std::move(reply));
}

void handle(const AccountContext& context, DeleteUserPolicy::Request request,
            AccountReply<DeleteUserPolicy> reply) {
  delete_policy<UserKind, DeleteUserPolicy>(context, request.user_name, request.policy_name,
                                            std::move(reply));
}
void handle(const AccountContext& context, DeleteRolePolicy::Request request,
            AccountReply<DeleteRolePolicy> reply) {
  delete_policy<RoleKind, DeleteRolePolicy>(context, request.role_name, request.policy_name,
                                            std::move(reply));
}

void handle(const AccountContext& context, AttachUserPolicy::Request request,
            AccountReply<AttachUserPolicy> reply) {
  attach_policy<UserKind, AttachUserPolicy>(context, request.user_name, request.policy_arn,
                                            std::move(reply));
}
void handle(const AccountContext& context, AttachRolePolicy::Request request,
            AccountReply<AttachRolePolicy> reply) {
  attach_policy<RoleKind, AttachRolePolicy>(context, request.role_name, request.policy_arn,
                                            std::move(reply));
}

void handle(const AccountContext& context, DetachUserPolicy::Request request,
            AccountReply<DetachUserPolicy> reply) {
  detach_policy<UserKind, DetachUserPolicy>(context, request.user_name, request.policy_arn,
                                            std::move(reply));
}
void handle(const AccountContext& context, DetachRolePolicy::Request request,
            AccountReply<DetachRolePolicy> reply) {
  detach_policy<RoleKind, DetachRolePolicy>(context, request.role_name, request.policy_arn,
                                            std::move(reply));
}

void handle(const AccountContext& context, ListAttachedUserPolicies::Request request,
            AccountReply<ListAttachedUserPolicies> reply) {
  list_attached<UserKind, ListAttachedUserPolicies>(context, request.user_name, request,
                                                    std::move(reply));
}
void handle(const AccountContext& context, ListAttachedRolePolicies::Request request,
            AccountReply<ListAttachedRolePolicies> reply) {
  list_attached<RoleKind, ListAttachedRolePolicies>(context, request.role_name, request,
                                                    std::move(reply));
}

}  // namespace weir::api::iam
