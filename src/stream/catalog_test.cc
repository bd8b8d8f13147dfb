// The catalog on its log: durable, visible everywhere, decided by the place in the log.
#include "stream/catalog.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "stream/catalog_entry.h"
#include "stream/catalog_fixture.h"
#include "stream/snapshot.h"
#include "stream/state_encoding.h"

namespace weir::stream {
namespace {

const StreamKey orders{"000000000001", "us-east-1", "orders"};

class CatalogTest : public CatalogFixture {
 protected:
  // Commands of every kind that change something, some of which fail.
  void make_history(int rounds) {
    for (int round = 0; round < rounds; ++round) {
      const StreamKey key{"000000000001", "us-east-1", "s" + std::to_string(round % 5)};
      static_cast<void>(create(key, 1 + static_cast<std::uint32_t>(round) % 3));
      if (round % 3 == 0) static_cast<void>(increase_retention(key, 24 + round));
      if (round % 4 == 1) static_cast<void>(remove(key));
      const std::string user = "user" + std::to_string(round % 3);
      static_cast<void>(submit(commands::AddUser{
          .name = user, .account_id = "000000000001", .key = {user + "key", "secret"}}));
      if (round % 4 == 0) static_cast<void>(submit(commands::RemoveUser{user}));
      let_pass(seconds(1));
    }
  }

  std::string state_bytes() { return encode_state(view()->state); }

  void append_entry(const CatalogEntry& entry) {
    std::string text;
    encode_entry(entry, text);
    append_text(std::move(text));
  }

  void append_text(std::string text) {
    const auto kept = std::make_shared<std::string>(std::move(text));
    ASSERT_TRUE(ask<log::Appended>([&](env::EventLoop& loop, auto done) {
      catalog_log().append(loop, {{{{}, bytes_of(*kept)}}, kept}, std::move(done));
    }));
  }
};

// -- Opening ------------------------------------------------------------------

TEST_F(CatalogTest, OfAnEmptyLogIsMadeAnewAndFoundAgainAfterARestart) {
  ASSERT_TRUE(start());
  const std::string cluster_id = view()->state.cluster_id;
  const TokenSecret secret = view()->state.token_secret;
  EXPECT_EQ(cluster_id.size(), 36u);
  EXPECT_NE(secret, TokenSecret{});
  ASSERT_TRUE(start());
  EXPECT_EQ(view()->state.cluster_id, cluster_id);
  EXPECT_EQ(view()->state.token_secret, secret);
}

TEST_F(CatalogTest, HoldsAfterARestartWhatItHeldBefore) {
  ASSERT_TRUE(start());
  make_history(40);
  const std::string before = state_bytes();
  ASSERT_TRUE(start());
  EXPECT_EQ(state_bytes(), before);
}

// A world of its own, for a comparison with others.
class WorldWithSnapshots final : public CatalogTest {
 public:
  explicit WorldWithSnapshots(std::size_t commands) {
    catalog_settings_.snapshot_commands = commands;
  }

  std::string state_after_a_history() {
    EXPECT_TRUE(start());
    make_history(40);
    EXPECT_TRUE(start());
    CatalogState state = view()->state;
    // Drawn by chance, from which snapshots draw, too.
    state.writers = {};
    return encode_state(state);
  }

