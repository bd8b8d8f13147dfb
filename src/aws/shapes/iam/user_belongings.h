// The wire shapes of what users can have at Amazon and nobody has here: passwords, second factors,
// certificates, other services' credentials. Who deletes a user asks for them first; each list is
// empty.
// docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "aws/shapes/iam/common.h"

namespace weir::aws::iam {

// An element of a list that has none.
struct Nothing {
  static void describe(auto&, auto&) {}
};

struct OfUserOrCaller {
  std::optional<std::string_view> user_name;
  PageRequest page;

  static void describe(auto& shape, auto& request) {
    shape.optional("UserName", request.user_name, user_name_rules);
    PageRequest::describe_in(shape, request.page);
  }
};

struct ListMFADevices {
  static constexpr OperationInfo info{.name = "ListMFADevices", .access = Access::read};

  struct Request : OfUserOrCaller {};

  struct Response {
    std::vector<Nothing> devices;
    PageAnswer page;

    static void describe(auto& shape, auto& response) {
      shape.required("MFADevices", response.devices);
      PageAnswer::describe_in(shape, response.page);
    }
  };
};

struct ListSSHPublicKeys {
  static constexpr OperationInfo info{.name = "ListSSHPublicKeys", .access = Access::read};

  struct Request : OfUserOrCaller {};

  struct Response {
    std::vector<Nothing> keys;
    PageAnswer page;

    static void describe(auto& shape, auto& response) {
      shape.required("SSHPublicKeys", response.keys);
      PageAnswer::describe_in(shape, response.page);
    }
  };
};

struct ListSigningCertificates {
  static constexpr OperationInfo info{.name = "ListSigningCertificates", .access = Access::read};

  struct Request : OfUserOrCaller {};

  struct Response {
    std::vector<Nothing> certificates;
    PageAnswer page;

    static void describe(auto& shape, auto& response) {
      shape.required("Certificates", response.certificates);
      PageAnswer::describe_in(shape, response.page);
    }
  };
};

struct ListServiceSpecificCredentials {
  static constexpr OperationInfo info{.name = "ListServiceSpecificCredentials",
                                      .access = Access::read};

  struct Request : OfUserOrCaller {};

  struct Response {
    std::vector<Nothing> credentials;
    PageAnswer page;

    static void describe(auto& shape, auto& response) {
      shape.required("ServiceSpecificCredentials", response.credentials);
      PageAnswer::describe_in(shape, response.page);
    }
  };
};

// Of the whole account.
struct ListVirtualMFADevices {
  static constexpr OperationInfo info{.name = "ListVirtualMFADevices", .access = Access::read};

  struct Request {
    std::optional<std::string_view> assignment_status;
    PageRequest page;

    static void describe(auto& shape, auto& request) {
      shape.optional("AssignmentStatus", request.assignment_status);
      PageRequest::describe_in(shape, request.page);
    }
  };

  struct Response {
    std::vector<Nothing> devices;
    PageAnswer page;

    static void describe(auto& shape, auto& response) {
      shape.required("VirtualMFADevices", response.devices);
      PageAnswer::describe_in(shape, response.page);
    }
  };
};

struct DeleteLoginProfile {
  static constexpr OperationInfo info{.name = "DeleteLoginProfile", .access = Access::write};

  struct Request {
    std::optional<std::string_view> user_name;

    static void describe(auto& shape, auto& request) {
      shape.optional("UserName", request.user_name, user_name_rules);
    }
  };

  using Response = NoOutput;
};

}  // namespace weir::aws::iam
