// Subscriptions as their connections meet them: asked for messages, on virtual time.
#include "api/push/subscription.h"

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/push/push_service.h"
#include "aws/event_stream.h"
#include "aws/shapes/kinesis/subscribe_to_shard_event.h"
#include "stream/catalog_fixture.h"
#include "stream/sequence_number.h"
#include "stream/starting_position.h"

namespace weir::api::push {
namespace {

using aws::kinesis::SubscribeToShardEvent;
using stream::code_of;

const stream::StreamKey orders{"000000000001", "us-east-1", "orders"};

// A message as a client reads it.
struct Message {
  aws::EventKind kind = aws::EventKind::event;
  std::string type;
  std::string payload;
  SubscribeToShardEvent event;  // Views into payload.
  MonotonicTime came;

  std::string continuation() const {
    return std::string(event.continuation_sequence_number->view());
  }
};

// The client at the other end: asks for the next message when it has taken one, unless it is slow.
class Reader : public std::enable_shared_from_this<Reader> {
 public:
  Reader(std::unique_ptr<http::BodySource> source, const env::Clock& clock, aws::Protocol protocol)
      : source_(std::move(source)), clock_(clock), protocol_(protocol) {}

  void ask() {
    ASSERT_FALSE(is_asking_);
    is_asking_ = true;
    source_->next([self = weak_from_this()](Result<http::BodyPiece> piece) {
      if (const auto reader = self.lock()) reader->take(std::move(piece));
    });
    EXPECT_TRUE(is_asking_) << "answered inside the call";
  }
  void leave() { source_ = nullptr; }

  bool is_slow = false;
  bool has_ended = false;
  std::deque<Message> messages;
  std::size_t bytes = 0;
  std::vector<const char*> frames;  // Where the bytes were.

  std::vector<std::string> data() const {
    std::vector<std::string> all;
    for (const Message& message : messages) {
      for (const auto& record : message.event.records) all.emplace_back(text_of(record.data));
    }
    return all;
  }

 private:
  void take(Result<http::BodyPiece> piece) {
    is_asking_ = false;
    ASSERT_TRUE(piece);
    has_ended = piece->is_last;
    bytes += piece->bytes.size();
    frames.push_back(piece->bytes.view().data());
    parse(piece->bytes.view());
    if (!has_ended && !is_slow) ask();
  }

  void parse(std::string_view text) {
    aws::EventStreamReader reader;
    reader.append(text);
    for (auto message = reader.next(); message && *message; message = reader.next()) {
      const auto read = aws::to_stream_event(**message);
      ASSERT_TRUE(read);
      Message& added = messages.emplace_back();
      added.kind = read->kind;
      added.type = read->type;
      added.payload.assign(read->payload.data(), read->payload.size());
      added.came = clock_.monotonic_now();
      if (added.kind != aws::EventKind::event) continue;
      auto event = aws::decode_response<SubscribeToShardEvent>(added.payload, protocol_);
      ASSERT_TRUE(event);
      added.event = *std::move(event);
    }
    ASSERT_FALSE(reader.is_inside_message());
  }

  std::unique_ptr<http::BodySource> source_;
  const env::Clock& clock_;
  const aws::Protocol protocol_;
  bool is_asking_ = false;
};

class SubscriptionTest : public stream::CatalogFixture {
 protected:
  SubscriptionTest() {
    EXPECT_TRUE(start());
    EXPECT_TRUE(create(orders));
    serve();
  }
  ~SubscriptionTest() override {
    readers_.clear();
    push_->stop(home_);
    push_->stop(other_);
  }

  void serve() {
    push_ = std::make_unique<PushService>(2, catalog(), time(), settings_);
    push_->watch(home_);
  }

  stream::ConsumerPointer add_consumer(const std::string& name) {
    auto added =
        ask<stream::ConsumerPointer>([&](env::EventLoop& loop, Done<stream::ConsumerPointer> done) {
          consumers().register_consumer(loop, orders, name, {}, std::move(done));
        });
    EXPECT_TRUE(added);
    return consumer(name);
  }
  stream::ConsumerPointer consumer(const std::string& name) {
    return view()->state.find_consumer({view()->state.find(orders)->number, name});
  }
  Result<void> remove_consumer(const std::string& name) {
    return ask<void>([&](env::EventLoop& loop, Done<void> done) {
      consumers().deregister_consumer(loop, orders, name, std::nullopt, std::move(done));
    });
  }

