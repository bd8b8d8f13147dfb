// The wire shapes of IAM's operations on access keys.
// docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/shapes/iam/common.h"

namespace weir::aws::iam {

inline constexpr std::array<std::string_view, 2> statuses{"Active", "Inactive"};
inline constexpr Constraints status_rules{.values = statuses};

struct AccessKey {
  std::string user_name;
  std::string access_key_id;
  std::string status;
  std::string secret_access_key;
  WallTime create_date;

  static void describe(auto& shape, auto& value) {
    shape.required("UserName", value.user_name);
    shape.required("AccessKeyId", value.access_key_id);
    shape.required("Status", value.status);
    shape.required("SecretAccessKey", value.secret_access_key);
    shape.required("CreateDate", value.create_date);
  }
};

struct AccessKeyMetadata {
  std::string user_name;
  std::string access_key_id;
  std::string status;
  WallTime create_date;

  static void describe(auto& shape, auto& value) {
    shape.required("UserName", value.user_name);
    shape.required("AccessKeyId", value.access_key_id);
    shape.required("Status", value.status);
    shape.required("CreateDate", value.create_date);
  }
};

struct CreateAccessKey {
  static constexpr OperationInfo info{.name = "CreateAccessKey", .access = Access::write};

  struct Request {
    std::optional<std::string_view> user_name;

    static void describe(auto& shape, auto& request) {
      shape.optional("UserName", request.user_name, user_name_rules);
    }
  };

  struct Response {
    iam::AccessKey access_key;

    static void describe(auto& shape, auto& response) {
      shape.required("AccessKey", response.access_key);
    }
  };
};

struct ListAccessKeys {
  static constexpr OperationInfo info{.name = "ListAccessKeys", .access = Access::read};

  struct Request {
    std::optional<std::string_view> user_name;
    PageRequest page;

    static void describe(auto& shape, auto& request) {
      shape.optional("UserName", request.user_name, user_name_rules);
      PageRequest::describe_in(shape, request.page);
    }
  };

  struct Response {
    std::vector<iam::AccessKeyMetadata> access_key_metadata;
    PageAnswer page;

    static void describe(auto& shape, auto& response) {
      shape.required("AccessKeyMetadata", response.access_key_metadata);
      PageAnswer::describe_in(shape, response.page);
    }
  };
};

// Uses of keys are not kept: Amazon's answer for a key that was never used.
struct AccessKeyLastUsed {
  std::string service_name = "N/A";
  std::string region = "N/A";

  static void describe(auto& shape, auto& value) {
    shape.required("ServiceName", value.service_name);
    shape.required("Region", value.region);
  }
};

struct GetAccessKeyLastUsed {
  static constexpr OperationInfo info{.name = "GetAccessKeyLastUsed", .access = Access::read};

  struct Request {
    std::string_view access_key_id;

    static void describe(auto& shape, auto& request) {
      shape.required("AccessKeyId", request.access_key_id, key_id_rules);
    }
  };

  struct Response {
    std::string user_name;
    iam::AccessKeyLastUsed access_key_last_used;

    static void describe(auto& shape, auto& response) {
      shape.required("UserName", response.user_name);
      shape.required("AccessKeyLastUsed", response.access_key_last_used);
    }
  };
};

struct UpdateAccessKey {
  static constexpr OperationInfo info{.name = "UpdateAccessKey", .access = Access::write};

  struct Request {
    std::optional<std::string_view> user_name;
    std::string_view access_key_id;
    std::string_view status;

    static void describe(auto& shape, auto& request) {
      shape.optional("UserName", request.user_name, user_name_rules);
      shape.required("AccessKeyId", request.access_key_id, key_id_rules);
      shape.required("Status", request.status, status_rules);
    }
  };

  using Response = NoOutput;
};

struct DeleteAccessKey {
  static constexpr OperationInfo info{.name = "DeleteAccessKey", .access = Access::write};

  struct Request {
    std::optional<std::string_view> user_name;
    std::string_view access_key_id;

    static void describe(auto& shape, auto& request) {
      shape.optional("UserName", request.user_name, user_name_rules);
      shape.required("AccessKeyId", request.access_key_id, key_id_rules);
    }
  };

  using Response = NoOutput;
};

}  // namespace weir::aws::iam
