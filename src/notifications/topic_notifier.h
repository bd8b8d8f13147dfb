// TopicNotifier: posts notifications to the webhooks, or hands them to the commands, of topics.
//
// Threads: the home loop's.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "api/alarms/notifier.h"
#include "env/clock.h"
#include "env/commands.h"
#include "env/event_loop.h"
#include "env/network.h"
#include "http/client.h"
#include "notifications/topic.h"

namespace weir::notifications {

struct NotifierParts {
  env::EventLoop& home;
  env::Network& network;
  env::Commands& commands;
  const env::Clock& clock;
};

// Destroyed, it drops what is under way: nobody is answered any more.
class TopicNotifier final : public api::alarms::Notifier {
 public:
  // All parts must outlive it.
  TopicNotifier(const NotifierParts& parts, std::vector<Topic> topics);

  void notify(const api::alarms::Notification& notification, Done<void> done) override;

 private:
  struct Subscriber {
    Topic topic;
    std::unique_ptr<http::Client> client;  // Of a webhook, once there was something to say.
  };

  Subscriber* find(std::string_view arn);
  void post(Subscriber& subscriber, const api::alarms::Notification& notification, Done<void> done);
  void run(const Topic& topic, const api::alarms::Notification& notification, Done<void> done);

  const NotifierParts parts_;
  std::vector<Subscriber> subscribers_;
};

}  // namespace weir::notifications
