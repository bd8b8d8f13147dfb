// The decision: may this principal do this, by all policies that have a say?
//
// In Amazon's order. A Deny anywhere ends it. Within an account an Allow of an identity policy or
// of the resource's policy is enough; across accounts both are needed. A boundary and a session's
// policy take away and give nothing. An account's root may do everything in its own account that
// nothing denies it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/policy/document.h"
#include "aws/policy/request.h"

namespace weir::aws::policy {

// A principal with the policies that belong to it.
struct Identity {
  Principal principal;
  std::vector<DocumentPointer> policies;  // Its own and those attached to it.
  DocumentPointer boundary;               // Null: none.
  // Of the session, given when the role was assumed. None given: the session may do what its role
  // may.
  std::optional<std::vector<DocumentPointer>> session_policies;

  // Whether nothing that this principal asks of its own account is refused, unless a resource's
  // policy denies it: worked out once by summarise(), for requests that cannot wait.
  bool is_unrestricted = false;
};

// Fills in what is_unrestricted says, from the rest.
void summarise(Identity& identity);

enum class Denial : std::uint8_t {
  none,
  explicit_identity,
  explicit_resource,
  explicit_boundary,
  explicit_session,
  no_identity,
  no_resource,
  no_boundary,
  no_session,
};

// Whether `identity` may do what `request` says, whose principal is the identity's. The resource's
// own policy is null if it has none. Answers with what stands in the way.
Denial decide(const Identity& identity, const Document* resource_policy, const Request& request);

// Whether a role may be assumed: the trust policy must name the principal; one of another account
// also needs leave by its own policies, as does one that the trust policy names only through its
// account.
Denial decide_trust(const Identity& identity, const Document& trust, const Request& request);

// "User: … is not authorized to perform: … on resource: … because no identity-based policy allows
// the … action".
std::string denial_text(Denial denial, const Request& request);

}  // namespace weir::aws::policy
