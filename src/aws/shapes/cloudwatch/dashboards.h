// PutDashboard, GetDashboard, ListDashboards, DeleteDashboards.
// docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/service_error.h"
#include "aws/shapes/cloudwatch/common.h"
#include "aws/shapes/cloudwatch/tags.h"

namespace weir::aws::cloudwatch {

struct DashboardValidationMessage {
  std::string data_path;
  std::string message;

  static void describe(auto& shape, auto& message) {
    shape.required("DataPath", message.data_path);
    shape.required("Message", message.message);
  }
};

struct PutDashboard {
  static constexpr OperationInfo info{.name = "PutDashboard", .access = Access::write};

  struct Request {
    std::string_view name;
    std::string_view body;
    std::optional<std::vector<Tag>> tags;

    static void describe(auto& shape, auto& request) {
      shape.required("DashboardName", request.name);
      shape.required("DashboardBody", request.body);
      shape.optional("Tags", request.tags);
    }
  };

  struct Response {
    std::vector<DashboardValidationMessage> messages;

    static void describe(auto& shape, auto& response) {
      shape.required("DashboardValidationMessages", response.messages);
    }
  };
};

struct GetDashboard {
  static constexpr OperationInfo info{.name = "GetDashboard", .access = Access::read};

  struct Request {
    std::string_view name;

    static void describe(auto& shape, auto& request) {
      shape.required("DashboardName", request.name);
    }
  };

  struct Response {
    std::string arn;
    std::string body;
    std::string name;

    static void describe(auto& shape, auto& response) {
      shape.required("DashboardArn", response.arn);
      shape.required("DashboardBody", response.body);
      shape.required("DashboardName", response.name);
    }
  };
};

struct DashboardEntry {
  std::string name;
  std::string arn;
  WallTime last_modified;
  std::int64_t size = 0;

  static void describe(auto& shape, auto& entry) {
    shape.required("DashboardName", entry.name);
    shape.required("DashboardArn", entry.arn);
    shape.required("LastModified", entry.last_modified);
    shape.required("Size", entry.size);
  }
};

struct ListDashboards {
  static constexpr OperationInfo info{.name = "ListDashboards", .access = Access::read};

  struct Request {
    std::optional<std::string_view> prefix;
    std::optional<std::string_view> next_token;

    static void describe(auto& shape, auto& request) {
      shape.optional("DashboardNamePrefix", request.prefix);
      shape.optional("NextToken", request.next_token);
    }
  };

  struct Response {
    std::vector<DashboardEntry> entries;
    std::optional<std::string> next_token;

    static void describe(auto& shape, auto& response) {
      shape.required("DashboardEntries", response.entries);
      shape.optional("NextToken", response.next_token);
    }
  };
};

inline constexpr std::size_t deleted_dashboards_max = 100;

struct DeleteDashboards {
  static constexpr OperationInfo info{.name = "DeleteDashboards", .access = Access::write};

  struct Request {
    Required<std::vector<std::string_view>> names;

    static void describe(auto& shape, auto& request) {
      shape.required("DashboardNames", request.names);
    }
  };

  using Response = EmptyOutput;

  static Outcome<void> check(const Request& request) {
    const std::size_t count = request.names->size();
    if (count > 0 && count <= deleted_dashboards_max) return {};
    return Failure(ServiceError{.type = "InvalidParameterValueException",
                                .message = "The field DashboardNames must have 1 to 100 names."});
  }
};

}  // namespace weir::aws::cloudwatch
