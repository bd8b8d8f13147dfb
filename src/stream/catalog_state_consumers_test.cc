// What commands do to registered consumers: the state machine alone.
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "stream/catalog_state.h"
#include "stream/state_encoding.h"

namespace weir::stream {
namespace {

constexpr WallTime noon{1'704'110'400'000};
const StreamKey orders{"000000000001", "us-east-1", "orders"};
const StreamKey payments{"000000000001", "us-east-1", "payments"};

class CatalogConsumersTest : public testing::Test {
 protected:
  CatalogConsumersTest() {
    create(orders);
    create(payments);
  }

  Result<void> run(CommandBody body) {
    return state_.apply(
        {.id = {.writer = 7, .counter = ++counter_}, .time = now_, .body = std::move(body)});
  }

  void create(const StreamKey& key) {
    ASSERT_TRUE(run(commands::CreateStream{.key = key, .shard_count = 1, .tags = {}}));
    ASSERT_TRUE(run(commands::FinishTransition{number_of(key)}));
  }

  Result<void> add(const std::string& name, const StreamKey& stream = orders) {
    return run(commands::RegisterConsumer{
        .key = stream, .name = name, .tags = {}, .consumers_max = 20, .creating_max = 5});
  }
  Result<void> remove(const std::string& name, std::optional<std::int64_t> creation = {}) {
    return run(
        commands::DeregisterConsumer{.key = orders, .name = name, .creation_seconds = creation});
  }
  void finish(const std::string& name, const StreamKey& stream = orders) {
    ASSERT_NE(find(name, stream), nullptr);
    ASSERT_TRUE(run(commands::FinishConsumer{
        .stream = number_of(stream), .name = name, .number = find(name, stream)->number.value}));
  }
  void add_active(const std::string& name, const StreamKey& stream = orders) {
    ASSERT_TRUE(add(name, stream));
    finish(name, stream);
  }

  StreamNumber number_of(const StreamKey& key) { return state_.find(key)->number; }
  ConsumerPointer find(const std::string& name, const StreamKey& stream = orders) {
    return state_.find_consumer({number_of(stream), name});
  }

