// The wire shapes of IAM's operations on users.
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

struct User {
  std::string path;
  std::string user_name;
  std::string user_id;
  std::string arn;
  WallTime create_date;
  std::optional<Boundary> permissions_boundary;
  std::optional<std::vector<TagText>> tags;

  static void describe(auto& shape, auto& value) {
    shape.required("Path", value.path);
    shape.required("UserName", value.user_name);
    shape.required("UserId", value.user_id);
    shape.required("Arn", value.arn);
    shape.required("CreateDate", value.create_date);
    shape.optional("PermissionsBoundary", value.permissions_boundary);
    shape.optional("Tags", value.tags);
  }
};

struct CreateUser {
  static constexpr OperationInfo info{.name = "CreateUser", .access = Access::write};

  struct Request {
    std::optional<std::string_view> path;
    std::string_view user_name;
    std::optional<std::string_view> permissions_boundary;
    std::optional<std::vector<Tag>> tags;

    static void describe(auto& shape, auto& request) {
      shape.optional("Path", request.path, path_rules);
      shape.required("UserName", request.user_name, user_name_rules);
      shape.optional("PermissionsBoundary", request.permissions_boundary, arn_rules);
      shape.optional("Tags", request.tags, tags_rules);
    }
  };

  struct Response {
    iam::User user;

    static void describe(auto& shape, auto& response) { shape.required("User", response.user); }
  };
};

struct GetUser {
  static constexpr OperationInfo info{.name = "GetUser", .access = Access::read};

  struct Request {
    std::optional<std::string_view> user_name;

    static void describe(auto& shape, auto& request) {
      shape.optional("UserName", request.user_name, user_name_rules);
    }
  };

  struct Response {
    iam::User user;

    static void describe(auto& shape, auto& response) { shape.required("User", response.user); }
  };
};

struct ListUsers {
  static constexpr OperationInfo info{.name = "ListUsers", .access = Access::read};

  struct Request {
    std::optional<std::string_view> path_prefix;
    PageRequest page;

    static void describe(auto& shape, auto& request) {
      shape.optional("PathPrefix", request.path_prefix, path_prefix_rules);
      PageRequest::describe_in(shape, request.page);
    }
  };

  struct Response {
    std::vector<User> users;
    PageAnswer page;

    static void describe(auto& shape, auto& response) {
      shape.required("Users", response.users);
      PageAnswer::describe_in(shape, response.page);
    }
  };
};

struct UpdateUser {
  static constexpr OperationInfo info{.name = "UpdateUser", .access = Access::write};

  struct Request {
    std::string_view user_name;
    std::optional<std::string_view> new_path;
    std::optional<std::string_view> new_user_name;

    static void describe(auto& shape, auto& request) {
      shape.required("UserName", request.user_name, user_name_rules);
      shape.optional("NewPath", request.new_path, path_rules);
      shape.optional("NewUserName", request.new_user_name, user_name_rules);
    }
  };

  using Response = NoOutput;
};

struct DeleteUser {
  static constexpr OperationInfo info{.name = "DeleteUser", .access = Access::write};

  struct Request : OfUser {};

  using Response = NoOutput;
};

struct TagUser {
  static constexpr OperationInfo info{.name = "TagUser", .access = Access::write};

  struct Request : TagsOf<OfUser> {};

  using Response = NoOutput;
};

struct UntagUser {
  static constexpr OperationInfo info{.name = "UntagUser", .access = Access::write};

  struct Request : TagKeysOf<OfUser> {};

  using Response = NoOutput;
};

struct ListUserTags {
  static constexpr OperationInfo info{.name = "ListUserTags", .access = Access::read};

  struct Request : PageOf<OfUser> {};

  using Response = TagPage;
};

struct PutUserPermissionsBoundary {
  static constexpr OperationInfo info{.name = "PutUserPermissionsBoundary",
                                      .access = Access::write};

  struct Request : BoundaryOf<OfUser> {};

  using Response = NoOutput;
};

struct DeleteUserPermissionsBoundary {
  static constexpr OperationInfo info{.name = "DeleteUserPermissionsBoundary",
                                      .access = Access::write};

  struct Request : OfUser {};

  using Response = NoOutput;
};

// There are none; the list of a user's is always empty.
struct Group {
  std::string group_name;

  static void describe(auto& shape, auto& value) { shape.required("GroupName", value.group_name); }
};

struct ListGroupsForUser {
  static constexpr OperationInfo info{.name = "ListGroupsForUser", .access = Access::read};

  struct Request : PageOf<OfUser> {};

  struct Response {
    std::vector<Group> groups;
    PageAnswer page;

    static void describe(auto& shape, auto& response) {
      shape.required("Groups", response.groups);
      PageAnswer::describe_in(shape, response.page);
    }
  };
};

}  // namespace weir::aws::iam
