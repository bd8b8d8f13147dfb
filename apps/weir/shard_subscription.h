// ShardSubscription: one shard, pushed from a place on: a subscription, and another one when that
// has ended.
//
// Threads: the loop's.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "aws/event_stream.h"
#include "aws/shapes/kinesis/subscribe_to_shard_event.h"
#include "env/event_loop.h"
#include "http/client.h"
#include "kinesis_client.h"
#include "tail_options.h"

namespace weir::app {

// Whoever follows shards.
class ShardListener {
 public:
  virtual ~ShardListener() = default;

  // An event has come; its records are views that last for the call. With child_shards it is the
  // shard's last. False: no more of them.
  virtual bool on_event(const std::string& shard,
                        const aws::kinesis::SubscribeToShardEvent& event) = 0;
  // There is no way to go on, and nothing comes any more.
  virtual void on_failure(const std::string& sentence) = 0;
};

class ShardSubscription {
 public:
  // All must outlive it.
  ShardSubscription(ShardListener& listener, KinesisClient& client, http::Client& streams,
                    const std::string& consumer_arn, std::string shard, TailStart start);

  // Whether the shard has been read to its end.
  bool has_ended() const { return has_ended_; }

 private:
  void subscribe();
  void subscribe_after(milliseconds pause);
  void take_answer(Result<http::StreamedResponse> answer);
  void read();
  void take_piece(Result<http::BodyPiece> piece);
  void take_refusal(const http::BodyPiece& piece);
  void take_events(const http::BodyPiece& piece);
  bool take_message(const aws::EventMessage& message);
  bool take_event(const aws::StreamEvent& event);

  ShardListener& listener_;
  KinesisClient& client_;
  http::Client& streams_;
  const std::string& consumer_arn_;
  const std::string shard_;
  const TailStart start_;
  std::string continuation_;  // Where to go on, once an event has come.
  int status_ = 0;            // Of the answer.
  std::string refusal_;       // Its body, unless it is 200.
  aws::EventStreamReader reader_;
  std::unique_ptr<http::BodySource> body_;
  std::unique_ptr<env::Timer> timer_;  // Until it subscribes.
  bool has_ended_ = false;
};

}  // namespace weir::app
