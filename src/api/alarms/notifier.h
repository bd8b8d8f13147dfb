// Notifier: what alarms ask of whoever knows the topics: to tell their subscribers.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/done.h"
#include "base/time.h"

namespace weir::api::alarms {

// As Amazon's notification service takes one, and hands it on.
struct Notification {
  std::string topic;       // An ARN.
  std::string message_id;  // The same whenever it is tried again.
  std::string subject;
  std::string message;
  WallTime time;
};

class Notifier {
 public:
  virtual ~Notifier() = default;

  // On the alarms' home loop; answers there, perhaps inside the call. Success: the subscriber has
  // taken it. Errors: not_found         there is no such topic.
  //                   others            it is tried again; it may have been taken.
  virtual void notify(const Notification& notification, Done<void> done) = 0;
};

}  // namespace weir::api::alarms
