// Which stream a decoded request is about, as far as it says so: for what is counted or worded by
// stream before the operation itself looks at the request.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "aws/arn.h"

namespace weir::api::kinesis {

// The stream's name in its own ARN, a consumer's ARN, or empty.
inline std::string_view stream_name_in(std::optional<std::string_view> arn) {
  if (!arn) return {};
  if (const auto stream = aws::parse_stream_arn(*arn)) return stream->name;
  if (const auto consumer = aws::parse_consumer_arn(*arn)) return consumer->stream.name;
  return {};
}

// Empty if the request names no stream, or none that can be understood.
template <class Request>
std::string_view called_stream(const Request& request) {
  if constexpr (requires { request.stream.arn; }) {
    return request.stream.name ? *request.stream.name : stream_name_in(request.stream.arn);
  } else if constexpr (requires { request.stream_name; }) {
    return request.stream_name;
  } else if constexpr (requires { request.resource_arn; }) {
    return stream_name_in(request.resource_arn);
  } else if constexpr (requires { request.consumer_arn; }) {
    return stream_name_in(request.consumer_arn);
  } else if constexpr (requires { request.consumer.consumer_arn; }) {
    const std::string_view name = stream_name_in(request.consumer.consumer_arn);
    return name.empty() ? stream_name_in(request.consumer.stream_arn) : name;
  } else if constexpr (requires { request.stream_arn; }) {
    return stream_name_in(request.stream_arn);
  } else {
    return {};
  }
}

}  // namespace weir::api::kinesis
