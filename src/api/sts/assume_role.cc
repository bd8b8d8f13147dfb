// AssumeRole: temporary credentials that may do what a role may, for whom the role trusts.

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "api/identities.h"
#include "api/sts/credentials.h"
#include "api/sts/operations.h"  // IWYU pragma: keep
#include "aws/policy/document.h"

namespace weir::api::sts {
namespace {

using aws::sts::AssumeRole;

constexpr seconds default_lifetime{3'600};
constexpr seconds chained_lifetime_max{3'600};

// "arn:aws:iam::111122223333:role/team/reader".
std::optional<stream::RoleKey> parse_role_arn(std::string_view arn) {
  constexpr std::string_view before = ":iam::";
  constexpr std::string_view between = ":role/";
  constexpr std::size_t account_digits = 12;
  const std::size_t at = arn.find(before);
  if (!arn.starts_with("arn:aws") || at == std::string_view::npos) return std::nullopt;
  arn.remove_prefix(at + before.size());
  const std::string_view account = arn.substr(0, account_digits);
  arn.remove_prefix(account.size());
  if (account.size() != account_digits || !arn.starts_with(between)) return std::nullopt;
  return stream::RoleKey{.account_id = std::string(account),
                         .name = std::string(arn.substr(arn.rfind('/') + 1))};
}

// The session's own policies, checked.
aws::Outcome<stream::SessionTerms> terms_of(const AccountContext& context,
                                            const AssumeRole::Request& request,
                                            const stream::Role& role) {
  stream::SessionTerms terms;
  terms.role = role.key.name;
  terms.name = request.role_session_name;
  terms.has_policies = request.policy.has_value() || request.policy_arns.has_value();
  if (request.policy) {
    const auto document =
        aws::policy::parse_document(*request.policy, aws::policy::DocumentKind::identity);
    if (!document) {
      return aws::Failure({.type = "MalformedPolicyDocument", .message = document.error().message});
    }
    terms.documents.emplace_back(*request.policy);
  }
  if (!request.policy_arns) return terms;
  for (const aws::sts::PolicyDescriptor& policy : *request.policy_arns) {
    const std::string arn(policy.arn.value_or(""));
    if (managed_document(context.view().state, arn).empty()) {
      return aws::validation(fmt::format("The policy {} does not exist.", arn));
    }
    terms.attached.push_back(arn);
  }
  return terms;
}

// The role, if the caller may have it. One that does not exist is refused like one that does not
// trust the caller.
aws::Outcome<std::shared_ptr<const stream::Role>> trusted_role(const AccountContext& context,
                                                               const AssumeRole::Request& request) {
  context.resource = request.role_arn;
  const auto key = parse_role_arn(request.role_arn);
  if (!key) return aws::validation(fmt::format("{} is invalid", request.role_arn));
  auto role = context.view().state.find_role(*key);
  Question question{.caller = context.caller,
                    .action = "sts:AssumeRole",
                    .resource = request.role_arn,
                    .resource_account = key->account_id};
  if (request.external_id) {
    question.service_keys.emplace_back("sts:ExternalId", *request.external_id);
  }
  question.service_keys.emplace_back("sts:RoleSessionName", request.role_session_name);
  const bool is_named = role && role_arn(*role) == request.role_arn;
  if (auto allowed =
          context.services.access.check_trust(question, is_named ? role->trust_policy : "");
      !allowed) {
    return aws::Failure(std::move(allowed).error());
  }
  return role;
}

aws::Outcome<seconds> lifetime_of(const AccountContext& context, const AssumeRole::Request& request,
                                  const stream::Role& role) {
  const seconds asked =
      request.duration_seconds ? seconds(*request.duration_seconds) : default_lifetime;
  const bool is_chained =
      context.caller.identity != nullptr &&
      context.caller.identity->principal.type == aws::policy::PrincipalType::assumed_role;
  if (is_chained && asked > chained_lifetime_max) {
    return aws::validation(
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role "
        "chaining");
  }
  if (asked > seconds(role.session_seconds_max)) {
    return aws::validation(
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  return asked;
}

// What is to be made, and what is answered once it is.
struct Prepared {
  stream::commands::AddRoleSession command;
  AssumeRole::Response response;
};

aws::Outcome<Prepared> prepare(const AccountContext& context, const AssumeRole::Request& request) {
  const auto role = TRY(trusted_role(context, request));
  const seconds lifetime = TRY(lifetime_of(context, request, *role));
  stream::SessionTerms terms = TRY(terms_of(context, request, *role));
  TRY(check_session_count(context));
  const stream::Session session = new_session(context, lifetime);
  Prepared prepared;
  prepared.response.credentials = to_shape(session);
  prepared.response.assumed_role_user = {
      .assumed_role_id = fmt::format("{}:{}", role->id, terms.name),
      .arn = session_arn(role->key.account_id, role->key.name, terms.name)};
  prepared.command = {.account_id = role->key.account_id,
                      .terms = std::move(terms),
                      .key = session.key,
                      .session_token = session.session_token,
                      .expires = session.expires};
  return prepared;
}

}  // namespace

void handle(const AccountContext& context, AssumeRole::Request request,
            AccountReply<AssumeRole> reply) {
  aws::Outcome<Prepared> prepared = prepare(context, request);
  if (!prepared) return reply(aws::Failure(std::move(prepared).error()));
  context.services.catalog.submit(
      context.home, std::move(prepared->command),
      [reply = std::move(reply),
       response = std::move(prepared->response)](Result<void> added) mutable {
        if (!added) return reply(aws::Failure(to_sts_error(std::move(added).error())));
        reply(std::move(response));
      });
}

}  // namespace weir::api::sts
