#include "notifications/sns_message.h"

#include <fmt/format.h>

#include "api/alarms/reports.h"
#include "codec/base64.h"
#include "codec/hash.h"
#include "codec/json_writer.h"

namespace weir::notifications {

std::string sns_message(const api::alarms::Notification& notification) {
  std::string time = api::alarms::report_time(notification.time);
  time.replace(time.size() - 5, 5, "Z");  // Instead of +0000.
  std::string text;
  codec::JsonWriter writer(text);
  writer.begin_object();
  writer.key("Type");
  writer.plain_text("Notification");
  writer.key("MessageId");
  writer.plain_text(notification.message_id);
  writer.key("TopicArn");
  writer.text(notification.topic);
  writer.key("Subject");
  writer.text(notification.subject);
  writer.key("Message");
  writer.text(notification.message);
  writer.key("Timestamp");
  writer.plain_text(time);
  writer.end_object();
  return text;
}

std::vector<std::pair<std::string, std::string>> sns_headers(
    const api::alarms::Notification& notification, std::string_view body, ByteView key,
    WallTime now) {
  std::vector<std::pair<std::string, std::string>> headers{
      {"Content-Type", "text/plain; charset=UTF-8"},
      {"User-Agent", "Weir Notification Service"},
      {"x-amz-sns-message-type", "Notification"},
      {"x-amz-sns-message-id", notification.message_id},
      {"x-amz-sns-topic-arn", notification.topic},
      {"webhook-id", notification.message_id},
      {"webhook-timestamp", fmt::format("{}", now.whole_seconds())}};
  if (key.empty()) return headers;
  const std::string text =
      fmt::format("{}.{}.{}", notification.message_id, now.whole_seconds(), body);
  headers.emplace_back("webhook-signature",
                       "v1," + codec::base64_text(codec::HmacKey(key).mac(bytes_of(text))));
  return headers;
}

}  // namespace weir::notifications