  CatalogState state_;
  WallTime now_ = noon;
  std::uint64_t counter_ = 0;
};

ErrorCode code_of(const Result<void>& result) { return result.error().code; }

TEST_F(CatalogConsumersTest, AConsumerGoesFromCreatingToActiveToDeletingToNothing) {
  ASSERT_TRUE(add("billing"));
  EXPECT_EQ(find("billing")->status, ConsumerStatus::creating);
  EXPECT_EQ(find("billing")->arn(),
            "arn:aws:kinesis:us-east-1:000000000001:stream/orders/consumer/billing:1704110400");
  finish("billing");
  EXPECT_EQ(find("billing")->status, ConsumerStatus::active);
  EXPECT_EQ(state_.consumer_transitions.size(), 0u);
  ASSERT_TRUE(remove("billing"));
  EXPECT_EQ(find("billing")->status, ConsumerStatus::deleting);
  finish("billing");
  EXPECT_EQ(find("billing"), nullptr);
  EXPECT_EQ(state_.consumer_transitions.size(), 0u);
}

TEST_F(CatalogConsumersTest, AStreamMustBeThereAndActive) {
  EXPECT_EQ(code_of(run(commands::RegisterConsumer{
                .key = {"000000000001", "us-east-1", "none"}, .name = "a", .tags = {}})),
            ErrorCode::not_found);
  ASSERT_TRUE(run(commands::ChangeRetention{.key = orders, .hours = 48, .increase = true}));
  EXPECT_EQ(code_of(add("billing")), ErrorCode::in_use);
}

TEST_F(CatalogConsumersTest, ANameIsTakenOnceInAStream) {
  ASSERT_TRUE(add("billing"));
  const Result<void> again = add("billing");
  EXPECT_EQ(code_of(again), ErrorCode::in_use);
  EXPECT_EQ(again.error().message,
            "Consumer billing under stream orders, account 000000000001 already exists.");
  EXPECT_TRUE(add("billing", payments));
}

TEST_F(CatalogConsumersTest, TwentyAreTheLimitOfAStream) {
  for (int i = 0; i < 20; ++i) add_active("consumer-" + std::to_string(i));
  EXPECT_EQ(code_of(add("one-more")), ErrorCode::limit_exceeded);
  EXPECT_EQ(state_.consumer_count(number_of(orders)), 20u);
  EXPECT_TRUE(add("one-more", payments));
  ASSERT_TRUE(remove("consumer-3"));
  EXPECT_EQ(code_of(add("one-more")), ErrorCode::limit_exceeded) << "a DELETING one still counts";
  finish("consumer-3");
  EXPECT_TRUE(add("one-more"));
}

TEST_F(CatalogConsumersTest, FiveAreCreatedAtATimeInAnAccountAndRegion) {
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(add("consumer-" + std::to_string(i)));
  ASSERT_TRUE(add("fifth", payments));
  EXPECT_EQ(code_of(add("sixth")), ErrorCode::limit_exceeded);
  finish("fifth", payments);
  EXPECT_TRUE(add("sixth"));
}

TEST_F(CatalogConsumersTest, OneRegisteredAnewIsAnother) {
  add_active("billing");
  const ConsumerPointer first = find("billing");
  ASSERT_TRUE(remove("billing"));
  finish("billing");
  now_ = now_ - seconds(100);
  add_active("billing");
  const ConsumerPointer second = find("billing");
  EXPECT_NE(second->number, first->number);
  EXPECT_GT(second->creation_seconds, first->creation_seconds);
  EXPECT_EQ(code_of(remove("billing", first->creation_seconds)), ErrorCode::not_found);
  EXPECT_EQ(second->status, ConsumerStatus::active);
  // What was on its way for the first one does not touch the second.
  ASSERT_TRUE(run(commands::FinishConsumer{
      .stream = number_of(orders), .name = "billing", .number = first->number.value}));
  EXPECT_EQ(find("billing"), second);
  EXPECT_TRUE(remove("billing", second->creation_seconds));
}

TEST_F(CatalogConsumersTest, AnUnknownConsumerIsNotFound) {
  const Result<void> removed = remove("none");
  EXPECT_EQ(code_of(removed), ErrorCode::not_found);
  EXPECT_EQ(removed.error().message, "Consumer none, account 000000000001 not found.");
}

TEST_F(CatalogConsumersTest, AStreamWithConsumersIsOnlyDeletedTogetherWithThem) {
  add_active("billing");
  add_active("billing", payments);
  EXPECT_EQ(code_of(run(commands::DeleteStream{orders})), ErrorCode::in_use);
  EXPECT_EQ(state_.find(orders)->status, StreamStatus::active);
  const StreamNumber number = number_of(orders);
  ASSERT_TRUE(run(commands::DeleteStreamAndConsumers{orders}));
  EXPECT_EQ(state_.find(orders)->status, StreamStatus::deleting);
  EXPECT_EQ(find("billing")->status, ConsumerStatus::deleting);
  ASSERT_TRUE(run(commands::RemoveStream{number}));
  EXPECT_EQ(state_.find_consumer({number, "billing"}), nullptr);
  EXPECT_EQ(state_.consumer_transitions.size(), 0u);
  EXPECT_EQ(find("billing", payments)->status, ConsumerStatus::active);
}

TEST_F(CatalogConsumersTest, AConsumerOfAStreamMadeAnewHasAnotherArn) {
  add_active("billing");
  const std::string first = find("billing")->arn();
  const StreamNumber number = number_of(orders);
  ASSERT_TRUE(run(commands::DeleteStreamAndConsumers{orders}));
  ASSERT_TRUE(run(commands::RemoveStream{number}));
  create(orders);
  add_active("billing");
  EXPECT_NE(find("billing")->arn(), first);
}

TEST_F(CatalogConsumersTest, ASnapshotKeepsThem) {
  add_active("billing");
  ASSERT_TRUE(add("audit"));
  add_active("gone");
  ASSERT_TRUE(remove("gone"));
  finish("gone");
  const Result<CatalogState> decoded = decode_state(bytes_of(encode_state(state_)));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->consumers.size(), 2u);
  EXPECT_EQ(decoded->consumer_transitions.size(), 1u);
  EXPECT_EQ(decoded->find_consumer({number_of(orders), "billing"})->number,
            find("billing")->number);
  EXPECT_EQ(decoded->removed_consumers.size(), 1u);
}

TEST_F(CatalogConsumersTest, TagsAreAddedReplacedAndTakenAway) {
  ASSERT_TRUE(add("billing"));
  const auto change = [&](Tags set, std::vector<std::string> remove, std::uint32_t tags_max = 3) {
    return run(commands::ChangeConsumerTags{.key = orders,
                                            .name = "billing",
                                            .creation_seconds = find("billing")->creation_seconds,
                                            .set = std::move(set),
                                            .remove = std::move(remove),
                                            .tags_max = tags_max});
  };
  EXPECT_EQ(code_of(change({{"a", "1"}}, {})), ErrorCode::in_use);
  finish("billing");
  ASSERT_TRUE(change({{"a", "1"}, {"b", "2"}}, {}));
  ASSERT_TRUE(change({{"b", "3"}, {"c", "4"}}, {}));
  EXPECT_EQ(find("billing")->tags, (Tags{{"a", "1"}, {"b", "3"}, {"c", "4"}}));
  EXPECT_EQ(code_of(change({{"d", "5"}}, {})), ErrorCode::invalid_argument);
  // What a larger limit has let in can still be taken away.
  ASSERT_TRUE(change({}, {"a", "none"}, 1));
  EXPECT_EQ(find("billing")->tags, (Tags{{"b", "3"}, {"c", "4"}}));
  EXPECT_EQ(find("billing")->status, ConsumerStatus::active);
}

TEST_F(CatalogConsumersTest, TagsAreThoseOfTheConsumerThatWasMeant) {
  add_active("billing");
  commands::ChangeConsumerTags change{.key = orders,
                                      .name = "billing",
                                      .creation_seconds = find("billing")->creation_seconds - 1,
                                      .set = {{"a", "1"}},
                                      .remove = {}};
  EXPECT_EQ(code_of(run(change)), ErrorCode::not_found);
  change.name = "nobody";
  EXPECT_EQ(code_of(run(change)), ErrorCode::not_found);
  EXPECT_EQ(find("billing")->tags, Tags{});
}

}  // namespace
}  // namespace weir::stream
