#include "aws/policy/evaluator.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "aws/policy/condition.h"
#include "aws/policy/text_pattern.h"

namespace weir::aws::policy {
namespace {

// How closely a policy names a principal. Within its own account, naming the account alone only
// leaves the matter to the account's identity policies.
enum class Naming : std::uint8_t {
  none,
  account,
  role,     // The role of a session: what the session's own policy leaves of it.
  exactly,  // The user or the session itself, or everyone.
};

// What a document says of a request. The two are independent: a Deny beats an Allow later.
struct Answer {
  bool denies = false;
  Naming grants = Naming::none;

  bool allows() const { return grants != Naming::none; }
};

bool names_account(std::string_view name, std::string_view account) {
  if (name == account) return true;
  constexpr std::string_view before = ":iam::";
  const std::size_t at = name.find(before);
  if (at == std::string_view::npos) return false;
  name.remove_prefix(at + before.size());
  return name.starts_with(account) && name.substr(account.size()) == ":root";
}

Naming naming_of(const PrincipalSet& set, const Principal& principal) {
  Naming closest = set.anyone ? Naming::exactly : Naming::none;
  for (const std::string& name : set.aws) {
    Naming naming = Naming::none;
    if (name == principal.arn) {
      naming = Naming::exactly;
    } else if (name == principal.principal_arn) {
      naming = Naming::role;
    } else if (names_account(name, principal.account_id)) {
      naming = principal.type == PrincipalType::root ? Naming::exactly : Naming::account;
    }
    closest = std::max(closest, naming);
  }
  return closest;
}

bool any_action(const Statement& statement, std::string_view action, const Request& request) {
  return std::ranges::any_of(statement.actions, [&](const TextPattern& pattern) {
    return pattern.matches(action, request);
  });
}

bool any_resource(const Statement& statement, const Request& request) {
  return std::ranges::any_of(statement.resources, [&](const TextPattern& pattern) {
    return pattern.matches(request.resource, request);
  });
}

bool all_hold(const Statement& statement, const Request& request) {
  return std::ranges::all_of(statement.conditions,
                             [&](const Condition& condition) { return holds(condition, request); });
}

// Whether a statement is about a request, leaving aside whom it names.
bool applies(const Statement& statement, std::string_view action, const Request& request) {
  if (any_action(statement, action, request) == statement.not_actions) return false;
  const bool names_resource = statement.resources.empty() || any_resource(statement, request);
  if (names_resource == statement.not_resources) return false;
  return all_hold(statement, request);
}

// Whom a statement of a resource's policy concerns.
Naming concerns(const Statement& statement, const Principal& principal) {
  const Naming naming = naming_of(statement.principals, principal);
  if (!statement.not_principals) return naming;
  return naming == Naming::none ? Naming::exactly : Naming::none;
}

Answer ask(const Document& document, const Request& request, bool names_principals) {
  Answer answer;
  const std::string action = lower_case(request.action);
  for (const Statement& statement : document.statements) {
    const Naming naming =
        names_principals ? concerns(statement, request.principal) : Naming::exactly;
    if (naming == Naming::none || !applies(statement, action, request)) continue;
    if (statement.effect == Effect::deny) {
      answer.denies = true;
    } else {
      answer.grants = std::max(answer.grants, naming);
    }
  }
  return answer;
}

Answer ask_all(const std::vector<DocumentPointer>& documents, const Request& request) {
  Answer all;
  for (const DocumentPointer& document : documents) {
    const Answer answer = ask(*document, request, false);
    all.denies = all.denies || answer.denies;
    all.grants = std::max(all.grants, answer.grants);
  }
  return all;
}

// What a boundary or a session without policies says: everything.
constexpr Answer no_objection{.denies = false, .grants = Naming::exactly};

struct Answers {
  Answer identity;
  Answer resource;
  Answer boundary = no_objection;
  Answer session = no_objection;
};

Answers ask_everyone(const Identity& identity, const Document* resource_policy,
                     const Request& request) {
  Answers answers;
  answers.identity = ask_all(identity.policies, request);
  if (identity.principal.type == PrincipalType::root) answers.identity.grants = Naming::exactly;
  if (resource_policy != nullptr) answers.resource = ask(*resource_policy, request, true);
  if (identity.boundary) answers.boundary = ask(*identity.boundary, request, false);
  if (identity.session_policies) answers.session = ask_all(*identity.session_policies, request);
  return answers;
}

Denial explicit_denial(const Answers& answers) {
  if (answers.identity.denies) return Denial::explicit_identity;
  if (answers.resource.denies) return Denial::explicit_resource;
  if (answers.boundary.denies) return Denial::explicit_boundary;
  if (answers.session.denies) return Denial::explicit_session;
  return Denial::none;
}

Denial limits_of(const Answers& answers) {
  if (!answers.boundary.allows()) return Denial::no_boundary;
  if (!answers.session.allows()) return Denial::no_session;
  return Denial::none;
}

bool is_allow_all(const Statement& statement) {
  const auto everything = [](const TextPattern& pattern) { return pattern.is_everything(); };
  return statement.effect == Effect::allow && !statement.not_actions && !statement.not_resources &&
         statement.conditions.empty() && std::ranges::any_of(statement.actions, everything) &&
         std::ranges::any_of(statement.resources, everything);
}

}  // namespace

void summarise(Identity& identity) {
  const auto denies = [](const Statement& statement) { return statement.effect == Effect::deny; };
  bool allows_all = identity.principal.type == PrincipalType::root;
  for (const DocumentPointer& document : identity.policies) {
    if (std::ranges::any_of(document->statements, denies)) return;
    allows_all = allows_all || std::ranges::any_of(document->statements, is_allow_all);
  }
  identity.is_unrestricted =
      allows_all && identity.boundary == nullptr && !identity.session_policies;
}

Denial decide(const Identity& identity, const Document* resource_policy, const Request& request) {
  const Answers answers = ask_everyone(identity, resource_policy, request);
  if (const Denial denial = explicit_denial(answers); denial != Denial::none) return denial;
  if (request.resource_account != identity.principal.account_id) {
    if (!answers.identity.allows()) return Denial::no_identity;
    if (!answers.resource.allows()) return Denial::no_resource;
    return limits_of(answers);
  }
  // Named itself, a user or a session has what it was given, whatever its boundary says.
  if (answers.resource.grants == Naming::exactly && resource_policy != nullptr) {
    return Denial::none;
  }
  if (!answers.identity.allows() && answers.resource.grants != Naming::role) {
    return Denial::no_identity;
  }
  return limits_of(answers);
}

Denial decide_trust(const Identity& identity, const Document& trust, const Request& request) {
  const Answers answers = ask_everyone(identity, &trust, request);
  if (const Denial denial = explicit_denial(answers); denial != Denial::none) return denial;
  if (!answers.resource.allows()) return Denial::no_resource;
  const bool is_own = request.resource_account == identity.principal.account_id;
  const bool is_named = answers.resource.grants != Naming::account;
  if (!answers.identity.allows() && !(is_own && is_named)) return Denial::no_identity;
  return limits_of(answers);
}

std::string denial_text(Denial denial, const Request& request) {
  // By the order of Denial.
  constexpr std::array<std::string_view, 9> policies{"",
                                                     "an identity-based policy",
                                                     "a resource-based policy",
                                                     "a permissions boundary",
                                                     "a session policy",
                                                     "identity-based policy",
                                                     "resource-based policy",
                                                     "permissions boundary",
                                                     "session policy"};
  const std::string_view policy = policies[static_cast<std::size_t>(denial)];
  std::string text = fmt::format("User: {} is not authorized to perform: {} on resource: {}",
                                 request.principal.arn, request.action, request.resource);
  if (denial == Denial::none) return text;
  if (denial <= Denial::explicit_session)
    return text + fmt::format(" with an explicit deny in {}", policy);
  return text + fmt::format(" because no {} allows the {} action", policy, request.action);
}

}  // namespace weir::aws::policy
