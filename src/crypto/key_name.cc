#include "crypto/key_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "codec/hex.h"

namespace weir::crypto {
namespace {

constexpr std::string_view alias_prefix = "alias/";
constexpr std::string_view key_prefix = "key/";

std::unexpected<KeyFault> invalid(std::string_view key_id) {
  return key_fault(KeyFaultKind::not_found, fmt::format("Invalid keyId '{}'", key_id));
}

KeyOutcome<KeyName> parse_plain(std::string_view text, std::string_view key_id) {
  if (text.starts_with(alias_prefix)) return KeyName{.is_alias = true, .text = std::string(text)};
  if (is_key_id(text)) return KeyName{.is_alias = false, .text = std::string(text)};
  return invalid(key_id);
}

// The first five parts of an ARN; `rest` keeps what follows them.
bool split_arn(std::string_view& rest, std::array<std::string_view, 5>& parts) {
  for (std::string_view& part : parts) {
    const std::size_t colon = rest.find(':');
    if (colon == std::string_view::npos) return false;
    part = rest.substr(0, colon);
    rest.remove_prefix(colon + 1);
  }
  return true;
}

}  // namespace

bool is_key_id(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t index = 0; index < text.size(); ++index) {
    const bool dash = index == 8 || index == 13 || index == 18 || index == 23;
    if (dash ? text[index] != '-' : !codec::hex_value(text[index])) return false;
  }
  return true;
}

KeyOutcome<KeyName> parse_key_id(const KeyScope& scope, std::string_view key_id) {
  if (!key_id.starts_with("arn:")) return parse_plain(key_id, key_id);
  std::string_view rest = key_id;
  std::array<std::string_view, 5> parts;
  if (!split_arn(rest, parts) || parts[2] != "kms") return invalid(key_id);
  if (rest.starts_with(key_prefix)) {
    rest.remove_prefix(key_prefix.size());
    if (!is_key_id(rest)) return invalid(key_id);
  } else if (!rest.starts_with(alias_prefix)) {
    return invalid(key_id);
  }
  if (parts[3] != scope.region) {
    return key_fault(KeyFaultKind::not_found, fmt::format("Invalid arn {}", parts[3]));
  }
  if (parts[4] != scope.account_id) {
    return key_fault(KeyFaultKind::access_denied,
                     fmt::format("Account {} may not use {}, which belongs to another account.",
                                 scope.account_id, key_id));
  }
  return parse_plain(rest, key_id);
}

std::string key_arn(const KeyScope& scope, std::string_view id) {
  return fmt::format("arn:aws:kms:{}:{}:key/{}", scope.region, scope.account_id, id);
}

std::string alias_arn(const KeyScope& scope, std::string_view alias) {
  return fmt::format("arn:aws:kms:{}:{}:{}", scope.region, scope.account_id, alias);
}

bool is_valid_alias(std::string_view alias) {
  constexpr std::size_t length_max = 255;
  if (!alias.starts_with(alias_prefix) || alias.starts_with("alias/aws/")) return false;
  const std::string_view name = alias.substr(alias_prefix.size());
  const auto is_allowed = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '/' ||
           c == '_' || c == '-';
  };
  return !name.empty() && alias.size() <= length_max && std::ranges::all_of(name, is_allowed);
}

}  // namespace weir::crypto
