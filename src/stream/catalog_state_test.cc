// What commands do to streams: the state machine alone, without a log.
#include "stream/catalog_state.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "stream/state_encoding.h"

namespace weir::stream {
namespace {

const StreamKey orders{"000000000001", "us-east-1", "orders"};
const StreamKey orders_elsewhere{"000000000001", "eu-west-1", "orders"};
constexpr WallTime noon{1'704'110'400'000};
constexpr std::int64_t hour_ms = 3'600'000;

class CatalogStateTest : public testing::Test {
 protected:
  Result<void> run(CommandBody body) {
    return state_.apply(
        {.id = {.writer = 7, .counter = ++counter_}, .time = now_, .body = std::move(body)});
  }

  Result<void> create(const StreamKey& key, std::uint32_t shards = 1) {
    return run(commands::CreateStream{.key = key, .shard_count = shards, .tags = {}});
  }

  void create_active(const StreamKey& key, std::uint32_t shards = 1) {
    ASSERT_TRUE(create(key, shards));
    ASSERT_TRUE(run(commands::FinishTransition{state_.find(key)->number}));
  }

  void remove(const StreamKey& key) {
    const StreamNumber number = state_.find(key)->number;
    ASSERT_TRUE(run(commands::DeleteStream{key}));
    ASSERT_TRUE(run(commands::RemoveStream{number}));
  }

  Result<void> change_retention(const StreamKey& key, std::uint32_t hours, bool increase) {
    return run(commands::ChangeRetention{.key = key, .hours = hours, .increase = increase});
  }

  StreamStatus status(const StreamKey& key) { return state_.find(key)->status; }

