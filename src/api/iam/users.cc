// The operations on users. What they may do is in identity_policies.cc, their keys are in
// access_keys.cc.

#include <fmt/format.h>

#include <utility>

#include "api/iam/entities.h"
#include "api/iam/operations.h"
#include "api/iam/parts.h"
#include "api/identities.h"
#include "stream/identity_id.h"

namespace weir::api::iam {
namespace {

constexpr std::size_t users_max = 5'000;  // Of all accounts together; Amazon's, of each.

aws::iam::User to_shape(const stream::User& user) {
  return {.path = user.path,
          .user_name = user.name,
          .user_id = user.id,
          .arn = user_arn(user),
          .create_date = user.created,
          .permissions_boundary = boundary_of(user.policies.boundary),
          .tags = optional_tag_texts(user.tags)};
}

aws::Outcome<stream::User> new_user(const AccountContext& context,
                                    const CreateUser::Request& request) {
  stream::User user;
  user.name = request.user_name;
  user.account_id = context.account();
  user.path = request.path.value_or("/");
  user.id = stream::random_id("AIDA", context.services.users.random());
  user.origin = stream::UserOrigin::api;
  const stream::CatalogState& state = context.view().state;
  if (state.find_user(user.name)) {
    return entity_already_exists(fmt::format("User with name {} already exists.", user.name));
  }
  if (state.users.size() >= users_max) {
    return limit_exceeded(fmt::format("Cannot exceed quota for UsersPerAccount: {}", users_max));
  }
  if (request.permissions_boundary) {
    TRY(check_boundary(context, *request.permissions_boundary));
    user.policies.boundary = *request.permissions_boundary;
  }
  if (request.tags) TRY(set_tags(user.tags, *request.tags));
  return user;
}

// The user that a request names, or else the caller.
aws::Outcome<std::shared_ptr<const stream::User>> named_user(
    const AccountContext& context, const std::optional<std::string_view>& name) {
  return find_entity<UserKind>(context, name ? *name : context.caller.principal.user_name);
}

bool has_keys(const AccountContext& context, const stream::User& user) {
  bool found = false;
  context.view().state.credentials.for_each([&](const std::string&, const auto& credential) {
    found = found || (credential->user == user.name && !credential->is_session());
  });
  return found;
}

aws::Outcome<void> check_removal(const AccountContext& context, const stream::User& user) {
  if (!user.policies.attached.empty()) {
    return delete_conflict("Cannot delete entity, must detach all policies first.");
  }
  if (!user.policies.documents.empty()) {
    return delete_conflict("Cannot delete entity, must delete policies first.");
  }
  if (has_keys(context, user)) {
    return delete_conflict("Cannot delete entity, must delete access keys first.");
  }
  if (user.origin == stream::UserOrigin::operator_command &&
      context.view().state.operator_users == 1) {
    return delete_conflict(
        "Cannot delete the last user that was made with \"weir user add\": without one the server "
        "asks nobody for keys.");
  }
  return {};
}

}  // namespace

void handle(const AccountContext& context, CreateUser::Request request,
            AccountReply<CreateUser> reply) {
  aws::Outcome<stream::User> user = new_user(context, request);
  if (!user) return reply(aws::Failure(std::move(user).error()));
  context.services.catalog.submit(
      context.home, UserKind::put(*user),
      [context, name = user->name, reply = std::move(reply)](Result<void> put) mutable {
        if (!put) return reply(aws::Failure(to_iam_error(std::move(put).error())));
        const auto made = find_entity<UserKind>(context, name);
        if (!made) return reply(aws::Failure(made.error()));
        reply(CreateUser::Response{.user = to_shape(**made)});
      });
}

void handle(const AccountContext& context, GetUser::Request request, AccountReply<GetUser> reply) {
  const auto user = named_user(context, request.user_name);
  if (!user) return reply(aws::Failure(user.error()));
  reply(GetUser::Response{.user = to_shape(**user)});
}

void handle(const AccountContext& context, ListUsers::Request request,
            AccountReply<ListUsers> reply) {
  ListUsers::Response response;
  const std::string_view prefix = request.path_prefix.value_or("/");
  context.view().state.users.for_each([&](const std::string&, const auto& user) {
    if (user->account_id != context.account() || !user->path.starts_with(prefix)) return;
    response.users.push_back(to_shape(*user));
    response.users.back().tags.reset();
  });
  cut_page(
      response.users, request.page,
      [](const aws::iam::User& user) -> const std::string& { return user.user_name; },
      response.page);
  reply(std::move(response));
}

void handle(const AccountContext& context, UpdateUser::Request request,
            AccountReply<UpdateUser> reply) {
  const auto found = find_entity<UserKind>(context, request.user_name);
  if (!found) return reply(aws::Failure(found.error()));
  stream::commands::PutUser command = UserKind::put(**found);
  command.former_name = command.user.name;
  if (request.new_path) command.user.path = *request.new_path;
  if (request.new_user_name) command.user.name = *request.new_user_name;
  context.services.catalog.submit(context.home, std::move(command),
                                  answer_empty<UpdateUser>(std::move(reply)));
}

void handle(const AccountContext& context, DeleteUser::Request request,
            AccountReply<DeleteUser> reply) {
  const auto found = find_entity<UserKind>(context, request.user_name);
  if (!found) return reply(aws::Failure(found.error()));
  if (auto removable = check_removal(context, **found); !removable) {
    return reply(aws::Failure(std::move(removable).error()));
  }
  context.services.catalog.submit(context.home, stream::commands::RemoveUser{(*found)->name},
                                  answer_empty<DeleteUser>(std::move(reply)));
}

void handle(const AccountContext& context, TagUser::Request request, AccountReply<TagUser> reply) {
  change_entity<UserKind, TagUser>(
      context, request.user_name,
      [tags = *request.tags](stream::User& user) { return set_tags(user.tags, tags); },
      std::move(reply));
}

void handle(const AccountContext& context, UntagUser::Request request,
            AccountReply<UntagUser> reply) {
  change_entity<UserKind, UntagUser>(
      context, request.user_name,
      [keys = *request.tag_keys](stream::User& user) -> aws::Outcome<void> {
        remove_tags(user.tags, keys);
        return {};
      },
      std::move(reply));
}

void handle(const AccountContext& context, ListUserTags::Request request,
            AccountReply<ListUserTags> reply) {
  const auto user = find_entity<UserKind>(context, request.user_name);
  if (!user) return reply(aws::Failure(user.error()));
  reply(ListUserTags::Response{.tags = tag_texts((*user)->tags), .page = {}});
}

void handle(const AccountContext& context, PutUserPermissionsBoundary::Request request,
            AccountReply<PutUserPermissionsBoundary> reply) {
  change_entity<UserKind, PutUserPermissionsBoundary>(
      context, request.user_name,
      [context, arn = request.permissions_boundary](stream::User& user) -> aws::Outcome<void> {
        TRY(check_boundary(context, arn));
        user.policies.boundary = arn;
        return {};
      },
      std::move(reply));
}

void handle(const AccountContext& context, DeleteUserPermissionsBoundary::Request request,
            AccountReply<DeleteUserPermissionsBoundary> reply) {
  change_entity<UserKind, DeleteUserPermissionsBoundary>(
      context, request.user_name,
      [](stream::User& user) -> aws::Outcome<void> {
        user.policies.boundary.clear();
        return {};
      },
      std::move(reply));
}

// There are no groups.
void handle(const AccountContext& context, ListGroupsForUser::Request request,
            AccountReply<ListGroupsForUser> reply) {
  const auto user = find_entity<UserKind>(context, request.user_name);
  if (!user) return reply(aws::Failure(user.error()));
  reply(ListGroupsForUser::Response{});
}

}  // namespace weir::api::iam
