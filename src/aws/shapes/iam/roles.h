// The wire shapes of IAM's operations on roles.
// docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/shapes/iam/common.h"

namespace weir::aws::iam {

inline constexpr Constraints session_rules{.value_min = 3'600, .value_max = 43'200};

struct Role {
  std::string path;
  std::string role_name;
  std::string role_id;
  std::string arn;
  WallTime create_date;
  std::string assume_role_policy_document;
  std::optional<std::string> description;
  std::int64_t max_session_duration;
  std::optional<Boundary> permissions_boundary;
  std::optional<std::vector<TagText>> tags;

  static void describe(auto& shape, auto& value) {
    shape.required("Path", value.path);
    shape.required("RoleName", value.role_name);
    shape.required("RoleId", value.role_id);
    shape.required("Arn", value.arn);
    shape.required("CreateDate", value.create_date);
    shape.required("AssumeRolePolicyDocument", value.assume_role_policy_document);
    shape.optional("Description", value.description);
    shape.required("MaxSessionDuration", value.max_session_duration);
    shape.optional("PermissionsBoundary", value.permissions_boundary);
    shape.optional("Tags", value.tags);
  }
};

struct CreateRole {
  static constexpr OperationInfo info{.name = "CreateRole", .access = Access::write};

  struct Request {
    std::optional<std::string_view> path;
    std::string_view role_name;
    std::string_view assume_role_policy_document;
    std::optional<std::string_view> description;
    std::optional<std::int32_t> max_session_duration;
    std::optional<std::string_view> permissions_boundary;
    std::optional<std::vector<Tag>> tags;

    static void describe(auto& shape, auto& request) {
      shape.optional("Path", request.path, path_rules);
      shape.required("RoleName", request.role_name, role_name_rules);
      shape.required("AssumeRolePolicyDocument", request.assume_role_policy_document,
                     document_rules);
      shape.optional("Description", request.description, description_rules);
      shape.optional("MaxSessionDuration", request.max_session_duration, session_rules);
      shape.optional("PermissionsBoundary", request.permissions_boundary, arn_rules);
      shape.optional("Tags", request.tags, tags_rules);
    }
  };

  struct Response {
    iam::Role role;

    static void describe(auto& shape, auto& response) { shape.required("Role", response.role); }
  };
};

struct GetRole {
  static constexpr OperationInfo info{.name = "GetRole", .access = Access::read};

  struct Request : OfRole {};

  struct Response {
    iam::Role role;

    static void describe(auto& shape, auto& response) { shape.required("Role", response.role); }
  };
};

struct ListRoles {
  static constexpr OperationInfo info{.name = "ListRoles", .access = Access::read};

  struct Request {
    std::optional<std::string_view> path_prefix;
    PageRequest page;

    static void describe(auto& shape, auto& request) {
      shape.optional("PathPrefix", request.path_prefix, path_prefix_rules);
      PageRequest::describe_in(shape, request.page);
    }
  };

  struct Response {
    std::vector<Role> roles;
    PageAnswer page;

    static void describe(auto& shape, auto& response) {
      shape.required("Roles", response.roles);
      PageAnswer::describe_in(shape, response.page);
    }
  };
};

struct UpdateRole {
  static constexpr OperationInfo info{.name = "UpdateRole", .access = Access::write};

  struct Request {
    std::string_view role_name;
    std::optional<std::string_view> description;
    std::optional<std::int32_t> max_session_duration;

    static void describe(auto& shape, auto& request) {
      shape.required("RoleName", request.role_name, role_name_rules);
      shape.optional("Description", request.description, description_rules);
      shape.optional("MaxSessionDuration", request.max_session_duration, session_rules);
    }
  };

  // An output without members is not the same as none: SDKs look for UpdateRoleResult.
  struct Response {
    static void describe(auto&, auto&) {}
  };
};

// The elder way to change a description, which Terraform still goes.
struct UpdateRoleDescription {
  static constexpr OperationInfo info{.name = "UpdateRoleDescription", .access = Access::write};

  struct Request {
    std::string_view role_name;
    std::string_view description;

    static void describe(auto& shape, auto& request) {
      shape.required("RoleName", request.role_name, role_name_rules);
      shape.required("Description", request.description, description_rules);
    }
  };

  struct Response {
    iam::Role role;

    static void describe(auto& shape, auto& response) { shape.required("Role", response.role); }
  };
};

struct UpdateAssumeRolePolicy {
  static constexpr OperationInfo info{.name = "UpdateAssumeRolePolicy", .access = Access::write};

  struct Request {
    std::string_view role_name;
    std::string_view policy_document;

    static void describe(auto& shape, auto& request) {
      shape.required("RoleName", request.role_name, role_name_rules);
      shape.required("PolicyDocument", request.policy_document, document_rules);
    }
  };

  using Response = NoOutput;
};

struct DeleteRole {
  static constexpr OperationInfo info{.name = "DeleteRole", .access = Access::write};

  struct Request : OfRole {};

  using Response = NoOutput;
};

struct TagRole {
  static constexpr OperationInfo info{.name = "TagRole", .access = Access::write};

  struct Request : TagsOf<OfRole> {};

  using Response = NoOutput;
};

struct UntagRole {
  static constexpr OperationInfo info{.name = "UntagRole", .access = Access::write};

  struct Request : TagKeysOf<OfRole> {};

  using Response = NoOutput;
};

struct ListRoleTags {
  static constexpr OperationInfo info{.name = "ListRoleTags", .access = Access::read};

  struct Request : PageOf<OfRole> {};

  using Response = TagPage;
};

struct PutRolePermissionsBoundary {
  static constexpr OperationInfo info{.name = "PutRolePermissionsBoundary",
                                      .access = Access::write};

  struct Request : BoundaryOf<OfRole> {};

  using Response = NoOutput;
};

struct DeleteRolePermissionsBoundary {
  static constexpr OperationInfo info{.name = "DeleteRolePermissionsBoundary",
                                      .access = Access::write};

  struct Request : OfRole {};

  using Response = NoOutput;
};

// There are none; the list of a role's is always empty.
struct InstanceProfile {
  std::string instance_profile_name;

  static void describe(auto& shape, auto& value) {
    shape.required("InstanceProfileName", value.instance_profile_name);
  }
};

struct ListInstanceProfilesForRole {
  static constexpr OperationInfo info{.name = "ListInstanceProfilesForRole",
                                      .access = Access::read};

  struct Request : PageOf<OfRole> {};

  struct Response {
    std::vector<InstanceProfile> instance_profiles;
    PageAnswer page;

    static void describe(auto& shape, auto& response) {
      shape.required("InstanceProfiles", response.instance_profiles);
      PageAnswer::describe_in(shape, response.page);
    }
  };
};

}  // namespace weir::aws::iam
