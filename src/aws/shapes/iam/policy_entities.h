// The wire shapes of ListEntitiesForPolicy: who has a managed policy.
// docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/shapes/iam/common.h"

namespace weir::aws::iam {

inline constexpr std::array<std::string_view, 5> entity_types{
    "User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"};
inline constexpr Constraints entity_type_rules{.values = entity_types};
inline constexpr std::array<std::string_view, 2> policy_usages{"PermissionsPolicy",
                                                               "PermissionsBoundary"};
inline constexpr Constraints policy_usage_rules{.values = policy_usages};

struct PolicyGroup {
  static void describe(auto&, auto&) {}
};

struct PolicyUser {
  std::string user_name;
  std::string user_id;

  static void describe(auto& shape, auto& value) {
    shape.required("UserName", value.user_name);
    shape.required("UserId", value.user_id);
  }
};

struct PolicyRole {
  std::string role_name;
  std::string role_id;

  static void describe(auto& shape, auto& value) {
    shape.required("RoleName", value.role_name);
    shape.required("RoleId", value.role_id);
  }
};

struct ListEntitiesForPolicy {
  static constexpr OperationInfo info{.name = "ListEntitiesForPolicy", .access = Access::read};

  struct Request {
    std::string_view policy_arn;
    std::optional<std::string_view> entity_filter;
    std::optional<std::string_view> path_prefix;
    std::optional<std::string_view> policy_usage_filter;
    PageRequest page;

    static void describe(auto& shape, auto& request) {
      shape.required("PolicyArn", request.policy_arn, arn_rules);
      shape.optional("EntityFilter", request.entity_filter, entity_type_rules);
      shape.optional("PathPrefix", request.path_prefix, path_prefix_rules);
      shape.optional("PolicyUsageFilter", request.policy_usage_filter, policy_usage_rules);
      PageRequest::describe_in(shape, request.page);
    }
  };

  struct Response {
    std::vector<PolicyGroup> policy_groups;  // There are no groups.
    std::vector<PolicyUser> policy_users;
    std::vector<PolicyRole> policy_roles;
    PageAnswer page;

    static void describe(auto& shape, auto& response) {
      shape.required("PolicyGroups", response.policy_groups);
      shape.required("PolicyUsers", response.policy_users);
      shape.required("PolicyRoles", response.policy_roles);
      PageAnswer::describe_in(shape, response.page);
    }
  };
};

}  // namespace weir::aws::iam
