#include "api/access.h"

#include <cstddef>

#include "api/identities.h"

namespace weir::api {
namespace {

using namespace aws::policy;

// More than there are streams with policies; a document takes a few kilobytes.
constexpr std::size_t documents_max = 4'096;

// A policy that cannot be read lets nobody in.
DocumentPointer read_resource_policy(std::string_view text) {
  Result<Document> document = parse_document(text, DocumentKind::resource);
  if (document) return std::make_shared<const Document>(*std::move(document));
  Statement statement;
  statement.effect = Effect::deny;
  statement.principals.anyone = true;
  statement.actions.emplace_back("*");
  statement.resources.emplace_back("*");
  return std::make_shared<const Document>(Document{{std::move(statement)}});
}

// The caller's identity, or that of its account's root, which is then kept in `root`.
const Identity& identity_of_caller(const aws::Caller& caller, Identity& root) {
  if (caller.identity) return *caller.identity;
  root = root_identity(caller.principal.account_id);
  return root;
}

}  // namespace

bool is_unrestricted(const aws::Caller& caller) {
  return caller.identity == nullptr || caller.identity->is_unrestricted;
}

std::string arn_of(const aws::Caller& caller) {
  if (caller.identity) return caller.identity->principal.arn;
  return root_arn(caller.principal.account_id);
}

Access::Access(const env::Clock& clock) : clock_(clock) {}

Request Access::to_request(const Question& question, const Identity& identity) const {
  Request request{.principal = identity.principal,
                  .action = question.action,
                  .resource = question.resource,
                  .resource_account = question.resource_account};
  request.source_ip = question.caller.source_ip;
  request.user_agent = question.caller.user_agent;
  request.region = question.caller.region;
  request.time = clock_.wall_now();
  request.secure_transport = question.caller.is_encrypted;
  request.resource_tags = question.resource_tags;
  request.request_tags = question.request_tags;
  request.service_keys = question.service_keys;
  return request;
}

DocumentPointer Access::read(const Text& text) const {
  const MutexLock lock(mutex_);
  const auto found = documents_.find(text.get());
  if (found != documents_.end()) return found->second.second;
  if (documents_.size() >= documents_max) documents_.clear();
  DocumentPointer document = read_resource_policy(*text);
  documents_.emplace(text.get(), std::pair(text, document));
  return document;
}

aws::Outcome<void> Access::check(const stream::CatalogState& state,
                                 const Question& question) const {
  const Text policy = state.find_resource_policy(question.resource);
  const bool is_own = question.resource_account == question.caller.principal.account_id;
  if (is_own && policy == nullptr && is_unrestricted(question.caller)) return {};
  Identity root;
  const Identity& identity = identity_of_caller(question.caller, root);
  const DocumentPointer document = policy ? read(policy) : nullptr;
  const Request request = to_request(question, identity);
  const Denial denial = decide(identity, document.get(), request);
  if (denial == Denial::none) return {};
  return aws::access_denied(denial_text(denial, request));
}

aws::Outcome<void> Access::check_trust(const Question& question,
                                       std::string_view trust_policy) const {
  Identity root;
  const Identity& identity = identity_of_caller(question.caller, root);
  const Request request = to_request(question, identity);
  const Result<Document> trust = parse_document(trust_policy, DocumentKind::trust);
  const Denial denial = trust ? decide_trust(identity, *trust, request) : Denial::explicit_resource;
  if (denial == Denial::none) return {};
  return aws::access_denied(denial_text(Denial::none, request));
}

}  // namespace weir::api
