// Users, roles and managed policies: finding them in the caller's account, and changing them.
//
// A change reads, changes and puts; if somebody else has changed the same thing in between, it
// begins again from what that one left.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "api/iam/errors.h"
#include "api/query_service.h"
#include "aws/service_error.h"
#include "base/done.h"
#include "stream/command.h"
#include "stream/user.h"

namespace weir::api::iam {

// Each kind: what it is called, how it is found, and the command that puts it.
struct UserKind {
  using Entity = stream::User;
  static constexpr std::string_view name = "user";
  static constexpr std::size_t documents_bytes_max = 2'048;  // Of all inline policies together.
  static std::shared_ptr<const Entity> find(const AccountContext& context, std::string_view name);
  static stream::commands::PutUser put(Entity entity) {
    return {.user = std::move(entity), .former_name = {}, .key = {}};
  }
  static aws::Failure not_found(std::string_view name);
};

struct RoleKind {
  using Entity = stream::Role;
  static constexpr std::string_view name = "role";
  static constexpr std::size_t documents_bytes_max = 10'240;
  static std::shared_ptr<const Entity> find(const AccountContext& context, std::string_view name);
  static stream::commands::PutRole put(Entity entity) { return {std::move(entity)}; }
  static aws::Failure not_found(std::string_view name);
};

struct PolicyKind {
  using Entity = stream::ManagedPolicy;
  static std::shared_ptr<const Entity> find(const AccountContext& context, std::string_view arn);
  static stream::commands::PutManagedPolicy put(Entity entity) { return {std::move(entity)}; }
  static aws::Failure not_found(std::string_view arn);
};

// Errors: NoSuchEntity.
template <class Kind>
aws::Outcome<std::shared_ptr<const typename Kind::Entity>> find_entity(
    const AccountContext& context, std::string_view name) {
  auto found = Kind::find(context, name);
  if (found == nullptr) return Kind::not_found(name);
  return found;
}

// How an entity is to be changed; called again if it has changed meanwhile.
template <class Kind>
using Change = std::function<aws::Outcome<void>(typename Kind::Entity&)>;

// How often a change is begun again.
inline constexpr int attempts_max = 8;

// Answers an operation once the change is durable. `name` and what `change` refers to must live
// until the reply.
template <class Kind, class Operation>
void change_entity(const AccountContext& context, std::string_view name, Change<Kind> change,
                   AccountReply<Operation> reply, int attempt = 1) {
  const auto found = find_entity<Kind>(context, name);
  if (!found) return reply(aws::Failure(found.error()));
  typename Kind::Entity entity = **found;
  if (auto changed = change(entity); !changed) {
    return reply(aws::Failure(std::move(changed).error()));
  }
  context.services.catalog.submit(
      context.home, Kind::put(std::move(entity)),
      [context, name, change = std::move(change), reply = std::move(reply),
       attempt](Result<void> put) mutable {
        if (put) return reply(typename Operation::Response{});
        if (put.error().code == ErrorCode::expired && attempt < attempts_max) {
          return change_entity<Kind, Operation>(context, name, std::move(change), std::move(reply),
                                                attempt + 1);
        }
        reply(aws::Failure(to_iam_error(std::move(put).error())));
      });
}

// Answers an operation without output once a command is done.
template <class Operation>
Done<void> answer_empty(AccountReply<Operation> reply) {
  return [reply = std::move(reply)](Result<void> done) mutable {
    if (!done) return reply(aws::Failure(to_iam_error(std::move(done).error())));
    reply(typename Operation::Response{});
  };
}

}  // namespace weir::api::iam
