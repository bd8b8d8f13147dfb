// What the shapes of IAM have in common: names, paths, tags, pages.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "base/time.h"

namespace weir::aws::iam {

constexpr bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_+=,.@-").find(c) != std::string_view::npos;
}
constexpr bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_name_character);
}
constexpr bool is_path(std::string_view text) {
  return text == "/" || (text.size() > 2 && text.front() == '/' && text.back() == '/' &&
                         std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; }));
}
constexpr bool is_path_prefix(std::string_view text) {
  return text.starts_with('/') &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

inline constexpr Pattern name_pattern{R"([\w+=,.@-]+)", is_name};
inline constexpr Pattern path_pattern{R"((\u002F)|(\u002F[\u0021-\u007E]+\u002F))", is_path};
inline constexpr Pattern path_prefix_pattern{R"(\u002F[\u0021-\u007F]*)", is_path_prefix};

inline constexpr Constraints user_name_rules{
    .pattern = name_pattern, .length_min = 1, .length_max = 64};
inline constexpr Constraints role_name_rules = user_name_rules;
inline constexpr Constraints policy_name_rules{
    .pattern = name_pattern, .length_min = 1, .length_max = 128};
inline constexpr Constraints path_rules{
    .pattern = path_pattern, .length_min = 1, .length_max = 512};
inline constexpr Constraints path_prefix_rules{
    .pattern = path_prefix_pattern, .length_min = 1, .length_max = 512};
inline constexpr Constraints arn_rules{.length_min = 20, .length_max = 2048};
inline constexpr Constraints document_rules{.length_min = 1, .length_max = 131'072};
inline constexpr Constraints description_rules{.length_max = 1'000};
inline constexpr Constraints key_id_rules{
    .pattern = {R"([\w]+)", is_name}, .length_min = 16, .length_max = 128};
inline constexpr Constraints marker_rules{.length_min = 1, .length_max = 1'024};
inline constexpr Constraints max_items_rules{.value_min = 1, .value_max = 1'000};
inline constexpr Constraints tags_rules{.length_max = 50};
inline constexpr Constraints tag_key_rules{.length_min = 1, .length_max = 128};
inline constexpr Constraints tag_value_rules{.length_max = 256};
inline constexpr Constraints tag_keys_rules{.length_max = 50, .elements = &tag_key_rules};

// Of a request.
struct Tag {
  static constexpr std::string_view java_class = "com.amazonaws.iam.v20100508.Tag";

  std::string_view key;
  std::string_view value;

  static void describe(auto& shape, auto& tag) {
    shape.required("Key", tag.key, tag_key_rules);
    shape.required("Value", tag.value, tag_value_rules);
  }
};

// Of an answer.
struct TagText {
  std::string key;
  std::string value;

  static void describe(auto& shape, auto& tag) {
    shape.required("Key", tag.key);
    shape.required("Value", tag.value);
  }
};

struct Boundary {
  std::string type = "Policy";
  std::string arn;

  static void describe(auto& shape, auto& boundary) {
    shape.required("PermissionsBoundaryType", boundary.type);
    shape.required("PermissionsBoundaryArn", boundary.arn);
  }
};

// Which part of a list is asked for.
struct PageRequest {
  std::optional<std::string_view> marker;  // The last name of the page before.
  std::optional<std::int32_t> max_items;

  static void describe_in(auto& shape, auto& page) {
    shape.optional("Marker", page.marker, marker_rules);
    shape.optional("MaxItems", page.max_items, max_items_rules);
  }
};

struct PageAnswer {
  bool is_truncated = false;
  std::optional<std::string> marker;

  static void describe_in(auto& shape, auto& page) {
    shape.required("IsTruncated", page.is_truncated);
    shape.optional("Marker", page.marker);
  }
};

// What requests are made of, since each is about a user, a role or a managed policy. An operation's
// Request derives from its part, so that it is a type of its own, by which handle() is chosen.

struct OfUser {
  std::string_view user_name;

  static void describe(auto& shape, auto& request) {
    shape.required("UserName", request.user_name, user_name_rules);
  }
};

struct OfRole {
  std::string_view role_name;

  static void describe(auto& shape, auto& request) {
    shape.required("RoleName", request.role_name, role_name_rules);
  }
};

struct OfPolicy {
  std::string_view policy_arn;

  static void describe(auto& shape, auto& request) {
    shape.required("PolicyArn", request.policy_arn, arn_rules);
  }
};

template <class Subject>
struct PageOf : Subject {
  PageRequest page;

  static void describe(auto& shape, auto& request) {
    Subject::describe(shape, request);
    PageRequest::describe_in(shape, request.page);
  }
};

template <class Subject>
struct TagsOf : Subject {
  Required<std::vector<Tag>> tags;

  static void describe(auto& shape, auto& request) {
    Subject::describe(shape, request);
    shape.required("Tags", request.tags, tags_rules);
  }
};

template <class Subject>
struct TagKeysOf : Subject {
  Required<std::vector<std::string_view>> tag_keys;

  static void describe(auto& shape, auto& request) {
    Subject::describe(shape, request);
    shape.required("TagKeys", request.tag_keys, tag_keys_rules);
  }
};

template <class Subject>
struct BoundaryOf : Subject {
  std::string_view permissions_boundary;

  static void describe(auto& shape, auto& request) {
    Subject::describe(shape, request);
    shape.required("PermissionsBoundary", request.permissions_boundary, arn_rules);
  }
};

// A page of tags, as an answer.
struct TagPage {
  std::vector<TagText> tags;
  PageAnswer page;

  static void describe(auto& shape, auto& response) {
    shape.required("Tags", response.tags);
    PageAnswer::describe_in(shape, response.page);
  }
};

}  // namespace weir::aws::iam
