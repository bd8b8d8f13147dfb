// Identities: the users and roles of the catalog with their policies read, so that they can be
// asked.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "aws/policy/evaluator.h"
#include "stream/catalog_state.h"
#include "stream/user.h"

namespace weir::api {

// ".../user/team/alice" and ".../role/reader".
std::string user_arn(const stream::User& user);
std::string role_arn(const stream::Role& role);
// "arn:aws:sts::111122223333:assumed-role/reader/job".
std::string session_arn(std::string_view account_id, std::string_view role,
                        std::string_view session);
// "arn:aws:iam::111122223333:root".
std::string root_arn(std::string_view account_id);

// The document that an ARN of a managed policy stands for, Amazon's or an account's; empty if there
// is no such policy.
std::string managed_document(const stream::CatalogState& state, std::string_view arn);

// Whom a key or a session stands for. A policy that cannot be read denies everything: what it was
// meant to deny is not known.
std::shared_ptr<const aws::policy::Identity> identity_of(const stream::CatalogState& state,
                                                         const stream::Credential& credential);

// The root of an account, who may do everything in it: whoever calls while no user is defined.
aws::policy::Identity root_identity(std::string_view account_id);

}  // namespace weir::api