  stream::ShardPlace shard(std::string_view id = "shardId-000000000000") {
    return *stream::find_shard(*view(), orders, id);
  }

  void put(const std::string& data, std::string_view shard_id = "shardId-000000000000") {
    const auto log = shard(shard_id).shard->log;
    const auto owner = std::make_shared<std::string>(data);
    ASSERT_TRUE(ask<log::Appended>([&](env::EventLoop& loop, Done<log::Appended> done) {
      log->append(loop, {.records = {{"key", bytes_of(*owner)}}, .owner = owner}, std::move(done));
    }));
  }

  log::Offset resolve(stream::StartingPosition position, const stream::ShardPlace& place) {
    const auto offset = ask<log::Offset>([&](env::EventLoop& loop, Done<log::Offset> done) {
      stream::resolve_position(loop, place, position, time().now(), std::move(done));
    });
    EXPECT_TRUE(offset);
    return *offset;
  }

  Result<std::shared_ptr<Reader>> subscribe(
      const std::string& name, env::SimLoop& loop,
      stream::StartingPosition position = {.type = stream::IteratorType::latest,
                                           .sequence_number = {},
                                           .timestamp = {}},
      aws::Protocol protocol = aws::Protocol::json_1_1,
      std::string_view shard_id = "shardId-000000000000") {
    const stream::ShardPlace place = shard(shard_id);
    const log::Offset from = resolve(std::move(position), place);
    auto begun = ask_on<std::shared_ptr<Reader>>(loop, [&](env::EventLoop& home,
                                                           Done<std::shared_ptr<Reader>> done) {
      auto body = push_->subscribe(
          home, {.consumer = consumer(name), .place = place, .protocol = protocol, .from = from});
      if (!body) return done(std::unexpected(body.error()));
      auto reader = std::make_shared<Reader>(*std::move(body), clock_, protocol);
      reader->ask();
      done(std::move(reader));
    });
    if (begun) readers_.push_back(*begun);
    return begun;
  }
  std::shared_ptr<Reader> must_subscribe(const std::string& name) {
    auto begun = subscribe(name, other_);
    EXPECT_TRUE(begun) << stream::message_of(begun);
    let_pass(milliseconds(1));
    return *begun;
  }
  static stream::StartingPosition at(stream::IteratorType type, std::string number = {}) {
    stream::StartingPosition position;
    position.type = type;
    if (!number.empty()) position.sequence_number = std::move(number);
    return position;
  }

