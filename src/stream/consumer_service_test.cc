// Consumers as clients meet them: registered and taken away through the catalog, on virtual time.
#include "stream/consumer_service.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "stream/catalog_fixture.h"

namespace weir::stream {
namespace {

const StreamKey orders{"000000000001", "us-east-1", "orders"};

class ConsumerServiceTest : public CatalogFixture {
 protected:
  Result<ConsumerPointer> add(const std::string& name) {
    return ask_on<ConsumerPointer>(other_, [&](env::EventLoop& loop, Done<ConsumerPointer> done) {
      node_->consumers.register_consumer(loop, orders, name, {{"b", "2"}, {"a", "1"}},
                                         std::move(done));
    });
  }
  Result<void> remove_consumer(const std::string& name) {
    return ask_on<void>(other_, [&](env::EventLoop& loop, Done<void> done) {
      node_->consumers.deregister_consumer(loop, orders, name, std::nullopt, std::move(done));
    });
  }
  std::optional<ConsumerStatus> consumer_status(const std::string& name) {
    const DescriptionPointer stream = view()->state.find(orders);
    const ConsumerPointer consumer = view()->state.find_consumer({stream->number, name});
    if (consumer == nullptr) return std::nullopt;
    return consumer->status;
  }
};

TEST_F(ConsumerServiceTest, WithoutATransitionTimeTheWorkIsDoneWhenItIsAnswered) {
  ASSERT_TRUE(start());
  ASSERT_TRUE(create(orders));
  const Result<ConsumerPointer> added = add("billing");
  ASSERT_TRUE(added);
  EXPECT_EQ((*added)->tags, (Tags{{"a", "1"}, {"b", "2"}}));
  EXPECT_EQ(consumer_status("billing"), ConsumerStatus::active);
  ASSERT_TRUE(remove_consumer("billing"));
  EXPECT_EQ(consumer_status("billing"), std::nullopt);
}

TEST_F(ConsumerServiceTest, ATransitionTakesItsTimeAlsoAcrossARestart) {
  stream_settings_.transition_time = seconds(2);
  ASSERT_TRUE(start());
  ASSERT_TRUE(create(orders));
  let_pass(seconds(3));
  ASSERT_TRUE(add("billing"));
  EXPECT_EQ(consumer_status("billing"), ConsumerStatus::creating);
  let_pass(seconds(1));
  ASSERT_TRUE(start());
  EXPECT_EQ(consumer_status("billing"), ConsumerStatus::creating);
  let_pass(milliseconds(1'100));
  EXPECT_EQ(consumer_status("billing"), ConsumerStatus::active);
  ASSERT_TRUE(remove_consumer("billing"));
  EXPECT_EQ(consumer_status("billing"), ConsumerStatus::deleting);
  let_pass(milliseconds(2'100));
  EXPECT_EQ(consumer_status("billing"), std::nullopt);
}

TEST_F(ConsumerServiceTest, ACommandThatFailsIsTriedAgain) {
  stream_settings_.transition_time = seconds(1);
  ASSERT_TRUE(start());
  ASSERT_TRUE(create(orders));
  let_pass(seconds(2));
  ASSERT_TRUE(add("billing"));
  catalog_faults().appends = {AppendFault::disk_is_full};
  let_pass(milliseconds(1'100));
  EXPECT_EQ(consumer_status("billing"), ConsumerStatus::creating);
  let_pass(milliseconds(1'100));
  EXPECT_EQ(consumer_status("billing"), ConsumerStatus::active);
}

TEST_F(ConsumerServiceTest, RefusalsComeBackToTheCaller) {
  ASSERT_TRUE(start());
  ASSERT_TRUE(create(orders));
  ASSERT_TRUE(add("billing"));
  EXPECT_EQ(code_of(add("billing")), ErrorCode::in_use);
  EXPECT_EQ(code_of(remove_consumer("none")), ErrorCode::not_found);
  EXPECT_EQ(code_of(remove(orders)), ErrorCode::in_use);
}

TEST_F(ConsumerServiceTest, TheAdvantageAllowsMoreConsumersOfOnDemandStreams) {
  const StreamKey payments{"000000000001", "us-east-1", "payments"};
  ASSERT_TRUE(start());
  ASSERT_TRUE(create(orders));
  ASSERT_TRUE(ask<void>([&](env::EventLoop& loop, Done<void> done) {
    streams().create(loop,
                     {.key = payments, .shard_count = 4, .mode = StreamMode::on_demand, .tags = {}},
                     std::move(done));
  }));
  const auto fill = [this](const StreamKey& stream) {
    const StreamNumber number = view()->state.find(stream)->number;
    const auto add_one = [&](env::EventLoop& loop, Done<ConsumerPointer> done) {
      const std::size_t count = view()->state.consumer_count(number);
      consumers().register_consumer(loop, stream, "c" + std::to_string(count), {}, std::move(done));
    };
    while (ask_on<ConsumerPointer>(other_, add_one)) {
    }
    return view()->state.consumer_count(number);
  };
  EXPECT_EQ(fill(orders), 20u);
  EXPECT_EQ(fill(payments), 20u);
  ASSERT_TRUE(submit(commands::ChangeCommitment{
      .account_id = orders.account_id, .region = orders.region, .enable = true}));
  EXPECT_EQ(fill(orders), 20u);
  EXPECT_EQ(fill(payments), 50u);
}

}  // namespace
}  // namespace weir::stream
