// What commands do to users, keys and sessions.

#include <fmt/format.h>

#include <string>
#include <vector>

#include "stream/catalog_state.h"

namespace weir::stream {
namespace {

using Failure = std::unexpected<Error>;
using CredentialPointer = std::shared_ptr<const Credential>;

Failure user_not_found(const std::string& name) {
  return fail(ErrorCode::not_found, fmt::format("There is no user {}.", name));
}

Failure key_taken(const std::string& id) {
  return fail(ErrorCode::in_use, fmt::format("The access key id {} is taken.", id));
}

// Removes the credentials for which `condition` holds.
template <class Condition>
void erase_credentials(PersistentMap<std::string, CredentialPointer>& credentials,
                       const Condition& condition) {
  std::vector<std::string> ids;
  credentials.for_each([&](const std::string& id, const CredentialPointer& credential) {
    if (condition(*credential)) ids.push_back(id);
  });
  for (const std::string& id : ids) credentials.erase(id);
}

}  // namespace

Result<void> CatalogState::run(const commands::AddUser& command, WallTime time) {
  if (users.find(command.name) != nullptr) {
    return fail(ErrorCode::in_use, fmt::format("There is a user {} already.", command.name));
  }
  if (credentials.find(command.key.id) != nullptr) return key_taken(command.key.id);
  users.set(command.name, std::make_shared<const User>(User{.name = command.name,
                                                            .account_id = command.account_id,
                                                            .created = time,
                                                            .access_key_id = command.key.id}));
  credentials.set(command.key.id,
                  std::make_shared<const Credential>(Credential{.key = command.key,
                                                                .user = command.name,
                                                                .account_id = command.account_id,
                                                                .session_token = {},
                                                                .expires = {}}));
  return {};
}

Result<void> CatalogState::run(const commands::RemoveUser& command, WallTime) {
  if (!users.erase(command.name)) return user_not_found(command.name);
  erase_credentials(credentials,
                    [&](const Credential& credential) { return credential.user == command.name; });
  return {};
}

Result<void> CatalogState::run(const commands::RotateUser& command, WallTime) {
  const auto* const found = users.find(command.name);
  if (found == nullptr) return user_not_found(command.name);
  User user = **found;
  if (user.access_key_id != command.key.id && credentials.find(command.key.id) != nullptr) {
    return key_taken(command.key.id);
  }
  credentials.erase(user.access_key_id);
  credentials.set(command.key.id,
                  std::make_shared<const Credential>(Credential{.key = command.key,
                                                                .user = user.name,
                                                                .account_id = user.account_id,
                                                                .session_token = {},
                                                                .expires = {}}));
  user.access_key_id = command.key.id;
  users.set(command.name, std::make_shared<const User>(std::move(user)));
  return {};
}

Result<void> CatalogState::run(const commands::AddSession& command, WallTime) {
  const auto* const found = users.find(command.user);
  if (found == nullptr) return user_not_found(command.user);
  if (credentials.find(command.key.id) != nullptr) return key_taken(command.key.id);
  credentials.set(command.key.id, std::make_shared<const Credential>(
                                      Credential{.key = command.key,
                                                 .user = command.user,
                                                 .account_id = (*found)->account_id,
                                                 .session_token = command.session_token,
                                                 .expires = command.expires}));
  return {};
}

Result<void> CatalogState::run(const commands::PurgeSessions&, WallTime time) {
  erase_credentials(credentials, [&](const Credential& credential) {
    return credential.is_session() && credential.expires <= time;
  });
  return {};
}

}  // namespace weir::stream