  PushSettings settings_;
  std::unique_ptr<PushService> push_;
  std::vector<std::shared_ptr<Reader>> readers_;
};

TEST_F(SubscriptionTest, BeginsWithTheInitialResponseAndWhereItIs) {
  add_consumer("billing");
  const auto reader = must_subscribe("billing");
  ASSERT_EQ(reader->messages.size(), 2u);
  EXPECT_EQ(reader->messages[0].kind, aws::EventKind::initial_response);
  EXPECT_EQ(reader->messages[1].kind, aws::EventKind::event);
  EXPECT_TRUE(reader->messages[1].event.records.empty());
  EXPECT_EQ(reader->messages[1].event.millis_behind_latest, 0);
  EXPECT_EQ(
      resolve(at(stream::IteratorType::at_sequence_number, reader->messages[1].continuation()),
              shard()),
      log::Offset{0});
}

TEST_F(SubscriptionTest, ARecordIsPushedTheMomentItIsThere) {
  add_consumer("billing");
  for (const auto protocol : {aws::Protocol::json_1_1, aws::Protocol::cbor_1_1}) {
    let_pass(seconds(6));
    const auto reader = *subscribe("billing", other_, at(stream::IteratorType::latest), protocol);
    let_pass(seconds(1));
    const MonotonicTime before = clock_.monotonic_now();
    put("a record");
    let_pass(milliseconds(1));
    const Message& message = reader->messages.back();
    ASSERT_EQ(message.event.records.size(), 1u);
    EXPECT_EQ(text_of(message.event.records[0].data), "a record");
    EXPECT_EQ(message.event.records[0].partition_key, "key");
    EXPECT_EQ(message.event.millis_behind_latest, 0);
    EXPECT_LT(message.came - before, milliseconds(1));
    reader->leave();
  }
}

TEST_F(SubscriptionTest, AContinuationLosesAndRepeatsNothingWhicheverWayItIsUsed) {
  add_consumer("billing");
  put("one");
  put("two");
  auto reader = *subscribe("billing", other_, at(stream::IteratorType::trim_horizon));
  let_pass(milliseconds(1));
  EXPECT_EQ(reader->data(), (std::vector<std::string>{"one", "two"}));
  const std::string next = reader->messages.back().continuation();
  EXPECT_EQ(next.size(), 56u);
  reader->leave();
  put("three");
  for (const auto type :
       {stream::IteratorType::at_sequence_number, stream::IteratorType::after_sequence_number}) {
    let_pass(seconds(5));
    reader = *subscribe("billing", other_, at(type, next));
    let_pass(milliseconds(1));
    EXPECT_EQ(reader->data(), std::vector<std::string>{"three"});
    reader->leave();
  }
}

TEST_F(SubscriptionTest, SilenceIsBrokenEveryFiveSeconds) {
  add_consumer("billing");
  const auto reader = must_subscribe("billing");
  const std::size_t before = reader->messages.size();
  let_pass(seconds(16));
  ASSERT_EQ(reader->messages.size(), before + 3);
  EXPECT_TRUE(reader->messages.back().event.records.empty());
  EXPECT_TRUE(reader->messages.back().event.continuation_sequence_number);
  put("a record");
  let_pass(milliseconds(4'900));
  EXPECT_EQ(reader->messages.size(), before + 4) << "silence is counted from the last event";
}

TEST_F(SubscriptionTest, LivesForFiveMinutesAndEndsWithoutAWord) {
  add_consumer("billing");
  const auto reader = must_subscribe("billing");
  let_pass(seconds(299));
  EXPECT_FALSE(reader->has_ended);
  EXPECT_EQ(push_->subscriptions(), 1u);
  let_pass(seconds(1));
  EXPECT_TRUE(reader->has_ended);
  EXPECT_EQ(reader->messages.back().kind, aws::EventKind::event);
  reader->leave();
  EXPECT_EQ(push_->subscriptions(), 0u);
}

TEST_F(SubscriptionTest, ASecondOneWithinFiveSecondsIsRefused) {
  add_consumer("billing");
  add_consumer("audit");
  const auto first = must_subscribe("billing");
  let_pass(milliseconds(4'990));
  const auto second = subscribe("billing", home_);
  EXPECT_EQ(code_of(second), ErrorCode::in_use);
  EXPECT_EQ(stream::message_of(second),
            "Another active subscription exists for this consumer: "
            "000000000001:orders:1704067200:shardId-000000000000:billing");
  EXPECT_FALSE(first->has_ended);
  EXPECT_TRUE(subscribe("audit", home_)) << "another consumer has its own";
}

TEST_F(SubscriptionTest, ALaterOneTakesOver) {
  add_consumer("billing");
  const auto first = must_subscribe("billing");
  let_pass(seconds(5));
  const auto second = subscribe("billing", home_);
  ASSERT_TRUE(second);
  let_pass(milliseconds(1));
  EXPECT_TRUE(first->has_ended);
  EXPECT_EQ(first->messages.back().kind, aws::EventKind::exception);
  EXPECT_EQ(first->messages.back().type, "ResourceInUseException");
  first->leave();
  EXPECT_EQ(push_->subscriptions(), 1u);
  put("for the second");
  let_pass(milliseconds(1));
  EXPECT_EQ((*second)->data(), std::vector<std::string>{"for the second"});
}

TEST_F(SubscriptionTest, TheFiveSecondsCountAlsoWhenTheClientHasGone) {
  add_consumer("billing");
  must_subscribe("billing")->leave();
  EXPECT_EQ(push_->subscriptions(), 0u);
  EXPECT_EQ(code_of(subscribe("billing", home_)), ErrorCode::in_use);
  let_pass(seconds(5));
  EXPECT_TRUE(subscribe("billing", home_));
}

TEST_F(SubscriptionTest, TheEndOfAShardNamesItsChildrenAndHasNoContinuation) {
  add_consumer("billing");
  put("before the split");
  const auto reader = *subscribe("billing", other_, at(stream::IteratorType::trim_horizon));
  let_pass(milliseconds(1));
  ASSERT_TRUE(ask<void>([&](env::EventLoop& loop, Done<void> done) {
    streams().split_shard(loop, orders, {0}, {uint128{1} << 127}, std::move(done));
  }));
  let_pass(seconds(1));
  ASSERT_TRUE(reader->has_ended);
  const SubscribeToShardEvent& last = reader->messages.back().event;
  EXPECT_FALSE(last.continuation_sequence_number);
  ASSERT_TRUE(last.child_shards);
  ASSERT_EQ(last.child_shards->size(), 2u);
  EXPECT_EQ((*last.child_shards)[0].shard_id.view(), "shardId-000000000001");
  EXPECT_EQ((*last.child_shards)[0].parent_shards[0].view(), "shardId-000000000000");
  for (std::size_t i = 1; i + 1 < reader->messages.size(); ++i) {
    EXPECT_FALSE(reader->messages[i].event.child_shards);
    EXPECT_TRUE(reader->messages[i].event.continuation_sequence_number);
  }
  // LATEST on a shard that has ended says so at once.
  add_consumer("late");
  const auto late = must_subscribe("late");
  EXPECT_TRUE(late->has_ended);
  EXPECT_EQ(late->messages.back().event.child_shards->size(), 2u);
}

TEST_F(SubscriptionTest, AMergedShardsEndNamesBothParents) {
  const stream::StreamKey key = orders;
  ASSERT_TRUE(ask<void>([&](env::EventLoop& loop, Done<void> done) {
    streams().split_shard(loop, key, {0}, {uint128{1} << 127}, std::move(done));
  }));
  add_consumer("billing");
  const auto reader = *subscribe("billing", other_, at(stream::IteratorType::latest),
                                 aws::Protocol::json_1_1, "shardId-000000000002");
  ASSERT_TRUE(ask<void>([&](env::EventLoop& loop, Done<void> done) {
    streams().merge_shards(loop, key, {1}, {2}, std::move(done));
  }));
  let_pass(seconds(1));
  ASSERT_TRUE(reader->has_ended);
  ASSERT_EQ(reader->messages.back().event.child_shards->size(), 1u);
  EXPECT_EQ(reader->messages.back().event.child_shards->front().parent_shards.size(), 2u);
}

TEST_F(SubscriptionTest, EndsWhenItsConsumerIsDeregistered) {
  add_consumer("billing");
  add_consumer("audit");
  const auto reader = must_subscribe("billing");
  const auto other = must_subscribe("audit");
  ASSERT_TRUE(remove_consumer("billing"));
  let_pass(milliseconds(1));
  EXPECT_TRUE(reader->has_ended);
  EXPECT_EQ(reader->messages.back().kind, aws::EventKind::exception);
  EXPECT_EQ(reader->messages.back().type, "ResourceNotFoundException");
  EXPECT_FALSE(other->has_ended);
}

TEST_F(SubscriptionTest, EndsWhenItsStreamIsDeleted) {
  add_consumer("billing");
  const auto reader = must_subscribe("billing");
  ASSERT_TRUE(ask<void>([&](env::EventLoop& loop, Done<void> done) {
    streams().remove_with_consumers(loop, orders, std::move(done));
  }));
  let_pass(seconds(1));
  EXPECT_TRUE(reader->has_ended);
  EXPECT_EQ(reader->messages.back().type, "ResourceNotFoundException");
}

TEST_F(SubscriptionTest, ASlowReaderIsGivenOneEventAtATimeAndMissesNothing) {
  add_consumer("billing");
  const auto reader = must_subscribe("billing");
  reader->is_slow = true;
  put("0");
  let_pass(milliseconds(1));
  const std::size_t messages = reader->messages.size();
  for (int i = 1; i <= 20; ++i) put(std::to_string(i));
  let_pass(seconds(12));
  EXPECT_EQ(reader->messages.size(), messages) << "nothing was asked for";
  EXPECT_EQ(push_->cache().bytes(), 0u);
  reader->is_slow = false;
  reader->ask();
  let_pass(milliseconds(1));
  EXPECT_EQ(reader->messages.size(), messages + 1) << "what has gathered comes together";
  ASSERT_EQ(reader->data().size(), 21u);
  EXPECT_EQ(reader->data().back(), "20");
}

TEST_F(SubscriptionTest, WhatIsBehindIsSaidToBe) {
  add_consumer("billing");
  settings_.event_records_max = 2;
  serve();
  for (int i = 0; i < 4; ++i) put(std::to_string(i));
  let_pass(seconds(10));
  const auto reader = *subscribe("billing", other_, at(stream::IteratorType::trim_horizon));
  let_pass(milliseconds(1));
  ASSERT_EQ(reader->messages.size(), 3u);
  EXPECT_GE(reader->messages[1].event.millis_behind_latest, 10'000);
  EXPECT_LE(reader->messages[1].event.millis_behind_latest, 10'100);
  EXPECT_EQ(reader->messages[2].event.millis_behind_latest, 0);
}

TEST_F(SubscriptionTest, EachConsumerIsSentTwoMebibytesOfAShardASecond) {
  add_consumer("billing");
  const std::string data(1u << 20, 'x');
  for (int i = 0; i < 8; ++i) put(data);
  const auto reader = *subscribe("billing", other_, at(stream::IteratorType::trim_horizon));
  let_pass(milliseconds(1));
  // A second's worth at once, and the event that overdraws it.
  EXPECT_EQ(reader->data().size(), 3u);
  let_pass(seconds(1));
  EXPECT_EQ(reader->data().size(), 5u);
  let_pass(milliseconds(1'500));
  EXPECT_EQ(reader->data().size(), 8u);
}

TEST_F(SubscriptionTest, AThousandReadersGetTheSameBytesMadeOnce) {
  constexpr int shared = 1'000;
  const auto number = view()->state.find(orders)->number;
  for (int i = 0; i < shared; ++i) {
    const std::string name = "consumer-" + std::to_string(i);
    ASSERT_TRUE(
        submit(stream::commands::RegisterConsumer{.key = orders, .name = name, .tags = {}}));
  }
  let_pass(seconds(1));
  ASSERT_EQ(view()->state.consumer_count(number), 1'000u);
  for (int i = 0; i < shared; ++i) {
    ASSERT_TRUE(subscribe("consumer-" + std::to_string(i), i % 2 == 0 ? home_ : other_));
  }
  let_pass(milliseconds(100));
  const std::uint64_t made = push_->cache().counters().made;
  for (auto& reader : readers_) reader->frames.clear();
  put(std::string(1'000, 'x'));
  let_pass(milliseconds(100));
  EXPECT_EQ(push_->cache().counters().made, made + 1);
  for (const auto& reader : readers_) {
    ASSERT_EQ(reader->frames.size(), 1u);
    EXPECT_EQ(reader->frames[0], readers_[0]->frames[0]);
  }
  // Readers that are many rest after an event, and then get together what has come meanwhile.
  for (int i = 0; i < 10; ++i) put("y");
  let_pass(milliseconds(100));
  EXPECT_LE(push_->cache().counters().made, made + 3);
  EXPECT_EQ(readers_[7]->data().size(), 11u);
}

TEST_F(SubscriptionTest, ADrainedServerEndsThemAndWhatBeginsLater) {
  add_consumer("billing");
  add_consumer("audit");
  const auto reader = must_subscribe("billing");
  push_->drain(other_);
  let_pass(milliseconds(1));
  EXPECT_TRUE(reader->has_ended);
  EXPECT_EQ(reader->messages.back().kind, aws::EventKind::event);
  const auto late = subscribe("audit", other_);
  ASSERT_TRUE(late);
  let_pass(milliseconds(1));
  EXPECT_TRUE((*late)->has_ended);
}

TEST_F(SubscriptionTest, LeavesNothingBehindOnAShardThatStaysQuiet) {
  add_consumer("billing");
  for (int round = 0; round < 50; ++round) {
    const auto reader = must_subscribe("billing");
    let_pass(seconds(5));
    reader->leave();
  }
  EXPECT_EQ(push_->subscriptions(), 0u);
  EXPECT_EQ(push_->cache().readers(stream::log_id_of(view()->state.find(orders)->number, {0})), 0u);
}

}  // namespace
}  // namespace weir::api::push
