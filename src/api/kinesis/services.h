// What the operations of Kinesis work with, and what each handler is given.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "api/access.h"
#include "api/kinesis/operation_limiter.h"
#include "api/push/push_service.h"
#include "aws/authentication.h"
#include "aws/service_error.h"
#include "crypto/keyring.h"
#include "env/event_loop.h"
#include "env/worker.h"
#include "http/body_source.h"
#include "monitoring/collectors.h"
#include "stream/catalog.h"
#include "stream/consumer_service.h"
#include "stream/service_time.h"
#include "stream/stream_key.h"
#include "stream/stream_service.h"
#include "stream/token.h"

namespace weir::api::kinesis {

// The same for all loops. Everything in it may be used from any of them.
struct Services {
  const Access& access;
  stream::Catalog& catalog;
  stream::StreamService& streams;
  stream::ConsumerService& consumers;
  const stream::ServiceTime& time;
  const stream::TokenSealer& tokens;
  OperationLimiter& operation_limiter;
  push::PushService& push;
  monitoring::Collectors& collectors;
  crypto::Keyring& keyring;
  env::Worker& worker;
};

// One request. Lives until the reply, as do `caller` and the body that the request's texts point
// into.
struct Context {
  const Services& services;
  env::EventLoop& home;
  const aws::Caller& caller;
  // The account of what the request names, where its owner's policy has let the caller in; empty:
  // the caller's own.
  std::string other_account = {};

  const stream::CatalogView& view() const { return services.catalog.view(home); }
  stream::Scope scope() const {
    return {.account_id = caller.principal.account_id, .region = std::string(caller.region)};
  }
  const stream::AccountLimits& account_limits() const {
    return services.streams.limits().of_account(caller.principal.account_id);
  }
  // Of the shards of that stream.
  const stream::ShardLimits& shard_limits(const stream::StreamKeyView& key) const {
    return services.streams.limits().of_stream(key);
  }
  // The stream of that name in the caller's account and region.
  stream::StreamKeyView key_of(std::string_view stream_name) const {
    return {caller.principal.account_id, caller.region, stream_name};
  }
  // The same in the account that the request reaches. The key points into the context.
  stream::StreamKeyView reached_key_of(std::string_view stream_name) const {
    if (other_account.empty()) return key_of(stream_name);
    return {other_account, caller.region, stream_name};
  }
};

// How a handler answers: exactly once, now or later, on `home`.
template <class Operation>
using Reply = std::move_only_function<void(aws::Outcome<typename Operation::Response>)>;

// The same for an operation that answers with a stream of events.
using EventsReply = std::move_only_function<void(aws::Outcome<std::unique_ptr<http::BodySource>>)>;

}  // namespace weir::api::kinesis
