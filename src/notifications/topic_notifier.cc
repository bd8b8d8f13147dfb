#include "notifications/topic_notifier.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "base/bytes.h"
#include "notifications/sns_message.h"

namespace weir::notifications {
namespace {

// As Amazon's service waits for a subscriber.
constexpr http::ClientLimits webhook_limits{.connections_max = 4,
                                            .response_bytes_max = 1U << 20,
                                            .connect_timeout = seconds(10),
                                            .response_timeout = seconds(15)};

constexpr bool is_success(int status) { return status >= 200 && status < 300; }

}  // namespace

TopicNotifier::TopicNotifier(const NotifierParts& parts, std::vector<Topic> topics)
    : parts_(parts) {
  subscribers_.reserve(topics.size());
  for (Topic& topic : topics) {
    subscribers_.push_back({.topic = std::move(topic), .client = nullptr});
  }
}

// What is called by its ARN comes before what is called by its name.
TopicNotifier::Subscriber* TopicNotifier::find(std::string_view arn) {
  const std::string_view name = arn.substr(arn.rfind(':') + 1);
  Subscriber* found = nullptr;
  for (Subscriber& subscriber : subscribers_) {
    if (subscriber.topic.name == arn) return &subscriber;
    if (subscriber.topic.name == name) found = &subscriber;
  }
  return found;
}

void TopicNotifier::notify(const api::alarms::Notification& notification, Done<void> done) {
  Subscriber* const subscriber = find(notification.topic);
  if (subscriber == nullptr) {
    return done(
        fail(ErrorCode::not_found, fmt::format("The server has no topic {}.", notification.topic)));
  }
  if (!subscriber->topic.words.empty()) {
    return run(subscriber->topic, notification, std::move(done));
  }
  post(*subscriber, notification, std::move(done));
}

void TopicNotifier::post(Subscriber& subscriber, const api::alarms::Notification& notification,
                         Done<void> done) {
  const Topic& topic = subscriber.topic;
  if (!subscriber.client) {
    subscriber.client =
        http::make_client(parts_.home, parts_.network, topic.origin, webhook_limits, topic.ca_file);
  }
  std::string body = sns_message(notification);
  auto headers = sns_headers(notification, body, bytes_of(topic.key), parts_.clock.wall_now());
  subscriber.client->send({.method = "POST",
                           .target = topic.target,
                           .headers = std::move(headers),
                           .body = std::move(body)},
                          [done = std::move(done)](Result<http::ClientResponse> response) mutable {
                            if (!response) {
                              return done(fail(ErrorCode::unavailable, response.error().message));
                            }
                            if (is_success(response->status)) return done({});
                            done(fail(ErrorCode::unavailable,
                                      fmt::format("The webhook answered {}.", response->status)));
                          });
}

void TopicNotifier::run(const Topic& topic, const api::alarms::Notification& notification,
                        Done<void> done) {
  parts_.commands.run({.words = topic.words,
                       .environment = {{"PATH", "/usr/local/bin:/usr/bin:/bin"},
                                       {"WEIR_MESSAGE_ID", notification.message_id},
                                       {"WEIR_TOPIC_ARN", notification.topic},
                                       {"WEIR_SUBJECT", notification.subject}},
                       .input = sns_message(notification)},
                      [done = std::move(done)](Result<void> result) mutable {
                        // A program that is missing now may be there later.
                        if (!result) {
                          return done(fail(ErrorCode::unavailable, result.error().message));
                        }
                        done({});
                      });
}

}  // namespace weir::notifications
