// The policies that Amazon manages, by name: those that users of streams attach.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace weir::aws::policy {

struct ManagedPolicy {
  std::string_view name;      // "AdministratorAccess".
  std::string_view path;      // "/".
  std::string_view id;        // "ANPA…".
  std::string_view document;  // Of version 2012-10-17.
};

inline constexpr std::string_view managed_arn_prefix = "arn:aws:iam::aws:policy";
inline constexpr std::string_view administrator_access_arn =
    "arn:aws:iam::aws:policy/AdministratorAccess";

// Sorted by name.
std::span<const ManagedPolicy> managed_policies();

// The one that "arn:aws:iam::aws:policy/AdministratorAccess" names; null if there is none.
const ManagedPolicy* find_managed_policy(std::string_view arn);

}  // namespace weir::aws::policy
