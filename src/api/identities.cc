#include "api/identities.h"

#include <fmt/format.h>

#include <utility>

#include "aws/policy/managed_policies.h"

namespace weir::api {
namespace {

using namespace aws::policy;

DocumentPointer deny_all() {
  Statement statement;
  statement.effect = Effect::deny;
  statement.actions.emplace_back("*");
  statement.resources.emplace_back("*");
  return std::make_shared<const Document>(Document{{std::move(statement)}});
}

DocumentPointer read(std::string_view text) {
  Result<Document> document = parse_document(text, DocumentKind::identity);
  if (!document) return deny_all();
  return std::make_shared<const Document>(*std::move(document));
}

void add_policies(const stream::CatalogState& state, const stream::PolicySet& set,
                  Identity& identity) {
  for (const auto& [name, document] : set.documents) identity.policies.push_back(read(document));
  for (const std::string& arn : set.attached) {
    identity.policies.push_back(read(managed_document(state, arn)));
  }
  if (!set.boundary.empty()) identity.boundary = read(managed_document(state, set.boundary));
}

void fill_user(const stream::CatalogState& state, const stream::User& user, Identity& identity) {
  identity.principal = {.type = PrincipalType::user,
                        .account_id = user.account_id,
                        .arn = user_arn(user),
                        .principal_arn = user_arn(user),
                        .user_id = user.id,
                        .user_name = user.name,
                        .tags = user.tags};
  add_policies(state, user.policies, identity);
}

void fill_role(const stream::CatalogState& state, const stream::Role& role,
               const stream::SessionTerms& terms, Identity& identity) {
  identity.principal = {.type = PrincipalType::assumed_role,
                        .account_id = role.key.account_id,
                        .arn = session_arn(role.key.account_id, role.key.name, terms.name),
                        .principal_arn = role_arn(role),
                        .user_id = fmt::format("{}:{}", role.id, terms.name),
                        .user_name = {},
                        .tags = role.tags};
  add_policies(state, role.policies, identity);
  if (!terms.has_policies) return;
  identity.session_policies.emplace();
  for (const std::string& document : terms.documents) {
    identity.session_policies->push_back(read(document));
  }
  for (const std::string& arn : terms.attached) {
    identity.session_policies->push_back(read(managed_document(state, arn)));
  }
}

}  // namespace

std::string user_arn(const stream::User& user) {
  return fmt::format("arn:aws:iam::{}:user{}{}", user.account_id, user.path, user.name);
}

std::string role_arn(const stream::Role& role) {
  return fmt::format("arn:aws:iam::{}:role{}{}", role.key.account_id, role.path, role.key.name);
}

std::string session_arn(std::string_view account_id, std::string_view role,
                        std::string_view session) {
  return fmt::format("arn:aws:sts::{}:assumed-role/{}/{}", account_id, role, session);
}

std::string root_arn(std::string_view account_id) {
  return fmt::format("arn:aws:iam::{}:root", account_id);
}

std::string managed_document(const stream::CatalogState& state, std::string_view arn) {
  if (const aws::policy::ManagedPolicy* const amazons = find_managed_policy(arn)) {
    return std::string(amazons->document);
  }
  const auto found = state.find_managed_policy(arn);
  if (found == nullptr) return {};
  const stream::PolicyVersion* const version = found->find_version(found->default_version);
  return version == nullptr ? std::string() : version->document;
}

std::shared_ptr<const Identity> identity_of(const stream::CatalogState& state,
                                            const stream::Credential& credential) {
  auto identity = std::make_shared<Identity>();
  identity->principal.type = PrincipalType::user;
  identity->principal.account_id = credential.account_id;
  if (!credential.terms.role.empty()) {
    const auto role = state.find_role({credential.account_id, credential.terms.role});
    if (role) fill_role(state, *role, credential.terms, *identity);
  } else if (const auto user = state.find_user(credential.user)) {
    fill_user(state, *user, *identity);
  }
  summarise(*identity);
  return identity;
}

Identity root_identity(std::string_view account_id) {
  Identity identity;
  identity.principal = {.type = PrincipalType::root,
                        .account_id = std::string(account_id),
                        .arn = root_arn(account_id),
                        .principal_arn = root_arn(account_id),
                        .user_id = std::string(account_id),
                        .user_name = {}};
  summarise(identity);
  return identity;
}

}  // namespace weir::api
