// What commands do to roles, managed policies and the policies of resources.

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "stream/catalog_state.h"
#include "stream/error_texts.h"

namespace weir::stream {
namespace {

// What may be put where something is, or is not, already: the object's revision says which of the
// two whoever wrote the command had seen.
template <class Pointer>
Result<void> check_revision(const Pointer& former, std::uint64_t revision, std::string_view what,
                            std::string_view name) {
  if (revision == 0) {
    if (former == nullptr) return {};
    return fail(ErrorCode::in_use, fmt::format("There is a {} {} already.", what, name));
  }
  if (former == nullptr) {
    return fail(ErrorCode::not_found, fmt::format("There is no {} {}.", what, name));
  }
  if (former->revision == revision) return {};
  return fail(ErrorCode::expired, fmt::format("The {} {} has changed meanwhile.", what, name));
}

bool uses(const PolicySet& set, const std::string& arn) {
  return set.boundary == arn || std::ranges::find(set.attached, arn) != set.attached.end();
}

}  // namespace

std::shared_ptr<const Role> CatalogState::find_role(const RoleKey& key) const {
  const auto* const found = roles.find(key);
  return found == nullptr ? nullptr : *found;
}

std::shared_ptr<const ManagedPolicy> CatalogState::find_managed_policy(std::string_view arn) const {
  const auto* const found = managed_policies.find(arn);
  return found == nullptr ? nullptr : *found;
}

std::shared_ptr<const std::string> CatalogState::find_resource_policy(std::string_view arn) const {
  const auto* const found = resource_policies.find(arn);
  return found == nullptr ? nullptr : *found;
}

Result<void> CatalogState::run(const commands::PutRole& command, WallTime time) {
  TRY(check_revision(find_role(command.role.key), command.role.revision, "role",
                     command.role.key.name));
  Role role = command.role;
  if (role.revision == 0) role.created = time;
  role.revision = commands_applied;
  ++access_changes;
  RoleKey key = role.key;
  roles.set(std::move(key), std::make_shared<const Role>(std::move(role)));
  return {};
}

Result<void> CatalogState::run(const commands::RemoveRole& command, WallTime) {
  if (!roles.erase(command.key)) {
    return fail(ErrorCode::not_found, fmt::format("There is no role {}.", command.key.name));
  }
  ++access_changes;
  std::vector<std::string> sessions;
  credentials.for_each([&](const std::string& id, const auto& credential) {
    if (credential->account_id == command.key.account_id &&
        credential->terms.role == command.key.name) {
      sessions.push_back(id);
    }
  });
  for (const std::string& id : sessions) credentials.erase(id);
  return {};
}

Result<void> CatalogState::run(const commands::AddRoleSession& command, WallTime time) {
  if (find_role({command.account_id, command.terms.role}) == nullptr) {
    return fail(ErrorCode::not_found, fmt::format("There is no role {}.", command.terms.role));
  }
  TRY(check_key_id(command.key.id, {}));
  Credential credential;
  credential.key = command.key;
  credential.account_id = command.account_id;
  credential.session_token = command.session_token;
  credential.expires = command.expires;
  credential.created = time;
  credential.terms = command.terms;
  credentials.set(command.key.id, std::make_shared<const Credential>(std::move(credential)));
  return {};
}

Result<void> CatalogState::run(const commands::PutManagedPolicy& command, WallTime time) {
  TRY(check_revision(find_managed_policy(command.policy.arn), command.policy.revision, "policy",
                     command.policy.arn));
  ManagedPolicy policy = command.policy;
  if (policy.revision == 0) policy.created = time;
  policy.updated = time;
  policy.revision = commands_applied;
  ++access_changes;
  std::string arn = policy.arn;
  managed_policies.set(std::move(arn), std::make_shared<const ManagedPolicy>(std::move(policy)));
  return {};
}

Result<void> CatalogState::run(const commands::RemoveManagedPolicy& command, WallTime) {
  bool attached = false;
  users.for_each([&](const std::string&, const auto& user) {
    attached = attached || uses(user->policies, command.arn);
  });
  roles.for_each([&](const RoleKey&, const auto& role) {
    attached = attached || uses(role->policies, command.arn);
  });
  if (attached) {
    return fail(ErrorCode::in_use, "Cannot delete a policy attached to entities.");
  }
  if (!managed_policies.erase(command.arn)) {
    return fail(ErrorCode::not_found, fmt::format("There is no policy {}.", command.arn));
  }
  ++access_changes;
  return {};
}

// Whether it is the ARN of the stream or of one of its consumers.
bool CatalogState::has_resource(const StreamDescription& stream, std::string_view arn) const {
  if (arn == stream.arn()) return true;
  return std::ranges::any_of(consumers_of(stream.number), [arn](const ConsumerPointer& consumer) {
    return consumer->arn() == arn;
  });
}

Result<void> CatalogState::run(const commands::SetResourcePolicy& command, WallTime) {
  const DescriptionPointer stream = find(command.stream);
  if (stream == nullptr || stream->status == StreamStatus::deleting) {
    return stream_not_found(command.stream);
  }
  if (!has_resource(*stream, command.arn)) return consumer_not_found(command.stream, command.arn);
  ++access_changes;
  if (!command.document.empty()) {
    resource_policies.set(command.arn, std::make_shared<const std::string>(command.document));
    return {};
  }
  if (resource_policies.erase(command.arn)) return {};
  return fail(ErrorCode::not_found,
              fmt::format("Resource policy not found for resource: {}", command.arn));
}

// A stream's own, and those of its consumers: they end with it.
void CatalogState::forget_resource_policies(const StreamDescription& stream) {
  const std::string arn = stream.arn();
  std::vector<std::string> gone;
  resource_policies.for_each([&](const std::string& of, const auto&) {
    if (of == arn || of.starts_with(arn + "/")) gone.push_back(of);
  });
  for (const std::string& of : gone) resource_policies.erase(of);
}

}  // namespace weir::stream
