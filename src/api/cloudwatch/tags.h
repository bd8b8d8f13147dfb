// Tags of requests, of what can have them: alarms and dashboards.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "aws/policy/request.h"
#include "aws/service_error.h"
#include "aws/shapes/cloudwatch/tags.h"
#include "stream/stream_description.h"

namespace weir::api::cloudwatch {

// Amazon's quota for a resource.
inline constexpr std::uint32_t tags_max = 50;

using RequestTags = std::optional<std::vector<aws::cloudwatch::Tag>>;

// Sorted by key. Errors: ValidationError: too many, a key twice.
aws::Outcome<stream::Tags> to_tags(const RequestTags& tags);

// For policies; point into `tags`.
aws::policy::TagViews views_of(const std::vector<aws::cloudwatch::Tag>& tags);
// Of a request. Nothing: the operation takes no tags.
template <class Request>
std::optional<aws::policy::TagViews> tags_of(const Request& request) {
  if constexpr (requires { request.tags.has_value(); }) {
    return request.tags ? views_of(*request.tags) : aws::policy::TagViews();
  } else if constexpr (requires { request.tags; }) {
    return views_of(*request.tags);
  } else {
    return std::nullopt;
  }
}

}  // namespace weir::api::cloudwatch
