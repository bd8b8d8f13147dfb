// Document: a policy in IAM's JSON language, read and checked, ready to be asked.
//
// What a document says of a request is in evaluator.h. A Document is immutable once read; any
// thread may use it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "aws/policy/text_pattern.h"
#include "base/result.h"

namespace weir::aws::policy {

// Where a document is attached decides which elements it must and must not have.
enum class DocumentKind : std::uint8_t {
  identity,  // To a user or a role, or as a session's or a boundary: no Principal, some Resource.
  resource,  // To a stream or a consumer: a Principal and a Resource.
  trust,     // To a role, saying who may assume it: a Principal, no Resource.
};

enum class Effect : std::uint8_t { allow, deny };

enum class Comparison : std::uint8_t {
  text_equals,
  text_equals_ignoring_case,
  text_like,
  number_equals,
  number_less,
  number_less_or_equal,
  number_greater,
  number_greater_or_equal,
  time_equals,
  time_less,
  time_less_or_equal,
  time_greater,
  time_greater_or_equal,
  boolean,
  binary_equals,
  in_address_range,
  arn_like,
  is_null,
};

// How a condition treats a key with several values.
enum class Quantifier : std::uint8_t { one, for_all_values, for_any_value };

// One key under one operator: `"StringNotLikeIfExists": {"aws:UserAgent": ["a*", "b*"]}`.
struct Condition {
  Comparison comparison = Comparison::text_equals;
  bool negated = false;  // "StringNotLike".
  bool if_exists = false;
  Quantifier quantifier = Quantifier::one;
  std::string key;
  std::vector<TextPattern> values;  // Holds if any of them does; negated, if none does.
};

// Whom a statement of a resource's or a role's policy is about.
struct PrincipalSet {
  bool anyone = false;           // "*".
  std::vector<std::string> aws;  // Accounts' ids and the ARNs of accounts, users, roles, sessions.
  std::vector<std::string> other;  // Services and federations, which nobody here is.
};

struct Statement {
  Effect effect = Effect::deny;
  bool not_actions = false;  // NotAction: all but these. So for the other two.
  bool not_resources = false;
  bool not_principals = false;
  std::vector<TextPattern> actions;
  std::vector<TextPattern> resources;  // Empty in a trust policy: everything.
  PrincipalSet principals;             // Empty in an identity's policy: it is about its owner.
  std::vector<Condition> conditions;   // All must hold.
};

struct Document {
  std::vector<Statement> statements;
};

using DocumentPointer = std::shared_ptr<const Document>;

// As much as IAM takes of any document, white space included.
inline constexpr std::size_t document_bytes_max = 131'072;
inline constexpr std::size_t statements_max = 1'000;

// Reads and checks a document. Errors: invalid_argument, with IAM's own text where it has one:
// "Syntax errors in policy."
Result<Document> parse_document(std::string_view text, DocumentKind kind);

}  // namespace weir::aws::policy
