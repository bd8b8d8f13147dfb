#include "aws/policy/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "aws/policy/condition.h"
#include "aws/policy/document_reader.h"

namespace weir::aws::policy {
namespace {

using Texts = std::vector<std::string>;

constexpr std::string_view version_with_variables = "2012-10-17";
constexpr std::string_view version_without_variables = "2008-10-17";

std::unexpected<Error> malformed(std::string message) {
  return fail(ErrorCode::invalid_argument, std::move(message));
}

std::unexpected<Error> syntax_error() { return malformed("Syntax errors in policy."); }

bool has_either(const auto& one, const auto& other) { return one.has_value() || other.has_value(); }

bool is_vendor(std::string_view name) {
  return std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.';
  });
}

Result<void> check_action(std::string_view action) {
  if (action == "*") return {};
  const std::size_t colon = action.find(':');
  if (colon == std::string_view::npos) {
    return malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
  }
  if (action.find(':', colon + 1) != std::string_view::npos) {
    return malformed("Actions/Condition can contain only one colon.");
  }
  if (!is_vendor(action.substr(0, colon))) {
    return malformed(fmt::format("Vendor {} is not valid", action.substr(0, colon)));
  }
  return {};
}

Result<void> check_resource(std::string_view resource) {
  if (resource == "*") return {};
  if (!resource.starts_with("arn:") && !resource.starts_with("*")) {
    return malformed(fmt::format("Resource {} must be in ARN format or \"*\".", resource));
  }
  return {};
}

// "*", an account's id, or an ARN; a wildcard within one is refused, as by IAM.
bool is_principal(std::string_view name) {
  if (name == "*") return true;
  if (name.size() == 12) {
    return std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
  }
  return name.starts_with("arn:") && name.find_first_of("*?") == std::string_view::npos;
}

Result<PrincipalSet> check_principals(const WrittenPrincipals& written) {
  PrincipalSet set;
  if (written.empty()) return syntax_error();
  for (const auto& [kind, name] : written) {
    if (kind.empty() || (kind == "AWS" && name == "*")) {
      set.anyone = true;
    } else if (kind == "AWS") {
      if (!is_principal(name)) {
        return malformed(fmt::format("Invalid principal in policy: \"AWS\":\"{}\"", name));
      }
      set.aws.push_back(name);
    } else if (kind == "Service" || kind == "Federated" || kind == "CanonicalUser") {
      set.other.push_back(name);
    } else {
      return syntax_error();
    }
  }
  return set;
}

Result<Condition> check_condition(const WrittenCondition& written, bool variables) {
  auto condition = parse_operator(written.operator_name);
  if (!condition || written.key.empty()) return syntax_error();
  if (written.key.find(':') == std::string::npos) {
    return malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
  }
  condition->key = written.key;
  const bool wildcards = condition->comparison == Comparison::text_like ||
                         condition->comparison == Comparison::arn_like;
  for (const std::string& value : written.values) {
    condition->values.emplace_back(value,
                                   PatternRules{.wildcards = wildcards, .variables = variables});
  }
  return *std::move(condition);
}

// What may and must be in a statement of such a document, before its parts are looked at.
Result<void> check_elements(const WrittenStatement& written, DocumentKind kind) {
  const bool names_resources = has_either(written.resource, written.not_resource);
  const bool names_principals = has_either(written.principal, written.not_principal);
  if ((written.action && written.not_action) || (written.resource && written.not_resource) ||
      (written.principal && written.not_principal) || !written.effect ||
      (*written.effect != "Allow" && *written.effect != "Deny")) {
    return syntax_error();
  }
  const Texts none;
  if (written.action.value_or(none).empty() && written.not_action.value_or(none).empty()) {
    return malformed("Policy statement must contain actions.");
  }
  if (kind == DocumentKind::identity && names_principals) {
    return malformed("Policy document should not specify a principal.");
  }
  if (kind != DocumentKind::identity && !names_principals) {
    return malformed("Missing required field Principal");
  }
  if (kind == DocumentKind::trust) {
    if (names_resources) return malformed("Has prohibited field Resource");
    return {};
  }
  if (written.resource.value_or(none).empty() && written.not_resource.value_or(none).empty()) {
    return malformed("Policy statement must contain resources.");
  }
  return {};
}

Result<Statement> make_statement(const WrittenStatement& written, DocumentKind kind,
                                 bool variables) {
  TRY(check_elements(written, kind));
  Statement statement;
  statement.effect = *written.effect == "Allow" ? Effect::allow : Effect::deny;
  statement.not_actions = written.not_action.has_value();
  statement.not_resources = written.not_resource.has_value();
  statement.not_principals = written.not_principal.has_value();
  const Texts none;
  for (const std::string& action :
       statement.not_actions ? *written.not_action : written.action.value_or(none)) {
    TRY(check_action(action));
    statement.actions.emplace_back(lower_case(action), PatternRules{.variables = false});
  }
  for (const std::string& resource :
       statement.not_resources ? *written.not_resource : written.resource.value_or(none)) {
    TRY(check_resource(resource));
    statement.resources.emplace_back(resource, PatternRules{.variables = variables});
  }
  if (has_either(written.principal, written.not_principal)) {
    statement.principals = TRY(
        check_principals(statement.not_principals ? *written.not_principal : *written.principal));
  }
  for (const WrittenCondition& condition : written.conditions) {
    statement.conditions.push_back(TRY(check_condition(condition, variables)));
  }
  return statement;
}

Result<void> check_version(const std::optional<std::string>& version, DocumentKind kind) {
  if (version && *version != version_with_variables && *version != version_without_variables) {
    return syntax_error();
  }
  if (kind == DocumentKind::identity && version != version_with_variables) {
    return malformed("Policy document must be version 2012-10-17 or greater.");
  }
  return {};
}

Result<void> check_sids(const std::vector<WrittenStatement>& statements) {
  std::set<std::string_view> sids;
  for (const WrittenStatement& statement : statements) {
    if (!statement.sid.empty() && !sids.insert(statement.sid).second) {
      return malformed("Statement IDs (SID) in a single policy must be unique.");
    }
  }
  return {};
}

}  // namespace

Result<Document> parse_document(std::string_view text, DocumentKind kind) {
  if (text.size() > document_bytes_max) {
    return malformed(
        fmt::format("The policy has {} bytes; {} are allowed.", text.size(), document_bytes_max));
  }
  std::string overwritten(text);
  const auto written = read_document(overwritten);
  if (!written || !written->statements || written->statements->empty()) return syntax_error();
  TRY(check_version(written->version, kind));
  TRY(check_sids(*written->statements));
  const bool variables = written->version == version_with_variables;
  Document document;
  for (const WrittenStatement& statement : *written->statements) {
    document.statements.push_back(TRY(make_statement(statement, kind, variables)));
  }
  return document;
}

}  // namespace weir::aws::policy