 private:
  void TestBody() override {}
};

TEST(CatalogSnapshots, LeaveTheStateAsItIsWithoutThem) {
  const std::string without = WorldWithSnapshots(1'000).state_after_a_history();
  for (const std::size_t commands : {1u, 2u, 7u}) {
    EXPECT_EQ(WorldWithSnapshots(commands).state_after_a_history(), without) << commands;
  }
}

TEST_F(CatalogTest, SnapshotsTrimWhatStandsBeforeThem) {
  catalog_settings_.snapshot_commands = 10;
  ASSERT_TRUE(start());
  make_history(60);
  let_pass(seconds(1));
  const log::Bounds bounds = catalog_log().bounds();
  EXPECT_GT(bounds.trim_horizon.value, 0u);
  EXPECT_LT(bounds.tail - bounds.trim_horizon, 30u);
}

// Small changes of what is large do not write all of it again and again.
TEST_F(CatalogTest, SnapshotsOfMuchAreRarerThanThoseOfLittle) {
  catalog_settings_.snapshot_commands = 3;
  ASSERT_TRUE(start());
  const AlarmKey key{.account_id = "000000000001", .region = "us-east-1", .name = "lag"};
  ASSERT_TRUE(submit(commands::PutAlarm{
      .key = key, .definition = std::string(2u << 20, ' '), .children = {}, .tags = {}}));
  const auto toggle = [&](int times) {
    for (int index = 0; index < times; ++index) {
      ASSERT_TRUE(submit(commands::EnableAlarmActions{.keys = {key}, .enable = index % 2 == 1}));
    }
    let_pass(seconds(1));
  };
  toggle(6);
  const log::Offset first = catalog_log().bounds().trim_horizon;
  EXPECT_GT(first.value, 0u);
  toggle(60);
  EXPECT_EQ(catalog_log().bounds().trim_horizon, first);
  ASSERT_TRUE(submit(commands::PutAlarm{
      .key = {.account_id = "000000000001", .region = "us-east-1", .name = "more"},
      .definition = std::string(3u << 20, ' '),
      .children = {},
      .tags = {}}));
  toggle(3);
  EXPECT_GT(catalog_log().bounds().trim_horizon, first);
}

// Nobody waits until all of it is written, and none of it is read again for another part.
TEST_F(CatalogTest, ALargeSnapshotIsWrittenInParts) {
  catalog_settings_.snapshot_commands = 4;
  ASSERT_TRUE(start());
  const AlarmKey key{.account_id = "000000000001", .region = "us-east-1", .name = "lag"};
  ASSERT_TRUE(submit(commands::PutAlarm{
      .key = key, .definition = std::string(3u << 20, ' '), .children = {}, .tags = {}}));
  // Two commands, and of four parts the second is lost.
  catalog_faults().appends.assign(10, AppendFault::none);
  catalog_faults().appends[3] = AppendFault::lost;
  for (const bool enable : {false, true}) {
    ASSERT_TRUE(submit(commands::EnableAlarmActions{.keys = {key}, .enable = enable}));
  }
  let_pass(seconds(1));
  EXPECT_EQ(catalog_faults().appends.size(), 6u);
  const log::Offset before = catalog_log().bounds().trim_horizon;
  EXPECT_EQ(before.value, 0u);
  const std::string state = state_bytes();
  // The next process sees that one is due.
  catalog_faults().appends.assign(10, AppendFault::none);
  ASSERT_TRUE(start());
  let_pass(seconds(1));
  EXPECT_EQ(catalog_faults().appends.size(), 6u);
  EXPECT_GT(catalog_log().bounds().trim_horizon, before);
  EXPECT_EQ(state_bytes(), state);
  ASSERT_TRUE(start());
  EXPECT_EQ(state_bytes(), state);
}

TEST_F(CatalogTest, ASnapshotThatCannotBeWrittenCostsNothing) {
  catalog_settings_.snapshot_commands = 3;
  ASSERT_TRUE(start());
  // Appends come in turn: commands, and after three of them a snapshot.
  for (int i = 0; i < 30; ++i) {
    for (const AppendFault fault : {AppendFault::none, AppendFault::lost}) {
      catalog_faults().appends.push_back(fault);
    }
  }
  for (int i = 0; i < 12; ++i) {
    ASSERT_TRUE(submit(commands::AddUser{.name = "u" + std::to_string(i),
                                         .account_id = "000000000001",
                                         .key = {"k" + std::to_string(i), "secret"}}));
  }
  const std::string before = state_bytes();
  catalog_faults().appends.clear();
  ASSERT_TRUE(start());
  EXPECT_EQ(state_bytes(), before);
  EXPECT_EQ(view()->state.users.size(), 12u);
}

TEST_F(CatalogTest, AnUnknownEntryIsCorruptionAndNotServed) {
  ASSERT_TRUE(start());
  append_text("\x07 what is this");
  EXPECT_EQ(code_of(start()), ErrorCode::corrupt);
}

TEST_F(CatalogTest, ACommandOfANewerVersionIsNotUnderstood) {
  ASSERT_TRUE(start());
  append_text(std::string("\x01\x63", 2) + std::string(40, '\0'));
  EXPECT_EQ(code_of(start()), ErrorCode::corrupt);
}

TEST_F(CatalogTest, ALogThatLacksItsBeginningIsCorrupt) {
  ASSERT_TRUE(start());
  ASSERT_TRUE(create(orders));
  ASSERT_TRUE(ask<void>([&](env::EventLoop& loop, Done<void> done) {
    catalog_log().trim(loop, log::Offset{1}, std::move(done));
  }));
  const Result<void> opened = start();
  EXPECT_EQ(code_of(opened), ErrorCode::corrupt);
}

TEST_F(CatalogTest, LogsOfNoStreamAreRemovedWhenItOpens) {
  ASSERT_TRUE(start());
  ASSERT_TRUE(create(orders, 2));
  const StreamNumber number = view()->state.find(orders)->number;
  const auto write_to = [&](log::LogId id) {
    ASSERT_TRUE(ask<log::Appended>([&](env::EventLoop& loop, auto done) {
      store_.log(id)->append(loop, {{{"key", bytes_of("data")}}, nullptr}, std::move(done));
    }));
  };
  const log::LogId own = log_id_of(number, {1});
  const log::LogId unknown = log_id_of(StreamNumber{0}, {1});
  const log::LogId to_come = log_id_of(number + 1, {0});
  for (const log::LogId id : {own, unknown, to_come}) write_to(id);
  ASSERT_TRUE(start());
  // A number that is still to come may be that of a stream that another process creates now.
  EXPECT_EQ(store_.log_ids(), (std::vector{catalog_log_id, own, to_come}));
}

// -- Changes --------------------------------------------------------------------

TEST_F(CatalogTest, AnAnsweredChangeIsSeenByEveryLoop) {
  ASSERT_TRUE(start());
  for (env::SimLoop* loop : {&home_, &other_}) {
    const StreamKey key{"000000000001", "us-east-1", "from-" + std::to_string(loop->index())};
    bool seen = false;
    const Result<void> created = ask_on<void>(*loop, [&](env::EventLoop& asking, auto done) {
      streams().create(asking, {.key = key, .shard_count = 1, .tags = {}},
                       [&, key, done = std::move(done)](Result<void> answer) mutable {
                         seen = catalog().view(home_).find_stream(key).has_value() &&
                                catalog().view(other_).find_stream(key).has_value();
                         done(std::move(answer));
                       });
    });
    ASSERT_TRUE(created);
    EXPECT_TRUE(seen);
  }
}

TEST_F(CatalogTest, AViewThatIsHeldStaysAsItIs) {
  ASSERT_TRUE(start());
  const auto before = view();
  ASSERT_TRUE(create(orders));
  EXPECT_FALSE(before->find_stream(orders));
  EXPECT_TRUE(view()->find_stream(orders));
}

TEST_F(CatalogTest, OfRacingCreatesExactlyOneSucceeds) {
  ASSERT_TRUE(start());
  int created = 0;
  int refused = 0;
  for (int i = 0; i < 10; ++i) {
    env::SimLoop& loop = i % 2 == 0 ? home_ : other_;
    loop.post([&, this] {
      streams().create(loop, {.key = orders, .shard_count = 1, .tags = {}},
                       [&](const Result<void>& answer) {
                         ++(answer ? created : refused);
                         if (!answer) {
                           EXPECT_EQ(answer.error().code, ErrorCode::in_use);
                         }
                       });
    });
  }
  let_pass(seconds(1));
  EXPECT_EQ(created, 1);
  EXPECT_EQ(refused, 9);
}

TEST_F(CatalogTest, OfTwoProcessesOnOneLogExactlyOneCreatesTheStreamAndBothSeeIt) {
  ASSERT_TRUE(start());
  const auto second = make_node();
  ASSERT_TRUE(open(*second));
  EXPECT_EQ(second->catalog.view()->state.cluster_id, view()->state.cluster_id);
  int created = 0;
  for (CatalogNode* node : {node_.get(), second.get()}) {
    home_.post([&, node] {
      node->streams.create(home_, {.key = orders, .shard_count = 1, .tags = {}},
                           [&](const Result<void>& answer) { created += answer ? 1 : 0; });
    });
  }
  let_pass(seconds(1));
  EXPECT_EQ(created, 1);
  EXPECT_EQ(encode_state(second->catalog.view()->state), state_bytes());
  EXPECT_TRUE(second->catalog.view()->find_stream(orders));
  second->catalog.stop();
}

TEST_F(CatalogTest, ListenersHearOfEachChange) {
  node_ = make_node();
  std::vector<std::size_t> sizes;
  catalog().on_change([&](const CatalogView& seen) { sizes.push_back(seen.state.users.size()); });
  ASSERT_TRUE(open(*node_));
  sizes.clear();
  for (const char* name : {"ann", "bob"}) {
    ASSERT_TRUE(submit(
        commands::AddUser{.name = name, .account_id = "000000000001", .key = {name, "secret"}}));
  }
  EXPECT_EQ(sizes, (std::vector<std::size_t>{1, 2}));
}

// -- Outcomes that are not known ---------------------------------------------------

class UnknownOutcomeTest : public CatalogTest {
 protected:
  // Creates a stream while the appends go wrong as planned. The outcome, and how many commands the
  // log has taken in for it.
  Result<void> create_with(std::deque<AppendFault> faults) {
    const std::uint64_t before = view()->state.commands_applied;
    catalog_faults().appends = std::move(faults);
    Result<void> outcome = submit(commands::CreateStream{.key = orders, .tags = {}});
    applied_ = view()->state.commands_applied - before;
    return outcome;
  }

  // Stays CREATING, so that no second command follows.
  UnknownOutcomeTest() { stream_settings_.transition_time = seconds(3'600); }

  std::uint64_t applied_ = 0;
};

TEST_F(UnknownOutcomeTest, WhatWasWrittenWithoutAnAnswerIsFoundByReadingOn) {
  ASSERT_TRUE(start());
  EXPECT_TRUE(create_with({AppendFault::unanswered}));
  EXPECT_EQ(applied_, 1u);
  EXPECT_EQ(status(orders), StreamStatus::creating);
}

TEST_F(UnknownOutcomeTest, WhatWasNotWrittenIsWrittenAgain) {
  ASSERT_TRUE(start());
  EXPECT_TRUE(create_with({AppendFault::lost, AppendFault::lost}));
  EXPECT_EQ(applied_, 1u);
}

TEST_F(UnknownOutcomeTest, WhatIsInTheLogTwiceCountsOnce) {
  ASSERT_TRUE(start());
  const log::Offset tail = catalog_log().bounds().tail;
  // Not found by reading on, so it is appended again, and then both are there.
  EXPECT_TRUE(create_with({AppendFault::late}));
  let_pass(seconds(1));
  EXPECT_EQ(catalog_log().bounds().tail - tail, 2u);
  EXPECT_EQ(applied_, 1u);
  ASSERT_TRUE(start());
  EXPECT_EQ(status(orders), StreamStatus::creating);
}

TEST_F(UnknownOutcomeTest, AnErrorOfTheCommandIsTheAnswerEvenIfTheAppendWasUnknown) {
  ASSERT_TRUE(start());
  ASSERT_TRUE(create_with({}));
  EXPECT_EQ(code_of(create_with({AppendFault::unanswered})), ErrorCode::in_use);
}

TEST_F(UnknownOutcomeTest, AfterManyAttemptsTheAnswerIsThatNobodyKnows) {
  catalog_settings_.attempts_max = 3;
  ASSERT_TRUE(start());
  const std::size_t appends = catalog_faults().append_count;
  const Result<void> outcome =
      create_with({AppendFault::lost, AppendFault::lost, AppendFault::lost, AppendFault::lost});
  EXPECT_EQ(code_of(outcome), ErrorCode::unavailable);
  EXPECT_EQ(catalog_faults().append_count - appends, 3u);
  // It goes on: the next change is none the worse for it.
  catalog_faults().appends.clear();
  EXPECT_TRUE(create_with({}));
}

TEST_F(UnknownOutcomeTest, AFullDiskOrQueueIsAnsweredAtOnceAndNothingHappens) {
  ASSERT_TRUE(start());
  const std::string before = state_bytes();
  EXPECT_EQ(code_of(create_with({AppendFault::disk_is_full})), ErrorCode::no_space);
  EXPECT_EQ(code_of(create_with({AppendFault::throttled})), ErrorCode::throttled);
  EXPECT_EQ(state_bytes(), before);
  EXPECT_TRUE(create_with({}));
}

TEST_F(UnknownOutcomeTest, AFullDiskAfterAnUnknownAppendDoesNotMakeItCertain) {
  ASSERT_TRUE(start());
  // The first may have been written, so "nothing was written" would be a lie.
  EXPECT_TRUE(create_with({AppendFault::late, AppendFault::disk_is_full}));
  EXPECT_EQ(applied_, 1u);
}

TEST_F(UnknownOutcomeTest, ManyCommandsAtOnceAreEachAnsweredOnceAndAppliedOnceInOrder) {
  catalog_settings_.attempts_max = 1'000;
  ASSERT_TRUE(start());
  env::SeededRandom chance(3);
  for (int i = 0; i < 40; ++i) {
    catalog_faults().appends.push_back(
        static_cast<AppendFault>(chance.below(static_cast<std::uint64_t>(AppendFault::throttled))));
  }
  const std::uint64_t before = view()->state.commands_applied;
  std::vector<int> answers(200, 0);
  for (int i = 0; i < 200; ++i) {
    env::SimLoop& loop = i % 2 == 0 ? home_ : other_;
    home_.post([&, i] {
      const std::string name = "user" + std::to_string(i);
      catalog().submit(
          loop, commands::AddUser{.name = name, .account_id = "000000000001", .key = {name, "s"}},
          [&answers, i](const Result<void>& answer) {
            EXPECT_TRUE(answer) << message_of(answer);
            ++answers[static_cast<std::size_t>(i)];
          });
    });
    if (i % 10 == 0) let_pass(milliseconds(50));
  }
  let_pass(seconds(60));
  EXPECT_EQ(answers, std::vector<int>(200, 1));
  EXPECT_EQ(view()->state.commands_applied - before, 200u);
  EXPECT_EQ(view()->state.users.size(), 200u);
}

// -- Stopping -----------------------------------------------------------------------

TEST_F(CatalogTest, StoppingAnswersWhatIsUnderWayAndWhatComesLater) {
  ASSERT_TRUE(start());
  std::vector<ErrorCode> codes;
  const auto note = [&](const Result<void>& answer) { codes.push_back(code_of(answer)); };
  home_.post([&] {
    catalog().submit(home_, commands::PurgeSessions{}, note);
    catalog().stop();
    catalog().submit(home_, commands::PurgeSessions{}, note);
  });
  let_pass(seconds(1));
  EXPECT_EQ(codes, (std::vector{ErrorCode::unavailable, ErrorCode::unavailable}));
  EXPECT_TRUE(view()->state.initialised());
}

TEST_F(CatalogTest, BeforeItIsOpenedNothingCanBeChanged) {
  node_ = make_node();
  EXPECT_EQ(code_of(submit(commands::PurgeSessions{})), ErrorCode::unavailable);
}

// -- Falling behind -------------------------------------------------------------------

TEST_F(CatalogTest, AProcessThatFellBehindTheTrimmingOfAnotherGoesOnFromItsSnapshot) {
  ASSERT_TRUE(start());
  ASSERT_TRUE(create(orders));
  catalog_faults().holds_reads = true;
  // What another process does meanwhile: five users, a snapshot, a trim.
  CatalogState state = view()->state;
  for (std::uint64_t i = 1; i <= 5; ++i) {
    const std::string name = "user" + std::to_string(i);
    const Command command{
        .id = {.writer = 99, .counter = i},
        .time = clock_.wall_now(),
        .body = commands::AddUser{.name = name, .account_id = "000000000001", .key = {name, "s"}}};
    ASSERT_TRUE(state.apply(command));
    append_entry(command);
  }
  const log::Offset through = catalog_log().bounds().tail;
  for (SnapshotChunk& chunk : cut_snapshot(state, through, 5)) append_entry(std::move(chunk));
  ASSERT_TRUE(ask<void>([&](env::EventLoop& loop, Done<void> done) {
    catalog_log().trim(loop, through, std::move(done));
  }));
  EXPECT_EQ(view()->state.users.size(), 0u);
  catalog_faults().release_reads();
  let_pass(seconds(5));
  EXPECT_TRUE(logger_.contains("catalog_fell_behind"));
  EXPECT_EQ(state_bytes(), encode_state(state));
  EXPECT_TRUE(submit(commands::RemoveUser{"user3"}));
}

TEST_F(CatalogTest, OfTwoSnapshotsTheOneThatTellsMoreCountsWhereverItStands) {
  ASSERT_TRUE(start());
  // Two processes take a snapshot at about the same time, and that of the slower one comes last.
  const CatalogState earlier = view()->state;
  const log::Offset earlier_through = catalog_log().bounds().tail;
  ASSERT_TRUE(
      submit(commands::AddUser{.name = "ann", .account_id = "000000000001", .key = {"ann", "s"}}));
  const CatalogState later = view()->state;
  const log::Offset later_through = catalog_log().bounds().tail;
  for (SnapshotChunk& chunk : cut_snapshot(later, later_through, 5)) append_entry(std::move(chunk));
  for (SnapshotChunk& chunk : cut_snapshot(earlier, earlier_through, 6)) {
    append_entry(std::move(chunk));
  }
  ASSERT_TRUE(start());
  EXPECT_EQ(view()->state.users.size(), 1u);
}

}  // namespace
}  // namespace weir::stream
