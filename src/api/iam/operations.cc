#include "api/iam/operations.h"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

#include "api/iam/entities.h"
#include "api/identities.h"

namespace weir::api::iam {
namespace {

std::string own_arn(const AccountContext& context, std::string_view kind, std::string_view path,
                    std::string_view name) {
  return fmt::format("arn:aws:iam::{}:{}{}{}", context.account(), kind, path, name);
}

std::string resource_of_user(const AccountContext& context, std::string_view name,
                             std::string_view path) {
  const auto user = UserKind::find(context, name);
  return user ? user_arn(*user) : own_arn(context, "user", path, name);
}

std::string resource_of_role(const AccountContext& context, std::string_view name,
                             std::string_view path) {
  const auto role = RoleKind::find(context, name);
  return role ? role_arn(*role) : own_arn(context, "role", path, name);
}

// Where something new is to be; what is there already knows its own path.
template <class Request>
std::string_view path_of(const Request& request) {
  if constexpr (requires { request.path; }) {
    return request.path.value_or("/");
  } else {
    return "/";
  }
}

// What an operation is about: the user or the role, else the policy, else all of a kind.
template <class Request>
std::string resource_of(const AccountContext& context, const Request& request,
                        std::string_view operation) {
  if constexpr (requires { request.role_name; }) {
    return resource_of_role(context, request.role_name, path_of(request));
  } else if constexpr (requires { request.user_name.has_value(); }) {
    const std::string_view name =
        request.user_name ? *request.user_name : context.caller.principal.user_name;
    return resource_of_user(context, name, path_of(request));
  } else if constexpr (requires { request.user_name; }) {
    return resource_of_user(context, request.user_name, path_of(request));
  } else if constexpr (requires { request.policy_arn; }) {
    return std::string(request.policy_arn);
  } else if constexpr (requires { request.policy_name; }) {
    return own_arn(context, "policy", path_of(request), request.policy_name);
  } else if constexpr (requires { request.access_key_id; }) {
    const auto key = context.view().state.find_credential(request.access_key_id);
    return resource_of_user(context, key ? key->user : "", "/");
  } else if constexpr (requires { request.assignment_status; }) {
    return own_arn(context, "mfa", "/", "");
  } else if (operation == "ListPolicies") {
    return own_arn(context, "policy", "/", "");
  } else {
    return own_arn(context, operation == "ListRoles" ? "role" : "user",
                   request.path_prefix.value_or("/"), "");
  }
}

template <class Request>
std::optional<aws::policy::TagViews> tags_of(const Request& request) {
  aws::policy::TagViews views;
  if constexpr (requires { request.tags.has_value(); }) {
    if (!request.tags) return views;
    for (const Tag& tag : *request.tags) views.emplace_back(tag.key, tag.value);
    return views;
  } else if constexpr (requires { *request.tags; }) {
    for (const Tag& tag : *request.tags) views.emplace_back(tag.key, tag.value);
    return views;
  } else if constexpr (requires { *request.tag_keys; }) {
    for (const std::string_view key : *request.tag_keys) views.emplace_back(key, "");
    return views;
  } else {
    return std::nullopt;
  }
}

template <class Operation>
aws::Outcome<void> authorise(const AccountContext& context,
                             const typename Operation::Request& request) {
  const std::string action = fmt::format("iam:{}", Operation::info.name);
  const std::string resource = resource_of(context, request, Operation::info.name);
  context.resource = resource;
  Question question{.caller = context.caller,
                    .action = action,
                    .resource = resource,
                    .resource_account = context.account()};
  question.request_tags = tags_of(request);
  return context.services.access.check(context.view().state, question);
}

template <class Operation>
QueryOperation entry(const AccountServices& services) {
  return query_operation<Operation>(
      services, authorise<Operation>,
      [](const AccountContext& context, typename Operation::Request request,
         AccountReply<Operation> reply) { handle(context, std::move(request), std::move(reply)); });
}

}  // namespace

QueryService service(const AccountServices& services) {
  return {.signing_name = "iam",
          .xml_namespace = "https://iam.amazonaws.com/doc/2010-05-08/",
          .operations = {entry<CreateUser>(services),
                         entry<GetUser>(services),
                         entry<ListUsers>(services),
                         entry<UpdateUser>(services),
                         entry<DeleteUser>(services),
                         entry<TagUser>(services),
                         entry<UntagUser>(services),
                         entry<ListUserTags>(services),
                         entry<PutUserPermissionsBoundary>(services),
                         entry<DeleteUserPermissionsBoundary>(services),
                         entry<ListGroupsForUser>(services),
                         entry<ListMFADevices>(services),
                         entry<ListSSHPublicKeys>(services),
                         entry<ListSigningCertificates>(services),
                         entry<ListServiceSpecificCredentials>(services),
                         entry<ListVirtualMFADevices>(services),
                         entry<DeleteLoginProfile>(services),
                         entry<CreateAccessKey>(services),
                         entry<ListAccessKeys>(services),
                         entry<GetAccessKeyLastUsed>(services),
                         entry<UpdateAccessKey>(services),
                         entry<DeleteAccessKey>(services),
                         entry<CreateRole>(services),
                         entry<GetRole>(services),
                         entry<ListRoles>(services),
                         entry<UpdateRole>(services),
                         entry<UpdateRoleDescription>(services),
                         entry<UpdateAssumeRolePolicy>(services),
                         entry<DeleteRole>(services),
                         entry<TagRole>(services),
                         entry<UntagRole>(services),
                         entry<ListRoleTags>(services),
                         entry<PutRolePermissionsBoundary>(services),
                         entry<DeleteRolePermissionsBoundary>(services),
                         entry<ListInstanceProfilesForRole>(services),
                         entry<PutUserPolicy>(services),
                         entry<GetUserPolicy>(services),
                         entry<ListUserPolicies>(services),
                         entry<DeleteUserPolicy>(services),
                         entry<AttachUserPolicy>(services),
                         entry<DetachUserPolicy>(services),
                         entry<ListAttachedUserPolicies>(services),
                         entry<PutRolePolicy>(services),
                         entry<GetRolePolicy>(services),
                         entry<ListRolePolicies>(services),
                         entry<DeleteRolePolicy>(services),
                         entry<AttachRolePolicy>(services),
                         entry<DetachRolePolicy>(services),
                         entry<ListAttachedRolePolicies>(services),
                         entry<CreatePolicy>(services),
                         entry<GetPolicy>(services),
                         entry<ListPolicies>(services),
                         entry<ListEntitiesForPolicy>(services),
                         entry<DeletePolicy>(services),
                         entry<CreatePolicyVersion>(services),
                         entry<GetPolicyVersion>(services),
                         entry<ListPolicyVersions>(services),
                         entry<SetDefaultPolicyVersion>(services),
                         entry<DeletePolicyVersion>(services),
                         entry<TagPolicy>(services),
                         entry<UntagPolicy>(services),
                         entry<ListPolicyTags>(services)}};
}

}  // namespace weir::api::iam
