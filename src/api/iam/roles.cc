// The operations on roles. What they may do is in identity_policies.cc.

#include <fmt/format.h>

#include <utility>

#include "api/iam/entities.h"
#include "api/iam/operations.h"
#include "api/iam/parts.h"
#include "api/identities.h"
#include "stream/identity_id.h"

namespace weir::api::iam {
namespace {

constexpr std::size_t roles_max = 1'000;  // Of all accounts together; Amazon's, of each.
constexpr std::size_t trust_bytes_max = 2'048;

aws::iam::Role to_shape(const stream::Role& role) {
  aws::iam::Role shape{.path = role.path,
                       .role_name = role.key.name,
                       .role_id = role.id,
                       .arn = role_arn(role),
                       .create_date = role.created,
                       .assume_role_policy_document = encoded_document(role.trust_policy),
                       .description = std::nullopt,
                       .max_session_duration = role.session_seconds_max,
                       .permissions_boundary = boundary_of(role.policies.boundary),
                       .tags = optional_tag_texts(role.tags)};
  if (!role.description.empty()) shape.description = role.description;
  return shape;
}

aws::Outcome<void> set_trust_policy(stream::Role& role, std::string_view document) {
  TRY(check_document(document, aws::policy::DocumentKind::trust));
  if (counted_bytes(document) > trust_bytes_max) {
    return limit_exceeded(
        fmt::format("Cannot exceed quota for ACLSizePerRole: {}", trust_bytes_max));
  }
  role.trust_policy = document;
  return {};
}

aws::Outcome<stream::Role> new_role(const AccountContext& context,
                                    const CreateRole::Request& request) {
  stream::Role role;
  role.key = {context.account(), std::string(request.role_name)};
  role.path = request.path.value_or("/");
  role.id = stream::random_id("AROA", context.services.users.random());
  role.description = request.description.value_or("");
  role.session_seconds_max =
      static_cast<std::uint32_t>(request.max_session_duration.value_or(3'600));
  if (context.view().state.find_role(role.key)) {
    return entity_already_exists(fmt::format("Role with name {} already exists.", role.key.name));
  }
  if (context.view().state.roles.size() >= roles_max) {
    return limit_exceeded(fmt::format("Cannot exceed quota for RolesPerAccount: {}", roles_max));
  }
  TRY(set_trust_policy(role, request.assume_role_policy_document));
  if (request.permissions_boundary) {
    TRY(check_boundary(context, *request.permissions_boundary));
    role.policies.boundary = *request.permissions_boundary;
  }
  if (request.tags) TRY(set_tags(role.tags, *request.tags));
  return role;
}

aws::Outcome<void> check_removal(const stream::Role& role) {
  if (!role.policies.attached.empty()) {
    return delete_conflict("Cannot delete entity, must detach all policies first.");
  }
  if (!role.policies.documents.empty()) {
    return delete_conflict("Cannot delete entity, must delete policies first.");
  }
  return {};
}

}  // namespace

void handle(const AccountContext& context, CreateRole::Request request,
            AccountReply<CreateRole> reply) {
  aws::Outcome<stream::Role> role = new_role(context, request);
  if (!role) return reply(aws::Failure(std::move(role).error()));
  context.services.catalog.submit(
      context.home, RoleKind::put(*role),
      [context, name = role->key.name, reply = std::move(reply)](Result<void> put) mutable {
        if (!put) return reply(aws::Failure(to_iam_error(std::move(put).error())));
        const auto made = find_entity<RoleKind>(context, name);
        if (!made) return reply(aws::Failure(made.error()));
        reply(CreateRole::Response{.role = to_shape(**made)});
      });
}

void handle(const AccountContext& context, GetRole::Request request, AccountReply<GetRole> reply) {
  const auto role = find_entity<RoleKind>(context, request.role_name);
  if (!role) return reply(aws::Failure(role.error()));
  reply(GetRole::Response{.role = to_shape(**role)});
}

void handle(const AccountContext& context, ListRoles::Request request,
            AccountReply<ListRoles> reply) {
  ListRoles::Response response;
  const std::string_view prefix = request.path_prefix.value_or("/");
  context.view().state.roles.for_each([&](const stream::RoleKey& key, const auto& role) {
    if (key.account_id != context.account() || !role->path.starts_with(prefix)) return;
    response.roles.push_back(to_shape(*role));
    response.roles.back().tags.reset();
  });
  cut_page(
      response.roles, request.page,
      [](const aws::iam::Role& role) -> const std::string& { return role.role_name; },
      response.page);
  reply(std::move(response));
}

void handle(const AccountContext& context, UpdateRole::Request request,
            AccountReply<UpdateRole> reply) {
  change_entity<RoleKind, UpdateRole>(
      context, request.role_name,
      [request](stream::Role& role) -> aws::Outcome<void> {
        if (request.description) role.description = *request.description;
        role.session_seconds_max =
            static_cast<std::uint32_t>(request.max_session_duration.value_or(3'600));
        return {};
      },
      std::move(reply));
}

void handle(const AccountContext& context, UpdateRoleDescription::Request request,
            AccountReply<UpdateRoleDescription> reply) {
  change_entity<RoleKind, UpdateRoleDescription>(
      context, request.role_name,
      [request](stream::Role& role) -> aws::Outcome<void> {
        role.description = request.description;
        return {};
      },
      [context, request,
       reply = std::move(reply)](aws::Outcome<UpdateRoleDescription::Response> changed) mutable {
        if (!changed) return reply(std::move(changed));
        const auto role = find_entity<RoleKind>(context, request.role_name);
        if (!role) return reply(aws::Failure(role.error()));
        reply(UpdateRoleDescription::Response{.role = to_shape(**role)});
      });
}

void handle(const AccountContext& context, UpdateAssumeRolePolicy::Request request,
            AccountReply<UpdateAssumeRolePolicy> reply) {
  change_entity<RoleKind, UpdateAssumeRolePolicy>(
      context, request.role_name,
      [document = request.policy_document](stream::Role& role) {
        return set_trust_policy(role, document);
      },
      std::move(reply));
}

void handle(const AccountContext& context, DeleteRole::Request request,
            AccountReply<DeleteRole> reply) {
  const auto found = find_entity<RoleKind>(context, request.role_name);
  if (!found) return reply(aws::Failure(found.error()));
  if (auto removable = check_removal(**found); !removable) {
    return reply(aws::Failure(std::move(removable).error()));
  }
  context.services.catalog.submit(context.home, stream::commands::RemoveRole{(*found)->key},
                                  answer_empty<DeleteRole>(std::move(reply)));
}

void handle(const AccountContext& context, TagRole::Request request, AccountReply<TagRole> reply) {
  change_entity<RoleKind, TagRole>(
      context, request.role_name,
      [tags = *request.tags](stream::Role& role) { return set_tags(role.tags, tags); },
      std::move(reply));
}

void handle(const AccountContext& context, UntagRole::Request request,
            AccountReply<UntagRole> reply) {
  change_entity<RoleKind, UntagRole>(
      context, request.role_name,
      [keys = *request.tag_keys](stream::Role& role) -> aws::Outcome<void> {
        remove_tags(role.tags, keys);
        return {};
      },
      std::move(reply));
}

void handle(const AccountContext& context, ListRoleTags::Request request,
            AccountReply<ListRoleTags> reply) {
  const auto role = find_entity<RoleKind>(context, request.role_name);
  if (!role) return reply(aws::Failure(role.error()));
  reply(ListRoleTags::Response{.tags = tag_texts((*role)->tags), .page = {}});
}

void handle(const AccountContext& context, PutRolePermissionsBoundary::Request request,
            AccountReply<PutRolePermissionsBoundary> reply) {
  change_entity<RoleKind, PutRolePermissionsBoundary>(
      context, request.role_name,
      [context, arn = request.permissions_boundary](stream::Role& role) -> aws::Outcome<void> {
        TRY(check_boundary(context, arn));
        role.policies.boundary = arn;
        return {};
      },
      std::move(reply));
}

void handle(const AccountContext& context, DeleteRolePermissionsBoundary::Request request,
            AccountReply<DeleteRolePermissionsBoundary> reply) {
  change_entity<RoleKind, DeleteRolePermissionsBoundary>(
      context, request.role_name,
      [](stream::Role& role) -> aws::Outcome<void> {
        role.policies.boundary.clear();
        return {};
      },
      std::move(reply));
}

// There are no instances.
void handle(const AccountContext& context, ListInstanceProfilesForRole::Request request,
            AccountReply<ListInstanceProfilesForRole> reply) {
  const auto role = find_entity<RoleKind>(context, request.role_name);
  if (!role) return reply(aws::Failure(role.error()));
  reply(ListInstanceProfilesForRole::Response{});
}

}  // namespace weir::api::iam
