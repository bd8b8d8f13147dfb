// The wire shapes of IAM's operations on managed policies.
// docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/shapes/iam/common.h"

namespace weir::aws::iam {

constexpr bool is_version_id(std::string_view text) {
  return text.size() > 1 && text.front() == 'v' &&
         std::ranges::all_of(text.substr(1), [](char c) { return c >= '0' && c <= '9'; });
}
inline constexpr Constraints version_rules{
    .pattern = {R"(v[1-9][0-9]*(\.[A-Za-z0-9-]*)?)", is_version_id}};
inline constexpr std::array<std::string_view, 3> scopes{"All", "AWS", "Local"};
inline constexpr Constraints scope_rules{.values = scopes};

struct Policy {
  std::string policy_name;
  std::string policy_id;
  std::string arn;
  std::string path;
  std::string default_version_id;
  std::int64_t attachment_count;
  std::int64_t permissions_boundary_usage_count;
  bool is_attachable;
  std::optional<std::string> description;
  WallTime create_date;
  WallTime update_date;
  std::optional<std::vector<TagText>> tags;

  static void describe(auto& shape, auto& value) {
    shape.required("PolicyName", value.policy_name);
    shape.required("PolicyId", value.policy_id);
    shape.required("Arn", value.arn);
    shape.required("Path", value.path);
    shape.required("DefaultVersionId", value.default_version_id);
    shape.required("AttachmentCount", value.attachment_count);
    shape.required("PermissionsBoundaryUsageCount", value.permissions_boundary_usage_count);
    shape.required("IsAttachable", value.is_attachable);
    shape.optional("Description", value.description);
    shape.required("CreateDate", value.create_date);
    shape.required("UpdateDate", value.update_date);
    shape.optional("Tags", value.tags);
  }
};

struct PolicyVersion {
  std::optional<std::string> document;
  std::string version_id;
  bool is_default_version;
  WallTime create_date;

  static void describe(auto& shape, auto& value) {
    shape.optional("Document", value.document);
    shape.required("VersionId", value.version_id);
    shape.required("IsDefaultVersion", value.is_default_version);
    shape.required("CreateDate", value.create_date);
  }
};

struct VersionOfPolicy : OfPolicy {
  std::string_view version_id;

  static void describe(auto& shape, auto& request) {
    OfPolicy::describe(shape, request);
    shape.required("VersionId", request.version_id, version_rules);
  }
};

struct CreatePolicy {
  static constexpr OperationInfo info{.name = "CreatePolicy", .access = Access::write};

  struct Request {
    std::string_view policy_name;
    std::optional<std::string_view> path;
    std::string_view policy_document;
    std::optional<std::string_view> description;
    std::optional<std::vector<Tag>> tags;

    static void describe(auto& shape, auto& request) {
      shape.required("PolicyName", request.policy_name, policy_name_rules);
      shape.optional("Path", request.path, path_rules);
      shape.required("PolicyDocument", request.policy_document, document_rules);
      shape.optional("Description", request.description, description_rules);
      shape.optional("Tags", request.tags, tags_rules);
    }
  };

  struct Response {
    iam::Policy policy;

    static void describe(auto& shape, auto& response) { shape.required("Policy", response.policy); }
  };
};

struct GetPolicy {
  static constexpr OperationInfo info{.name = "GetPolicy", .access = Access::read};

  struct Request : OfPolicy {};

  struct Response {
    iam::Policy policy;

    static void describe(auto& shape, auto& response) { shape.required("Policy", response.policy); }
  };
};

struct ListPolicies {
  static constexpr OperationInfo info{.name = "ListPolicies", .access = Access::read};

  struct Request {
    std::optional<std::string_view> scope;
    std::optional<bool> only_attached;
    std::optional<std::string_view> path_prefix;
    PageRequest page;

    static void describe(auto& shape, auto& request) {
      shape.optional("Scope", request.scope, scope_rules);
      shape.optional("OnlyAttached", request.only_attached);
      shape.optional("PathPrefix", request.path_prefix, path_prefix_rules);
      PageRequest::describe_in(shape, request.page);
    }
  };

  struct Response {
    std::vector<Policy> policies;
    PageAnswer page;

    static void describe(auto& shape, auto& response) {
      shape.required("Policies", response.policies);
      PageAnswer::describe_in(shape, response.page);
    }
  };
};

struct DeletePolicy {
  static constexpr OperationInfo info{.name = "DeletePolicy", .access = Access::write};

  struct Request : OfPolicy {};

  using Response = NoOutput;
};

struct CreatePolicyVersion {
  static constexpr OperationInfo info{.name = "CreatePolicyVersion", .access = Access::write};

  struct Request {
    std::string_view policy_arn;
    std::string_view policy_document;
    std::optional<bool> set_as_default;

    static void describe(auto& shape, auto& request) {
      shape.required("PolicyArn", request.policy_arn, arn_rules);
      shape.required("PolicyDocument", request.policy_document, document_rules);
      shape.optional("SetAsDefault", request.set_as_default);
    }
  };

  struct Response {
    iam::PolicyVersion policy_version;

    static void describe(auto& shape, auto& response) {
      shape.required("PolicyVersion", response.policy_version);
    }
  };
};

struct GetPolicyVersion {
  static constexpr OperationInfo info{.name = "GetPolicyVersion", .access = Access::read};

  struct Request : VersionOfPolicy {};

  struct Response {
    iam::PolicyVersion policy_version;

    static void describe(auto& shape, auto& response) {
      shape.required("PolicyVersion", response.policy_version);
    }
  };
};

struct ListPolicyVersions {
  static constexpr OperationInfo info{.name = "ListPolicyVersions", .access = Access::read};

  struct Request : PageOf<OfPolicy> {};

  struct Response {
    std::vector<PolicyVersion> versions;
    PageAnswer page;

    static void describe(auto& shape, auto& response) {
      shape.required("Versions", response.versions);
      PageAnswer::describe_in(shape, response.page);
    }
  };
};

struct SetDefaultPolicyVersion {
  static constexpr OperationInfo info{.name = "SetDefaultPolicyVersion", .access = Access::write};

  struct Request : VersionOfPolicy {};

  using Response = NoOutput;
};

struct DeletePolicyVersion {
  static constexpr OperationInfo info{.name = "DeletePolicyVersion", .access = Access::write};

  struct Request : VersionOfPolicy {};

  using Response = NoOutput;
};

struct TagPolicy {
  static constexpr OperationInfo info{.name = "TagPolicy", .access = Access::write};

  struct Request : TagsOf<OfPolicy> {};

  using Response = NoOutput;
};

struct UntagPolicy {
  static constexpr OperationInfo info{.name = "UntagPolicy", .access = Access::write};

  struct Request : TagKeysOf<OfPolicy> {};

  using Response = NoOutput;
};

struct ListPolicyTags {
  static constexpr OperationInfo info{.name = "ListPolicyTags", .access = Access::read};

  struct Request : PageOf<OfPolicy> {};

  using Response = TagPage;
};

}  // namespace weir::aws::iam
