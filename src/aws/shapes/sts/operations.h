// The wire shapes of STS' operations.
// docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "aws/shapes/iam/common.h"
#include "base/time.h"

namespace weir::aws::sts {

inline constexpr Constraints session_name_rules{
    .pattern = {R"([\w+=,.@-]*)", iam::is_name}, .length_min = 2, .length_max = 64};
inline constexpr Constraints external_id_rules{.length_min = 2, .length_max = 1'224};
inline constexpr Constraints role_duration_rules{.value_min = 900, .value_max = 43'200};
inline constexpr Constraints user_duration_rules{.value_min = 900, .value_max = 129'600};
inline constexpr Constraints session_policy_rules{.length_min = 1, .length_max = 2'048};
inline constexpr Constraints session_policies_rules{.length_max = 10};

struct PolicyDescriptor {
  static constexpr std::string_view java_class = "com.amazonaws.sts.v20110615.PolicyDescriptorType";

  std::optional<std::string_view> arn;

  static void describe(auto& shape, auto& policy) {
    shape.optional("arn", policy.arn, iam::arn_rules);
  }
};

struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;
  WallTime expiration;

  static void describe(auto& shape, auto& value) {
    shape.required("AccessKeyId", value.access_key_id);
    shape.required("SecretAccessKey", value.secret_access_key);
    shape.required("SessionToken", value.session_token);
    shape.required("Expiration", value.expiration);
  }
};

struct AssumedRoleUser {
  std::string assumed_role_id;
  std::string arn;

  static void describe(auto& shape, auto& value) {
    shape.required("AssumedRoleId", value.assumed_role_id);
    shape.required("Arn", value.arn);
  }
};

struct GetCallerIdentity {
  static constexpr OperationInfo info{.name = "GetCallerIdentity", .access = Access::read};

  struct Request {
    static void describe(auto& /*shape*/, auto& /*request*/) {}
  };

  struct Response {
    std::string user_id;
    std::string account;
    std::string arn;

    static void describe(auto& shape, auto& response) {
      shape.required("UserId", response.user_id);
      shape.required("Account", response.account);
      shape.required("Arn", response.arn);
    }
  };
};

struct AssumeRole {
  static constexpr OperationInfo info{.name = "AssumeRole", .access = Access::write};

  struct Request {
    std::string_view role_arn;
    std::string_view role_session_name;
    std::optional<std::vector<PolicyDescriptor>> policy_arns;
    std::optional<std::string_view> policy;
    std::optional<std::int32_t> duration_seconds;
    std::optional<std::string_view> external_id;

    static void describe(auto& shape, auto& request) {
      shape.required("RoleArn", request.role_arn, iam::arn_rules);
      shape.required("RoleSessionName", request.role_session_name, session_name_rules);
      shape.optional("PolicyArns", request.policy_arns, session_policies_rules);
      shape.optional("Policy", request.policy, session_policy_rules);
      shape.optional("DurationSeconds", request.duration_seconds, role_duration_rules);
      shape.optional("ExternalId", request.external_id, external_id_rules);
    }
  };

  struct Response {
    sts::Credentials credentials;
    sts::AssumedRoleUser assumed_role_user;
    std::optional<std::int64_t> packed_policy_size;

    static void describe(auto& shape, auto& response) {
      shape.required("Credentials", response.credentials);
      shape.required("AssumedRoleUser", response.assumed_role_user);
      shape.optional("PackedPolicySize", response.packed_policy_size);
    }
  };
};

struct GetSessionToken {
  static constexpr OperationInfo info{.name = "GetSessionToken", .access = Access::write};

  struct Request {
    std::optional<std::int32_t> duration_seconds;

    static void describe(auto& shape, auto& request) {
      shape.optional("DurationSeconds", request.duration_seconds, user_duration_rules);
    }
  };

  struct Response {
    sts::Credentials credentials;

    static void describe(auto& shape, auto& response) {
      shape.required("Credentials", response.credentials);
    }
  };
};

}  // namespace weir::aws::sts
