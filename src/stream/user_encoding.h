// Users, roles and policies as bytes: the descriptions that encoding.h asks for.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stream/encoding.h"
#include "stream/user.h"

namespace weir::stream {

void describe_bytes(auto& archive, Is<PolicySet> auto& set) {
  archive(set.documents, set.attached, set.boundary);
}
void describe_bytes(auto& archive, Is<User> auto& user) {
  archive(user.name, user.account_id, user.created, user.access_key_id, user.path, user.id,
          user.origin, user.policies, user.tags, user.revision);
}
void describe_bytes(auto& archive, Is<RoleKey> auto& key) { archive(key.account_id, key.name); }
void describe_bytes(auto& archive, Is<Role> auto& role) {
  archive(role.key, role.created, role.path, role.id, role.trust_policy, role.description,
          role.session_seconds_max, role.policies, role.tags, role.revision);
}
void describe_bytes(auto& archive, Is<PolicyVersion> auto& version) {
  archive(version.number, version.document, version.created);
}
void describe_bytes(auto& archive, Is<ManagedPolicy> auto& policy) {
  archive(policy.arn, policy.account_id, policy.name, policy.path, policy.id, policy.description,
          policy.created, policy.updated, policy.versions, policy.default_version,
          policy.next_version, policy.tags, policy.revision);
}
void describe_bytes(auto& archive, Is<SessionTerms> auto& terms) {
  archive(terms.role, terms.name, terms.has_policies, terms.documents, terms.attached);
}
void describe_bytes(auto& archive, Is<Credential> auto& credential) {
  archive(credential.key, credential.user, credential.account_id, credential.session_token,
          credential.expires, credential.created, credential.active, credential.terms);
}

}  // namespace weir::stream
