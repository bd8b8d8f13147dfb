// The wire shapes of IAM's operations on the policies of users and roles.
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

struct AttachedPolicy {
  std::string policy_name;
  std::string policy_arn;

  static void describe(auto& shape, auto& value) {
    shape.required("PolicyName", value.policy_name);
    shape.required("PolicyArn", value.policy_arn);
  }
};

// A policy of the user's or the role's own.
template <class Subject>
struct InlinePolicyOf : Subject {
  std::string_view policy_name;

  static void describe(auto& shape, auto& request) {
    Subject::describe(shape, request);
    shape.required("PolicyName", request.policy_name, policy_name_rules);
  }
};

template <class Subject>
struct InlineDocumentOf : InlinePolicyOf<Subject> {
  std::string_view policy_document;

  static void describe(auto& shape, auto& request) {
    InlinePolicyOf<Subject>::describe(shape, request);
    shape.required("PolicyDocument", request.policy_document, document_rules);
  }
};

// A managed policy that is attached, or to be attached.
template <class Subject>
struct AttachmentTo : Subject {
  std::string_view policy_arn;

  static void describe(auto& shape, auto& request) {
    Subject::describe(shape, request);
    shape.required("PolicyArn", request.policy_arn, arn_rules);
  }
};

template <class Subject>
struct AttachmentsOf : Subject {
  std::optional<std::string_view> path_prefix;
  PageRequest page;

  static void describe(auto& shape, auto& request) {
    Subject::describe(shape, request);
    shape.optional("PathPrefix", request.path_prefix, path_prefix_rules);
    PageRequest::describe_in(shape, request.page);
  }
};

struct PolicyNamePage {
  std::vector<std::string> policy_names;
  PageAnswer page;

  static void describe(auto& shape, auto& response) {
    shape.required("PolicyNames", response.policy_names);
    PageAnswer::describe_in(shape, response.page);
  }
};

struct AttachedPolicyPage {
  std::vector<AttachedPolicy> attached_policies;
  PageAnswer page;

  static void describe(auto& shape, auto& response) {
    shape.required("AttachedPolicies", response.attached_policies);
    PageAnswer::describe_in(shape, response.page);
  }
};

struct PutUserPolicy {
  static constexpr OperationInfo info{.name = "PutUserPolicy", .access = Access::write};

  struct Request : InlineDocumentOf<OfUser> {};

  using Response = NoOutput;
};

struct GetUserPolicy {
  static constexpr OperationInfo info{.name = "GetUserPolicy", .access = Access::read};

  struct Request : InlinePolicyOf<OfUser> {};

  struct Response {
    std::string user_name;
    std::string policy_name;
    std::string policy_document;

    static void describe(auto& shape, auto& response) {
      shape.required("UserName", response.user_name);
      shape.required("PolicyName", response.policy_name);
      shape.required("PolicyDocument", response.policy_document);
    }
  };
};

struct ListUserPolicies {
  static constexpr OperationInfo info{.name = "ListUserPolicies", .access = Access::read};

  struct Request : PageOf<OfUser> {};

  using Response = PolicyNamePage;
};

struct DeleteUserPolicy {
  static constexpr OperationInfo info{.name = "DeleteUserPolicy", .access = Access::write};

  struct Request : InlinePolicyOf<OfUser> {};

  using Response = NoOutput;
};

struct AttachUserPolicy {
  static constexpr OperationInfo info{.name = "AttachUserPolicy", .access = Access::write};

  struct Request : AttachmentTo<OfUser> {};

  using Response = NoOutput;
};

struct DetachUserPolicy {
  static constexpr OperationInfo info{.name = "DetachUserPolicy", .access = Access::write};

  struct Request : AttachmentTo<OfUser> {};

  using Response = NoOutput;
};

struct ListAttachedUserPolicies {
  static constexpr OperationInfo info{.name = "ListAttachedUserPolicies", .access = Access::read};

  struct Request : AttachmentsOf<OfUser> {};

  using Response = AttachedPolicyPage;
};

struct PutRolePolicy {
  static constexpr OperationInfo info{.name = "PutRolePolicy", .access = Access::write};

  struct Request : InlineDocumentOf<OfRole> {};

  using Response = NoOutput;
};

struct GetRolePolicy {
  static constexpr OperationInfo info{.name = "GetRolePolicy", .access = Access::read};

  struct Request : InlinePolicyOf<OfRole> {};

  struct Response {
    std::string role_name;
    std::string policy_name;
    std::string policy_document;

    static void describe(auto& shape, auto& response) {
      shape.required("RoleName", response.role_name);
      shape.required("PolicyName", response.policy_name);
      shape.required("PolicyDocument", response.policy_document);
    }
  };
};

struct ListRolePolicies {
  static constexpr OperationInfo info{.name = "ListRolePolicies", .access = Access::read};

  struct Request : PageOf<OfRole> {};

  using Response = PolicyNamePage;
};

struct DeleteRolePolicy {
  static constexpr OperationInfo info{.name = "DeleteRolePolicy", .access = Access::write};

  struct Request : InlinePolicyOf<OfRole> {};

  using Response = NoOutput;
};

struct AttachRolePolicy {
  static constexpr OperationInfo info{.name = "AttachRolePolicy", .access = Access::write};

  struct Request : AttachmentTo<OfRole> {};

  using Response = NoOutput;
};

struct DetachRolePolicy {
  static constexpr OperationInfo info{.name = "DetachRolePolicy", .access = Access::write};

  struct Request : AttachmentTo<OfRole> {};

  using Response = NoOutput;
};

struct ListAttachedRolePolicies {
  static constexpr OperationInfo info{.name = "ListAttachedRolePolicies", .access = Access::read};

  struct Request : AttachmentsOf<OfRole> {};

  using Response = AttachedPolicyPage;
};

}  // namespace weir::aws::iam