  CatalogState state_;
  WallTime now_ = noon;
  std::uint64_t counter_ = 0;
};

std::string message_of(const Result<void>& result) { return result ? "" : result.error().message; }

ErrorCode code_of(const Result<void>& result) { return result.error().code; }

// -- The life of a stream -----------------------------------------------------

TEST_F(CatalogStateTest, ANewStreamIsCreatingAndHasWhatWasAskedFor) {
  ASSERT_TRUE(run(commands::CreateStream{.key = orders,
                                         .shard_count = 3,
                                         .mode = StreamMode::on_demand,
                                         .record_kib_max = 2'048,
                                         .tags = {{"team", "shop"}}}));
  const DescriptionPointer stream = state_.find(orders);
  ASSERT_NE(stream, nullptr);
  EXPECT_EQ(stream->status, StreamStatus::creating);
  EXPECT_EQ(stream->created, noon);
  EXPECT_EQ(stream->mode, StreamMode::on_demand);
  EXPECT_EQ(stream->record_kib_max, 2'048u);
  EXPECT_EQ(stream->retention_hours, 24u);
  EXPECT_EQ(stream->tags, (Tags{{"team", "shop"}}));
  EXPECT_EQ(stream->shards->size(), 3u);
  EXPECT_EQ(stream->arn(), "arn:aws:kinesis:us-east-1:000000000001:stream/orders");
  EXPECT_EQ(state_.find(stream->number), stream);
}

TEST_F(CatalogStateTest, ShardsOfANewStreamCoverTheSpaceOfHashKeysWithoutGaps) {
  for (const std::uint32_t count : {1u, 2u, 3u, 7u, 500u}) {
    const StreamKey key{"000000000001", "us-east-1", std::to_string(count)};
    ASSERT_TRUE(create(key, count));
    const auto& shards = *state_.find(key)->shards;
    ASSERT_EQ(shards.size(), count);
    HashKey next{};
    for (std::size_t index = 0; index < shards.size(); ++index) {
      EXPECT_EQ(shards[index].index.value, static_cast<std::int32_t>(index));
      EXPECT_EQ(shards[index].range.first, next);
      next = HashKey{shards[index].range.last.value + 1};
    }
    EXPECT_EQ(shards.back().range.last, hash_key_max);
  }
}

TEST_F(CatalogStateTest, FinishingItsTransitionMakesAStreamActive) {
  create_active(orders);
  EXPECT_EQ(status(orders), StreamStatus::active);
  EXPECT_EQ(state_.transitions.size(), 0u);
}

TEST_F(CatalogStateTest, ANameThatIsTakenIsRefusedInAmazonsWords) {
  create_active(orders);
  const Result<void> again = create(orders);
  ASSERT_FALSE(again);
  EXPECT_EQ(code_of(again), ErrorCode::in_use);
  EXPECT_EQ(message_of(again), "Stream orders under account 000000000001 already exists.");
}

TEST_F(CatalogStateTest, ANameIsTakenUntilItsStreamIsGone) {
  create_active(orders);
  ASSERT_TRUE(run(commands::DeleteStream{orders}));
  EXPECT_EQ(status(orders), StreamStatus::deleting);
  EXPECT_EQ(code_of(create(orders)), ErrorCode::in_use);
  ASSERT_TRUE(run(commands::RemoveStream{state_.find(orders)->number}));
  EXPECT_EQ(state_.find(orders), nullptr);
  EXPECT_TRUE(create(orders));
}

TEST_F(CatalogStateTest, StreamsOfAnotherRegionOrAccountAreOthers) {
  const StreamKey foreign{"000000000002", "us-east-1", "orders"};
  EXPECT_TRUE(create(orders));
  EXPECT_TRUE(create(orders_elsewhere));
  EXPECT_TRUE(create(foreign));
  EXPECT_EQ(state_.streams.size(), 3u);
}

TEST_F(CatalogStateTest, AStreamMadeAnewUnderAnOldNameIsAnotherStream) {
  create_active(orders, 2);
  const DescriptionPointer former = state_.find(orders);
  remove(orders);
  create_active(orders, 2);
  const DescriptionPointer present = state_.find(orders);
  EXPECT_GT(present->number, former->number);
  EXPECT_GT(present->shards->front().creation_seconds, former->shards->front().creation_seconds);
  EXPECT_EQ(state_.find(former->number), nullptr);
}

TEST_F(CatalogStateTest, ItsShardsAreNewerThanTheFormersEvenIfTheClockWasSetBackAnHour) {
  create_active(orders);
  const std::int64_t former = state_.find(orders)->shards->front().creation_seconds;
  now_ = noon - milliseconds(hour_ms);
  remove(orders);
  create_active(orders);
  EXPECT_GT(state_.find(orders)->shards->front().creation_seconds, former);
}

TEST_F(CatalogStateTest, ManyStreamsOfOneNameWithinASecondAllDiffer) {
  std::int64_t last = 0;
  for (int i = 0; i < 20; ++i) {
    create_active(orders);
    const std::int64_t creation = state_.find(orders)->shards->front().creation_seconds;
    EXPECT_GT(creation, last);
    last = creation;
    remove(orders);
  }
}

TEST_F(CatalogStateTest, OnlyActiveAndUpdatingStreamsCanBeDeleted) {
  const Result<void> missing = run(commands::DeleteStream{orders});
  EXPECT_EQ(code_of(missing), ErrorCode::not_found);
  EXPECT_EQ(message_of(missing), "Stream orders under account 000000000001 not found.");
  ASSERT_TRUE(create(orders));
  const Result<void> creating = run(commands::DeleteStream{orders});
  EXPECT_EQ(code_of(creating), ErrorCode::in_use);
  EXPECT_EQ(message_of(creating),
            "Stream orders under account 000000000001 not ACTIVE, instead in state CREATING");
  ASSERT_TRUE(run(commands::FinishTransition{state_.find(orders)->number}));
  ASSERT_TRUE(change_retention(orders, 48, true));
  ASSERT_EQ(status(orders), StreamStatus::updating);
  EXPECT_TRUE(run(commands::DeleteStream{orders}));
  EXPECT_EQ(code_of(run(commands::DeleteStream{orders})), ErrorCode::in_use);
}

TEST_F(CatalogStateTest, TransitionsOfStreamsThatAreElsewhereChangeNothing) {
  create_active(orders);
  const StreamNumber number = state_.find(orders)->number;
  const DescriptionPointer before = state_.find(orders);
  EXPECT_TRUE(run(commands::FinishTransition{number}));
  EXPECT_TRUE(run(commands::RemoveStream{number}));
  EXPECT_TRUE(run(commands::RemoveStream{StreamNumber{999}}));
  EXPECT_TRUE(run(commands::FinishTransition{StreamNumber{999}}));
  EXPECT_EQ(state_.find(orders), before);
  ASSERT_TRUE(run(commands::DeleteStream{orders}));
  EXPECT_TRUE(run(commands::FinishTransition{number}));
  EXPECT_EQ(status(orders), StreamStatus::deleting);
}

// -- Limits -------------------------------------------------------------------

TEST_F(CatalogStateTest, AStreamHasAtLeastOneShardAndNotMillions) {
  EXPECT_EQ(code_of(create(orders, 0)), ErrorCode::invalid_argument);
  EXPECT_EQ(code_of(create(orders, 1'000'001)), ErrorCode::invalid_argument);
  EXPECT_EQ(state_.find(orders), nullptr);
}

TEST_F(CatalogStateTest, TheShardsOfAnAccountInARegionAreLimited) {
  const auto ask = [&](const StreamKey& key, std::uint32_t count) {
    return run(commands::CreateStream{
        .key = key, .shard_count = count, .tags = {}, .account_shards_max = 5});
  };
  const StreamKey second{"000000000001", "us-east-1", "second"};
  ASSERT_TRUE(ask(orders, 4));
  const Result<void> refused = ask(second, 2);
  ASSERT_FALSE(refused);
  EXPECT_EQ(code_of(refused), ErrorCode::limit_exceeded);
  EXPECT_TRUE(message_of(refused).starts_with(
      "This request would exceed the shard limit for the account 000000000001 in us-east-1. "
      "Current shard count for the account: 4. Limit: 5. Number of additional shards that would "
      "have resulted from this request: 2."))
      << message_of(refused);
  EXPECT_TRUE(ask(second, 1));
  EXPECT_TRUE(ask(orders_elsewhere, 5));
}

TEST_F(CatalogStateTest, ShardsOfADeletedStreamCountUntilItIsGone) {
  const auto fits = [&](const char* name) {
    const Result<void> asked =
        run(commands::CreateStream{.key = {"000000000001", "us-east-1", name},
                                   .shard_count = 3,
                                   .tags = {},
                                   .account_shards_max = 5});
    return asked.has_value();
  };
  create_active(orders, 5);
  const StreamNumber number = state_.find(orders)->number;
  ASSERT_TRUE(run(commands::DeleteStream{orders}));
  EXPECT_FALSE(fits("second"));
  ASSERT_TRUE(run(commands::RemoveStream{number}));
  EXPECT_TRUE(fits("second"));
  EXPECT_FALSE(fits("third"));
}

TEST_F(CatalogStateTest, StreamsOnTheirWayAreLimitedAndUpdatingOnesDoNotCount) {
  const auto ask = [&](const char* name) {
    return run(commands::CreateStream{
        .key = {"000000000001", "us-east-1", name}, .tags = {}, .transitions_max = 2});
  };
  create_active(orders);
  ASSERT_TRUE(change_retention(orders, 48, true));
  ASSERT_TRUE(ask("first"));
  ASSERT_TRUE(ask("second"));
  const Result<void> refused = ask("third");
  ASSERT_FALSE(refused);
  EXPECT_EQ(code_of(refused), ErrorCode::limit_exceeded);
  EXPECT_EQ(message_of(refused),
            "Only 2 streams can simultaneously be in CREATING or DELETING state.");
  ASSERT_TRUE(run(commands::FinishTransition{
      state_.find(StreamKey{"000000000001", "us-east-1", "first"})->number}));
  EXPECT_TRUE(ask("third"));
}

TEST_F(CatalogStateTest, TheCountOfShardsIsRightAfterManyChanges) {
  const Scope scope{orders.account_id, orders.region};
  for (std::uint32_t round = 1; round <= 10; ++round) {
    create_active(orders, round);
    EXPECT_EQ(*state_.open_shards.find(scope), round);
    remove(orders);
    EXPECT_EQ(state_.open_shards.find(scope), nullptr);
  }
}

// -- Retention ----------------------------------------------------------------

TEST_F(CatalogStateTest, ANewRetentionPeriodMakesTheStreamUpdating) {
  create_active(orders);
  ASSERT_TRUE(change_retention(orders, 48, true));
  EXPECT_EQ(status(orders), StreamStatus::updating);
  EXPECT_EQ(state_.find(orders)->retention_hours, 48u);
  EXPECT_EQ(code_of(change_retention(orders, 72, true)), ErrorCode::in_use);
}

TEST_F(CatalogStateTest, TheSameRetentionPeriodChangesNothing) {
  create_active(orders);
  EXPECT_TRUE(change_retention(orders, 24, true));
  EXPECT_TRUE(change_retention(orders, 24, false));
  EXPECT_EQ(status(orders), StreamStatus::active);
}

TEST_F(CatalogStateTest, TheWrongDirectionOfRetentionIsRefusedInAmazonsWords) {
  create_active(orders);
  ASSERT_TRUE(change_retention(orders, 48, true));
  ASSERT_TRUE(run(commands::FinishTransition{state_.find(orders)->number}));
  const Result<void> shorter = change_retention(orders, 36, true);
  EXPECT_EQ(code_of(shorter), ErrorCode::invalid_argument);
  EXPECT_EQ(message_of(shorter),
            "Requested retention period (36 hours) for stream orders can not be shorter than "
            "existing retention period (48 hours). Use DecreaseRetentionPeriod API.");
  const Result<void> longer = change_retention(orders, 50, false);
  EXPECT_EQ(code_of(longer), ErrorCode::invalid_argument);
  EXPECT_EQ(message_of(longer),
            "Requested retention period (50 hours) for stream orders can not be longer than "
            "existing retention period (48 hours). Use IncreaseRetentionPeriod API.");
  EXPECT_EQ(state_.find(orders)->retention_hours, 48u);
}

TEST_F(CatalogStateTest, RetentionOfAStreamThatIsNotThereIsNotFound) {
  EXPECT_EQ(code_of(change_retention(orders, 48, true)), ErrorCode::not_found);
}

TEST_F(CatalogStateTest, RecordsThatWereTooOldStayGoneWhenThePeriodGrows) {
  create_active(orders);
  ASSERT_TRUE(change_retention(orders, 48, true));
  EXPECT_EQ(state_.find(orders)->expired_before, noon - milliseconds(24 * hour_ms));
}

TEST_F(CatalogStateTest, RecordsThatAShorterPeriodExpiresStayGoneWhenItGrowsAgain) {
  create_active(orders);
  const StreamNumber number = state_.find(orders)->number;
  ASSERT_TRUE(change_retention(orders, 72, true));
  ASSERT_TRUE(run(commands::FinishTransition{number}));
  now_ = noon + milliseconds(100 * hour_ms);
  ASSERT_TRUE(change_retention(orders, 30, false));
  ASSERT_TRUE(run(commands::FinishTransition{number}));
  EXPECT_EQ(state_.find(orders)->expired_before, now_ - milliseconds(30 * hour_ms));
  const WallTime mark = state_.find(orders)->expired_before;
  // Also when the clock has been set back since.
  now_ = noon;
  ASSERT_TRUE(change_retention(orders, 96, true));
  EXPECT_EQ(state_.find(orders)->expired_before, mark);
}

// -- Repeats --------------------------------------------------------------------

TEST_F(CatalogStateTest, ARepeatedCommandChangesNothingAndSucceeds) {
  const Command command{.id = {.writer = 1, .counter = 5},
                        .time = noon,
                        .body = commands::CreateStream{.key = orders, .tags = {}}};
  ASSERT_TRUE(state_.apply(command));
  const std::string before = encode_state(state_);
  EXPECT_TRUE(state_.has_seen(command.id));
  EXPECT_TRUE(state_.apply(command));
  EXPECT_EQ(encode_state(state_), before);
}

TEST_F(CatalogStateTest, ARepeatDoesNotUndoWhatCameAfterItsFirstOccurrence) {
  const Command deletion{
      .id = {.writer = 1, .counter = 1}, .time = noon, .body = commands::DeleteStream{orders}};
  create_active(orders);
  const StreamNumber number = state_.find(orders)->number;
  ASSERT_TRUE(state_.apply(deletion));
  ASSERT_TRUE(run(commands::RemoveStream{number}));
  create_active(orders);
  EXPECT_TRUE(state_.apply(deletion));
  EXPECT_EQ(status(orders), StreamStatus::active);
}

TEST_F(CatalogStateTest, ACommandThatFailedCountsAsSeen) {
  const CommandId id{.writer = 1, .counter = 1};
  const Command deletion{.id = id, .time = noon, .body = commands::DeleteStream{orders}};
  EXPECT_FALSE(state_.apply(deletion));
  create_active(orders);
  EXPECT_TRUE(state_.has_seen(id));
  EXPECT_TRUE(state_.apply(deletion));
  EXPECT_EQ(status(orders), StreamStatus::active);
}

TEST_F(CatalogStateTest, AnyLowerCounterOfAWriterIsARepeatAndOfAnotherWriterIsNot) {
  const auto purge = [&](std::uint64_t writer, std::uint64_t counter) {
    EXPECT_TRUE(
        state_.apply({.id = {writer, counter}, .time = noon, .body = commands::PurgeSessions{}}));
  };
  purge(1, 10);
  EXPECT_TRUE(state_.has_seen({1, 9}));
  EXPECT_FALSE(state_.has_seen({1, 11}));
  EXPECT_FALSE(state_.has_seen({2, 1}));
}

TEST_F(CatalogStateTest, OnlyTheWritersOfLateAreRememberedAndTheNewestAmongThem) {
  for (std::uint64_t writer = 1; writer <= 3'000; ++writer) {
    ASSERT_TRUE(state_.apply({.id = {writer, 1}, .time = noon, .body = commands::PurgeSessions{}}));
    // This one goes on all the time.
    ASSERT_TRUE(
        state_.apply({.id = {1'000'000, writer}, .time = noon, .body = commands::PurgeSessions{}}));
  }
  EXPECT_LE(state_.writers.size(), 1'024u);
  EXPECT_TRUE(state_.has_seen({3'000, 1}));
  EXPECT_TRUE(state_.has_seen({1'000'000, 3'000}));
  EXPECT_FALSE(state_.has_seen({1, 1}));
}

// -- The beginning ----------------------------------------------------------------

TEST_F(CatalogStateTest, IsInitialisedOnce) {
  EXPECT_FALSE(state_.initialised());
  ASSERT_TRUE(run(commands::Initialise{.cluster_id = "first", .token_secret = {}}));
  EXPECT_TRUE(state_.initialised());
  EXPECT_EQ(code_of(run(commands::Initialise{.cluster_id = "second", .token_secret = {}})),
            ErrorCode::in_use);
  EXPECT_EQ(state_.cluster_id, "first");
}

TEST_F(CatalogStateTest, ACopyIsUntouchedByLaterCommands) {
  create_active(orders);
  const CatalogState before = state_;
  const std::string bytes = encode_state(before);
  remove(orders);
  create_active(orders_elsewhere, 4);
  EXPECT_EQ(encode_state(before), bytes);
  ASSERT_NE(before.find(orders), nullptr);
  EXPECT_EQ(before.find(orders)->status, StreamStatus::active);
}

TEST_F(CatalogStateTest, TheSameCommandsGiveTheSameState) {
  CatalogState other;
  const auto both = [&](CommandBody body) {
    const Command command{
        .id = {.writer = 3, .counter = ++counter_}, .time = now_, .body = std::move(body)};
    const Result<void> here = state_.apply(command);
    const Result<void> there = other.apply(command);
    EXPECT_EQ(here.has_value(), there.has_value());
  };
  both(commands::Initialise{.cluster_id = "cluster", .token_secret = {}});
  for (const char* name : {"a", "b", "a"}) {
    both(commands::CreateStream{
        .key = {"000000000001", "us-east-1", name}, .shard_count = 3, .tags = {}});
  }
  both(commands::FinishTransition{StreamNumber{1}});
  both(commands::DeleteStream{{"000000000001", "us-east-1", "a"}});
  both(commands::RemoveStream{StreamNumber{1}});
  both(commands::AddUser{.name = "ann", .account_id = "000000000001", .key = {"AKIA1", "secret"}});
  EXPECT_EQ(encode_state(state_), encode_state(other));
}

}  // namespace
}  // namespace weir::stream
