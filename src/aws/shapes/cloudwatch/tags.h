// Tags, and TagResource, UntagResource, ListTagsForResource.
// docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_TagResource.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/operation_info.h"
#include "aws/shape.h"

namespace weir::aws::cloudwatch {

inline constexpr Constraints tag_key_rules{.length_min = 1, .length_max = 128};
inline constexpr Constraints tag_keys_rules{.elements = &tag_key_rules};
inline constexpr Constraints tag_value_rules{.length_max = 256};
inline constexpr Constraints resource_arn_rules{.length_min = 1, .length_max = 1'024};

template <class Text>
struct TagOf {
  Text key;
  Text value;

  static void describe(auto& shape, auto& tag) {
    shape.required("Key", tag.key, tag_key_rules);
    shape.required("Value", tag.value, tag_value_rules);
  }
};
using Tag = TagOf<std::string_view>;
using TagAnswer = TagOf<std::string>;

// An answer without members that has, in XML, an element of its own nevertheless.
struct EmptyOutput {
  static void describe(auto& /*shape*/, auto& /*output*/) {}
};

struct TagResource {
  static constexpr OperationInfo info{.name = "TagResource", .access = Access::write};

  struct Request {
    std::string_view arn;
    Required<std::vector<Tag>> tags;

    static void describe(auto& shape, auto& request) {
      shape.required("ResourceARN", request.arn, resource_arn_rules);
      shape.required("Tags", request.tags);
    }
  };

  using Response = EmptyOutput;
};

struct UntagResource {
  static constexpr OperationInfo info{.name = "UntagResource", .access = Access::write};

  struct Request {
    std::string_view arn;
    Required<std::vector<std::string_view>> keys;

    static void describe(auto& shape, auto& request) {
      shape.required("ResourceARN", request.arn, resource_arn_rules);
      shape.required("TagKeys", request.keys, tag_keys_rules);
    }
  };

  using Response = EmptyOutput;
};

struct ListTagsForResource {
  static constexpr OperationInfo info{.name = "ListTagsForResource", .access = Access::read};

  struct Request {
    std::string_view arn;

    static void describe(auto& shape, auto& request) {
      shape.required("ResourceARN", request.arn, resource_arn_rules);
    }
  };

  struct Response {
    std::vector<TagAnswer> tags;

    static void describe(auto& shape, auto& response) { shape.required("Tags", response.tags); }
  };
};

}  // namespace weir::aws::cloudwatch
