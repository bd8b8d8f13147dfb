// A notification as Amazon's notification service posts it to a subscriber over HTTP, and the
// headers that go with it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/alarms/notifier.h"
#include "base/bytes.h"
#include "base/time.h"

namespace weir::notifications {

// The document: Type, MessageId, TopicArn, Subject, Message, Timestamp.
std::string sns_message(const api::alarms::Notification& notification);

// x-amz-sns-…; and, if there is a key, webhook-id, webhook-timestamp and webhook-signature of the
// Standard Webhooks specification: HMAC-SHA256 of "ID.TIMESTAMP.BODY".
std::vector<std::pair<std::string, std::string>> sns_headers(
    const api::alarms::Notification& notification, std::string_view body, ByteView key,
    WallTime now);

}  // namespace weir::notifications
