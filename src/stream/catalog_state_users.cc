// What commands do to users, keys and sessions.

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "stream/catalog_state.h"
#include "stream/identity_id.h"

namespace weir::stream {
namespace {

using Failure = std::unexpected<Error>;
using CredentialPointer = std::shared_ptr<const Credential>;

Failure user_not_found(const std::string& name) {
  return fail(ErrorCode::not_found, fmt::format("There is no user {}.", name));
}

Failure user_exists(const std::string& name) {
  return fail(ErrorCode::in_use, fmt::format("There is a user {} already.", name));
}

Failure key_not_found(const std::string& id) {
  return fail(ErrorCode::not_found, fmt::format("There is no access key {}.", id));
}

// The credentials for which `condition` holds.
template <class Condition>
std::vector<CredentialPointer> credentials_where(
    const PersistentMap<std::string, CredentialPointer>& credentials, const Condition& condition) {
  std::vector<CredentialPointer> found;
  credentials.for_each([&](const std::string&, const CredentialPointer& credential) {
    if (condition(*credential)) found.push_back(credential);
  });
  return found;
}

}  // namespace

std::shared_ptr<const User> CatalogState::find_user(std::string_view name) const {
  const auto* const found = users.find(name);
  return found == nullptr ? nullptr : *found;
}

void CatalogState::set_user(User user) {
  const std::shared_ptr<const User> former = find_user(user.name);
  if (former && former->origin == UserOrigin::operator_command) --operator_users;
  if (user.origin == UserOrigin::operator_command) ++operator_users;
  ++access_changes;
  std::string name = user.name;
  users.set(std::move(name), std::make_shared<const User>(std::move(user)));
}

void CatalogState::erase_user(const User& user) {
  if (user.origin == UserOrigin::operator_command) --operator_users;
  ++access_changes;
  users.erase(user.name);
}

Result<void> CatalogState::check_key_id(const std::string& id, std::string_view user) const {
  const CredentialPointer taken = find_credential(id);
  if (taken == nullptr || (taken->user == user && !taken->is_session())) return {};
  return fail(ErrorCode::in_use, fmt::format("The access key id {} is taken.", id));
}

void CatalogState::set_user_key(const User& user, const AccessKey& key, WallTime time) {
  ++access_changes;
  Credential credential;
  credential.key = key;
  credential.user = user.name;
  credential.account_id = user.account_id;
  credential.created = time;
  credentials.set(key.id, std::make_shared<const Credential>(std::move(credential)));
}

Result<void> CatalogState::run(const commands::AddUser& command, WallTime time) {
  if (users.find(command.name) != nullptr) return user_exists(command.name);
  TRY(check_key_id(command.key.id, {}));
  User user;
  user.name = command.name;
  user.account_id = command.account_id;
  user.created = time;
  user.access_key_id = command.key.id;
  user.id = derived_id("AIDA", command.account_id, command.name);
  user.policies.attached = {std::string(full_access_arn)};
  user.revision = commands_applied;
  set_user_key(user, command.key, time);
  set_user(std::move(user));
  return {};
}

Result<void> CatalogState::run(const commands::PutUser& command, WallTime time) {
  const std::string& former_name =
      command.former_name.empty() ? command.user.name : command.former_name;
  const std::shared_ptr<const User> former = find_user(former_name);
  const bool is_new = command.user.revision == 0;
  if (!is_new && former == nullptr) return user_not_found(former_name);
  if ((is_new || former_name != command.user.name) && find_user(command.user.name)) {
    return user_exists(command.user.name);
  }
  if (!is_new && former->revision != command.user.revision) {
    return fail(ErrorCode::expired, fmt::format("User {} has changed meanwhile.", former_name));
  }
  if (command.key) TRY(check_key_id(command.key->id, former_name));
  User user = command.user;
  if (is_new) user.created = time;
  user.revision = commands_applied;
  if (former && former->name != user.name) {
    rename_credentials(former->name, user.name);
    erase_user(*former);
  }
  if (command.key) {
    user.access_key_id = command.key->id;
    set_user_key(user, *command.key, time);
  }
  set_user(std::move(user));
  return {};
}

void CatalogState::rename_credentials(const std::string& from, const std::string& to) {
  const auto of_user = [&](const Credential& credential) { return credential.user == from; };
  for (const CredentialPointer& former : credentials_where(credentials, of_user)) {
    Credential credential = *former;
    credential.user = to;
    credentials.set(former->key.id, std::make_shared<const Credential>(std::move(credential)));
  }
}

Result<void> CatalogState::run(const commands::RemoveUser& command, WallTime) {
  const std::shared_ptr<const User> user = find_user(command.name);
  if (user == nullptr) return user_not_found(command.name);
  erase_user(*user);
  const auto of_user = [&](const Credential& credential) {
    return credential.user == command.name;
  };
  for (const CredentialPointer& gone : credentials_where(credentials, of_user)) {
    credentials.erase(gone->key.id);
  }
  return {};
}

Result<void> CatalogState::run(const commands::RotateUser& command, WallTime time) {
  const std::shared_ptr<const User> found = find_user(command.name);
  if (found == nullptr) return user_not_found(command.name);
  TRY(check_key_id(command.key.id, command.name));
  User user = *found;
  credentials.erase(user.access_key_id);
  set_user_key(user, command.key, time);
  user.access_key_id = command.key.id;
  set_user(std::move(user));
  return {};
}

Result<void> CatalogState::run(const commands::AddAccessKey& command, WallTime time) {
  const std::shared_ptr<const User> found = find_user(command.user);
  if (found == nullptr) return user_not_found(command.user);
  const auto own_key = [&](const Credential& credential) {
    return credential.user == command.user && !credential.is_session();
  };
  if (command.keys_max > 0 && credentials_where(credentials, own_key).size() >= command.keys_max) {
    return fail(ErrorCode::limit_exceeded,
                fmt::format("Cannot exceed quota for AccessKeysPerUser: {}", command.keys_max));
  }
  TRY(check_key_id(command.key.id, {}));
  set_user_key(*found, command.key, time);
  if (!found->access_key_id.empty()) return {};
  User user = *found;
  user.access_key_id = command.key.id;
  set_user(std::move(user));
  return {};
}

Result<void> CatalogState::run(const commands::SetAccessKeyActive& command, WallTime) {
  const CredentialPointer found = find_credential(command.key_id);
  if (found == nullptr || found->user != command.user || found->is_session()) {
    return key_not_found(command.key_id);
  }
  Credential credential = *found;
  credential.active = command.active;
  ++access_changes;
  credentials.set(command.key_id, std::make_shared<const Credential>(std::move(credential)));
  return {};
}

Result<void> CatalogState::run(const commands::RemoveAccessKey& command, WallTime) {
  const CredentialPointer found = find_credential(command.key_id);
  if (found == nullptr || found->user != command.user || found->is_session()) {
    return key_not_found(command.key_id);
  }
  credentials.erase(command.key_id);
  ++access_changes;
  const std::shared_ptr<const User> owner = find_user(command.user);
  if (owner == nullptr || owner->access_key_id != command.key_id) return {};
  User user = *owner;
  user.access_key_id.clear();
  set_user(std::move(user));
  return {};
}

Result<void> CatalogState::run(const commands::AddSession& command, WallTime time) {
  const std::shared_ptr<const User> user = find_user(command.user);
  if (user == nullptr) return user_not_found(command.user);
  TRY(check_key_id(command.key.id, {}));
  Credential credential;
  credential.key = command.key;
  credential.user = command.user;
  credential.account_id = user->account_id;
  credential.session_token = command.session_token;
  credential.expires = command.expires;
  credential.created = time;
  credentials.set(command.key.id, std::make_shared<const Credential>(std::move(credential)));
  return {};
}

Result<void> CatalogState::run(const commands::PurgeSessions&, WallTime time) {
  const auto forgettable = [&](const Credential& credential) {
    return credential.is_forgettable(time);
  };
  for (const CredentialPointer& gone : credentials_where(credentials, forgettable)) {
    credentials.erase(gone->key.id);
  }
  return {};
}

}  // namespace weir::stream
