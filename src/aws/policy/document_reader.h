// The elements of a policy as they are written, before it is decided whether they make sense
// together. Used by parse_document() alone.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace weir::aws::policy {

struct WrittenCondition {
  std::string operator_name;
  std::string key;
  std::vector<std::string> values;
};

// One principal: its kind ("AWS", "Service"; empty for a plain "*") and its name.
using WrittenPrincipals = std::vector<std::pair<std::string, std::string>>;

struct WrittenStatement {
  std::string sid;
  std::optional<std::string> effect;
  std::optional<std::vector<std::string>> action;
  std::optional<std::vector<std::string>> not_action;
  std::optional<std::vector<std::string>> resource;
  std::optional<std::vector<std::string>> not_resource;
  std::optional<WrittenPrincipals> principal;
  std::optional<WrittenPrincipals> not_principal;
  std::vector<WrittenCondition> conditions;
};

struct WrittenDocument {
  std::optional<std::string> version;
  std::optional<std::vector<WrittenStatement>> statements;
};

// Nothing if it is no JSON, or has an element that no policy has, has one twice, or of another
// type. Overwrites `text`.
std::optional<WrittenDocument> read_document(std::span<char> text);

}  // namespace weir::aws::policy
