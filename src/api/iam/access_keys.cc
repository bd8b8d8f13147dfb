// The operations on users' access keys.

#include <fmt/format.h>

#include <utility>

#include "api/iam/entities.h"
#include "api/iam/operations.h"
#include "api/iam/parts.h"

namespace weir::api::iam {
namespace {

constexpr std::uint32_t keys_max = 2;  // Of a user, as at Amazon.

std::string status_of(const stream::Credential& credential) {
  return credential.active ? "Active" : "Inactive";
}

std::string name_of(const AccountContext& context, const std::optional<std::string_view>& name) {
  return name ? std::string(*name) : context.caller.principal.user_name;
}

// Errors: NoSuchEntity.
aws::Outcome<std::shared_ptr<const stream::Credential>> find_key(const AccountContext& context,
                                                                 const std::string& user,
                                                                 std::string_view key_id) {
  TRY(find_entity<UserKind>(context, user));
  auto key = context.view().state.find_credential(key_id);
  if (key && key->user == user && !key->is_session()) return key;
  return no_such_entity(fmt::format("The Access Key with id {} cannot be found.", key_id));
}

}  // namespace

void handle(const AccountContext& context, CreateAccessKey::Request request,
            AccountReply<CreateAccessKey> reply) {
  const std::string name = name_of(context, request.user_name);
  const auto user = find_entity<UserKind>(context, name);
  if (!user) return reply(aws::Failure(user.error()));
  const stream::AccessKey key = context.services.users.make_key("AKIA");
  context.services.catalog.submit(
      context.home, stream::commands::AddAccessKey{.user = name, .key = key, .keys_max = keys_max},
      [context, name, key, reply = std::move(reply)](Result<void> added) mutable {
        if (!added) return reply(aws::Failure(to_iam_error(std::move(added).error())));
        const auto made = find_key(context, name, key.id);
        if (!made) return reply(aws::Failure(made.error()));
        reply(CreateAccessKey::Response{.access_key = {.user_name = name,
                                                       .access_key_id = key.id,
                                                       .status = status_of(**made),
                                                       .secret_access_key = key.secret,
                                                       .create_date = (*made)->created}});
      });
}

void handle(const AccountContext& context, ListAccessKeys::Request request,
            AccountReply<ListAccessKeys> reply) {
  const std::string name = name_of(context, request.user_name);
  const auto user = find_entity<UserKind>(context, name);
  if (!user) return reply(aws::Failure(user.error()));
  ListAccessKeys::Response response;
  context.view().state.credentials.for_each([&](const std::string& id, const auto& credential) {
    if (credential->user != name || credential->is_session()) return;
    response.access_key_metadata.push_back({.user_name = name,
                                            .access_key_id = id,
                                            .status = status_of(*credential),
                                            .create_date = credential->created});
  });
  cut_page(
      response.access_key_metadata, request.page,
      [](const auto& key) -> const std::string& { return key.access_key_id; }, response.page);
  reply(std::move(response));
}

// Whose key it is, is what clients ask for; it must be one of the account's own users.
void handle(const AccountContext& context, GetAccessKeyLastUsed::Request request,
            AccountReply<GetAccessKeyLastUsed> reply) {
  const auto key = context.view().state.find_credential(request.access_key_id);
  const std::string name = key ? key->user : std::string();
  const auto found = find_key(context, name, request.access_key_id);
  if (!found) {
    return reply(no_such_entity(
        fmt::format("The Access Key with id {} cannot be found.", request.access_key_id)));
  }
  reply(GetAccessKeyLastUsed::Response{.user_name = name, .access_key_last_used = {}});
}

void handle(const AccountContext& context, UpdateAccessKey::Request request,
            AccountReply<UpdateAccessKey> reply) {
  const std::string name = name_of(context, request.user_name);
  const auto key = find_key(context, name, request.access_key_id);
  if (!key) return reply(aws::Failure(key.error()));
  context.services.catalog.submit(
      context.home,
      stream::commands::SetAccessKeyActive{.user = name,
                                           .key_id = std::string(request.access_key_id),
                                           .active = request.status == "Active"},
      answer_empty<UpdateAccessKey>(std::move(reply)));
}

void handle(const AccountContext& context, DeleteAccessKey::Request request,
            AccountReply<DeleteAccessKey> reply) {
  const std::string name = name_of(context, request.user_name);
  const auto key = find_key(context, name, request.access_key_id);
  if (!key) return reply(aws::Failure(key.error()));
  context.services.catalog.submit(
      context.home,
      stream::commands::RemoveAccessKey{.user = name, .key_id = std::string(request.access_key_id)},
      answer_empty<DeleteAccessKey>(std::move(reply)));
}

}  // namespace weir::api::iam
