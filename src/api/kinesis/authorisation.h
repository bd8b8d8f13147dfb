// Authorisation: whether the caller may carry out the operation on what the request names, and in
// which account that is.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "api/kinesis/services.h"
#include "aws/policy/request.h"
#include "aws/service_error.h"
#include "aws/shape.h"
#include "aws/shapes/kinesis/stream_ref.h"

namespace weir::api::kinesis {

// What an operation is about: a stream, a consumer, or nothing in particular.
struct Target {
  std::string resource = "*";  // Its ARN.
  std::string account_id{};    // Whose it is; empty: the caller's.
};

// Each way in which requests name their resource. What cannot be made out is "*": the operation
// then finds its own words for it, and never reaches into another account.
Target target_of_stream(const Context& context, const aws::kinesis::StreamRef& stream);
Target target_of_name(const Context& context, std::string_view stream_name);
Target target_of_arn(std::string_view arn);
Target target_of_iterator(const Context& context, std::string_view iterator);
Target target_of_shards_token(const Context& context, std::string_view token);
Target target_of_consumer(const Context& context, std::string_view stream_arn,
                          std::string_view name);

template <class Request>
Target target_of(const Context& context, const Request& request) {
  if constexpr (requires { request.shard_iterator; }) {
    return target_of_iterator(context, request.shard_iterator);
  } else if constexpr (requires { request.consumer.consumer_arn; }) {
    if (request.consumer.consumer_arn) return target_of_arn(*request.consumer.consumer_arn);
    return target_of_consumer(context, request.consumer.stream_arn.value_or(""),
                              request.consumer.consumer_name.value_or(""));
  } else if constexpr (requires { request.consumer_arn; }) {
    return target_of_arn(request.consumer_arn);
  } else if constexpr (requires { request.resource_arn; }) {
    return target_of_arn(request.resource_arn);
  } else if constexpr (requires {
                         request.stream.name;
                         request.next_token;
                       }) {
    if (request.next_token) return target_of_shards_token(context, *request.next_token);
    return target_of_stream(context, request.stream);
  } else if constexpr (requires { request.stream.name; }) {
    return target_of_stream(context, request.stream);
  } else if constexpr (requires {
                         { request.stream_arn } -> std::convertible_to<std::string_view>;
                       }) {
    return target_of_arn(request.stream_arn);
  } else if constexpr (requires {
                         { *request.stream_arn } -> std::convertible_to<std::string_view>;
                       }) {
    return request.stream_arn ? target_of_arn(*request.stream_arn) : Target{};
  } else if constexpr (requires {
                         { request.stream_name } -> std::convertible_to<std::string_view>;
                       }) {
    return target_of_name(context, request.stream_name);
  } else {
    return {};
  }
}

// The tags that a request gives, or names the keys of, for aws:RequestTag and aws:TagKeys.
template <class Request>
std::optional<aws::policy::TagViews> tags_of(const Request& request) {
  if constexpr (requires { request.tag_keys; }) {
    aws::policy::TagViews tags;
    for (const std::string_view key : *request.tag_keys) tags.emplace_back(key, "");
    return tags;
  } else if constexpr (requires { request.tags.has_value(); }) {
    return request.tags ? *request.tags : aws::policy::TagViews{};
  } else if constexpr (requires { *request.tags; }) {
    return *request.tags;
  } else {
    return std::nullopt;
  }
}

// What a caller must be allowed besides if its request gives tags; empty: nothing.
constexpr std::string_view tagging_operation(std::string_view operation) {
  if (operation == "CreateStream") return "AddTagsToStream";
  return operation == "RegisterStreamConsumer" ? "TagResource" : "";
}

// Errors: AccessDeniedException.
aws::Outcome<void> authorise(Context& context, std::string_view operation, const Target& target,
                             std::optional<aws::policy::TagViews> tags);

// Whether there is anything to ask: not for who may do everything, as long as no resource has rules
// of its own and the request is about the caller's own account.
bool is_beyond_doubt(const Context& context);

// Whether the stream is one of the caller's own account.
bool is_own(const Context& context, const aws::kinesis::StreamRef& stream);

// Whether an operation is about streams, not about the records in them.
constexpr bool is_control_plane(std::string_view operation) {
  return operation != "GetRecords" && operation != "GetShardIterator" && operation != "PutRecord" &&
         operation != "PutRecords" && operation != "SubscribeToShard";
}

// Notes in `context` which account the request reaches, and in `resource` what an operation of the
// control plane is about. Errors: AccessDeniedException.
template <class Operation>
aws::Outcome<void> authorise(Context& context, const typename Operation::Request& request,
                             std::string& resource) {
  if constexpr (is_control_plane(Operation::info.name)) {
    const Target target = target_of(context, request);
    resource = target.resource;
    if (context.caller.identity == nullptr) return {};  // No user is defined.
    auto allowed = authorise(context, Operation::info.name, target, tags_of(request));
    constexpr std::string_view tagging = tagging_operation(Operation::info.name);
    if constexpr (!tagging.empty()) {
      if (allowed && request.tags) allowed = authorise(context, tagging, target, tags_of(request));
    }
    return allowed;
  } else {
    if (context.caller.identity == nullptr) return {};
    if constexpr (requires { request.shard_iterator; }) {
      if (is_beyond_doubt(context)) return {};
    } else if constexpr (requires { request.stream.name; }) {
      if (is_beyond_doubt(context) && is_own(context, request.stream)) return {};
    }
    return authorise(context, Operation::info.name, target_of(context, request), tags_of(request));
  }
}

}  // namespace weir::api::kinesis
