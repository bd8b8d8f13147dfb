#include "aws/policy/context_values.h"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/iso_time.h"
#include "aws/policy/text_pattern.h"

namespace weir::aws::policy {
namespace {

using Values = std::optional<std::vector<std::string>>;

Values one(std::string_view value) {
  if (value.empty()) return std::nullopt;
  return std::vector<std::string>{std::string(value)};
}

// The key of a tag compares as it is written.
Values tag_value(const auto& tags, std::string_view name) {
  for (const auto& [key, value] : tags) {
    if (key == name) return std::vector<std::string>{std::string(value)};
  }
  return std::nullopt;
}

std::string_view type_name(PrincipalType type) {
  switch (type) {
    case PrincipalType::root:
      return "Account";
    case PrincipalType::user:
      return "User";
    case PrincipalType::assumed_role:
      return "AssumedRole";
  }
  return {};
}

Values tag_keys(const Request& request) {
  if (!request.request_tags) return std::nullopt;
  std::vector<std::string> keys;
  for (const auto& [key, value] : *request.request_tags) keys.emplace_back(key);
  return keys;
}

// A key that ends in the name of a tag: "aws:ResourceTag/team".
Values tagged(const Request& request, std::string_view prefix, std::string_view name) {
  if (prefix == "aws:resourcetag") return tag_value(request.resource_tags, name);
  if (prefix == "aws:principaltag") return tag_value(request.principal.tags, name);
  if (prefix == "aws:requesttag" && request.request_tags) {
    return tag_value(*request.request_tags, name);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::vector<std::string>> context_values(const Request& request,
                                                       std::string_view key) {
  const std::size_t slash = key.find('/');
  if (slash != std::string_view::npos) {
    return tagged(request, lower_case(key.substr(0, slash)), key.substr(slash + 1));
  }
  const std::string name = lower_case(key);
  const Principal& principal = request.principal;
  if (name == "aws:sourceip") return one(request.source_ip);
  if (name == "aws:principalarn") return one(principal.principal_arn);
  if (name == "aws:principalaccount") return one(principal.account_id);
  if (name == "aws:principaltype") return one(type_name(principal.type));
  if (name == "aws:username") return one(principal.user_name);
  if (name == "aws:userid") return one(principal.user_id);
  if (name == "aws:currenttime") return one(iso_time_text(request.time));
  if (name == "aws:epochtime") return one(fmt::format("{}", request.time.whole_seconds()));
  if (name == "aws:securetransport") return one(request.secure_transport ? "true" : "false");
  if (name == "aws:useragent") return one(request.user_agent);
  if (name == "aws:requestedregion") return one(request.region);
  if (name == "aws:resourceaccount") return one(request.resource_account);
  if (name == "aws:tagkeys") return tag_keys(request);
  for (const auto& [service_key, value] : request.service_keys) {
    if (equal_ignoring_case(service_key, key)) return one(value);
  }
  return std::nullopt;
}

std::optional<std::string> single_value(const Request& request, std::string_view key) {
  Values values = context_values(request, key);
  if (!values || values->size() != 1) return std::nullopt;
  return std::move(values->front());
}

}  // namespace weir::aws::policy
