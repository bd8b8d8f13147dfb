// The catalog's bytes: commands, states and snapshots come back as they went in, and nothing else
// is taken for one.
#include "stream/state_encoding.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "env/seeded_random.h"
#include "stream/catalog_entry.h"
#include "stream/command_encoding.h"
#include "stream/snapshot.h"

namespace weir::stream {
namespace {

constexpr WallTime noon{1'704'110'400'000};

User one_user() {
  User user;
  user.name = "bob";
  user.account_id = "000000000001";
  user.created = noon;
  user.path = "/team/";
  user.id = "AIDABOB";
  user.origin = UserOrigin::api;
  user.policies = {.documents = {{"own", "{}"}}, .attached = {"arn:1"}, .boundary = "arn:4"};
  user.tags = {{"k", "v"}};
  return user;
}

Role one_role() {
  Role role;
  role.key = {"000000000001", "reader"};
  role.created = noon;
  role.path = "/r/";
  role.id = "AROAREADER";
  role.trust_policy = "{}";
  role.description = "Reads.";
  role.session_seconds_max = 7'200;
  role.policies = {.documents = {}, .attached = {"arn:1", "arn:2"}, .boundary = {}};
  role.tags = {{"k", "v"}};
  return role;
}

ManagedPolicy one_policy() {
  ManagedPolicy policy;
  policy.arn = "arn:1";
  policy.account_id = "000000000001";
  policy.name = "readers";
  policy.path = "/p/";
  policy.id = "ANPAREADERS";
  policy.description = "For readers.";
  policy.created = noon;
  policy.updated = noon;
  policy.versions = {{.number = 2, .document = "{}", .created = noon}};
  policy.default_version = 2;
  policy.next_version = 3;
  policy.tags = {{"k", "v"}};
  return policy;
}

DataKeyDescription one_data_key() {
  DataKeyDescription key{
      .number = 1,
      .wrapped = {.key_id = "1234abcd-12ab-34cd-56ef-1234567890ab", .key_version = 3},
      .is_managed = true,
      .retired = noon};
  key.wrapped.sealed.fill(std::byte{0x5a});
  return key;
}

AlarmKey one_alarm(std::string name = "lag") {
  return {.account_id = "000000000001", .region = "us-east-1", .name = std::move(name)};
}

StreamScaling one_scaling(const StreamKey& key) {
  return {.key = key,
          .id = "0ec5fa1c7e3a",
          .created = noon,
          .capacity_min = 2,
          .capacity_max = 40,
          .role_arn = "arn:6",
          .suspended = scaling_in_suspended | scheduled_scaling_suspended,
          .tags = {{"k", "v"}},
          .policies = {{.name = "half",
                        .id = "uuid-1",
                        .type = ScalingPolicyType::target_tracking,
                        .configuration = "{}",
                        .created = noon}},
          .actions = {{.name = "night",
                       .id = "uuid-2",
                       .schedule = "rate(1 day)",
                       .timezone = "Europe/Berlin",
                       .start = noon,
                       .end = WallTime{noon.ms + 1},
                       .capacity_min = 1,
                       .capacity_max = 3,
                       .created = noon,
                       .done_until = WallTime{noon.ms + 2}}},
          .revision = 0};
}

ScalingActivity one_activity() {
  return {.id = "uuid-3",
          .description = "Setting shard count to 4.",
          .cause = "minimum capacity was set to 4",
          .start = noon,
          .end = WallTime{noon.ms + 3},
          .status = ScalingActivityStatus::failed,
          .status_message = "It failed.",
          .not_scaled = {{.code = "AlreadyAtMaxCapacity",
                          .capacity_min = 5,
                          .capacity_max = 6,
                          .capacity = 7}},
          .from = 2,
          .to = 4};
}

std::vector<CommandBody> one_of_each_of_alarms() {
  return {
      commands::PutAlarm{.key = one_alarm(),
                         .is_composite = true,
                         .definition = "{}",
                         .children = {"disk"},
                         .actions_enabled = false,
                         .tags = {{"a", "1"}},
                         .history_data = "{}",
                         .alarms_max = 5'000},
      commands::DeleteAlarms{{one_alarm(), one_alarm("other")}},
      commands::EnableAlarmActions{.keys = {one_alarm()}, .enable = false},
      commands::SetAlarmState{.key = one_alarm(),
                              .is_conditional = true,
                              .revision = 4,
                              .transitions = 5,
                              .value = AlarmValue::alarm,
                              .reason = "Why.",
                              .reason_data = "{}",
                              .history_data = "[]",
                              .actions = {"arn:aws:sns:us-east-1:000000000001:ops"},
                              .suppression = AlarmSuppression::wait_period},
      commands::SetAlarmSuppression{.key = one_alarm(),
                                    .revision = 4,
                                    .transitions = 6,
                                    .suppression = AlarmSuppression::alarm,
                                    .actions = {"arn:7"}},
      commands::FinishAlarmAction{
          .key = {.transition = 7, .index = 1}, .summary = "Done.", .history_data = "{}"},
      commands::ChangeAlarmTags{
          .key = one_alarm(), .set = {{"b", "2"}}, .remove = {"a"}, .tags_max = 50},
  };
}

// One of each kind, every field with a value of its own.
std::vector<CommandBody> one_of_each_of_streams() {
  const StreamKey key{"000000000001", "us-east-1", "orders"};
  TokenSecret secret{};
  for (std::size_t i = 0; i < secret.size(); ++i) secret[i] = static_cast<std::byte>(i * 7);
  return {
      commands::Initialise{.cluster_id = "cluster", .token_secret = secret},
      commands::CreateStream{.key = key,
                             .shard_count = 3,
                             .mode = StreamMode::on_demand,
                             .record_kib_max = 2'048,
                             .tags = {{"a", "1"}, {"b", ""}},
                             .account_shards_max = 500,
                             .transitions_max = 5,
                             .warm_mibps = 12,
                             .distribution = DistributionStrategy::automatic,
                             .on_demand_streams_max = 4},
      commands::FinishTransition{StreamNumber{4}},
      commands::DeleteStream{key},
      commands::RemoveStream{StreamNumber{5}},
      commands::ChangeRetention{.key = key, .hours = 48, .increase = false},
      commands::AddUser{.name = "ann", .account_id = "000000000001", .key = {"AKIA1", "secret"}},
      commands::RemoveUser{"ann"},
      commands::RotateUser{.name = "ann", .key = {"AKIA2", "other"}},
      commands::AddSession{
          .user = "ann", .key = {"ASIA1", "third"}, .session_token = "token", .expires = noon},
      commands::PurgeSessions{},
      commands::SplitShard{.key = key,
                           .shard = {2},
                           .new_starting_hash_key = {uint128{5} << 100},
                           .account_shards_max = 7},
      commands::MergeShards{.key = key, .shard = {3}, .adjacent_shard = {4}},
      commands::UpdateShardCount{.key = key,
                                 .target = 9,
                                 .account_shards_max = 8,
                                 .stream_shards_max = 7,
                                 .updates_a_day_max = 6,
                                 .steps_are_limited = false},
      commands::FinishReshard{.stream = StreamNumber{6},
                              .closed = {{{1}, log::Offset{2}, noon}, {{3}, log::Offset{4}, noon}}},
      commands::ForgetShards{.stream = StreamNumber{7}, .shards = {{0}, {5}}},
      commands::ChangeTags{
          .key = key, .set = {{"a", "1"}, {"c", "ü"}}, .remove = {"b", "d"}, .tags_max = 50},
      commands::ChangeShardMetrics{.key = key, .metrics = 0x55, .enable = false},
      commands::ChangeRecordSize{.key = key, .record_kib_max = 10'240},
      commands::ChangeMode{.key = key,
                           .mode = StreamMode::on_demand,
                           .warm_mibps = 3,
                           .on_demand_streams_max = 50,
                           .updates_a_day_max = 2,
                           .account_shards_max = 9},
      commands::ChangeWarmThroughput{.key = key, .mibps = 100},
      commands::ChangeDistribution{.key = key, .strategy = DistributionStrategy::automatic},
      commands::ChangeCommitment{
          .account_id = "000000000001", .region = "us-east-1", .enable = false},
      commands::RecordDemand{.stream = StreamNumber{8}, .demand = {.day = 19'000, .shards = 16}},
      commands::ScaleStream{.stream = StreamNumber{9}, .split = {{1}, {2}}, .target = 5},
      commands::PutUser{.user = one_user(), .former_name = {}, .key = AccessKey{"AKIA3", "fourth"}},
      commands::AddAccessKey{.user = "bob", .key = {"AKIA4", "fifth"}, .keys_max = 2},
      commands::SetAccessKeyActive{.user = "bob", .key_id = "AKIA4", .active = false},
      commands::RemoveAccessKey{.user = "bob", .key_id = "AKIA9"},
      commands::PutRole{one_role()},
      commands::RemoveRole{{"000000000001", "other"}},
      commands::AddRoleSession{.account_id = "000000000001",
                               .terms = {.role = "reader",
                                         .name = "job",
                                         .has_policies = true,
                                         .documents = {"{}"},
                                         .attached = {"arn:2"}},
                               .key = {"ASIA2", "sixth"},
                               .session_token = "another",
                               .expires = noon},
      commands::PutManagedPolicy{one_policy()},
      commands::RemoveManagedPolicy{"arn:nothing"},
      commands::SetResourcePolicy{.stream = key, .arn = "arn:3", .document = "{}"},
      commands::RegisterConsumer{.key = key,
                                 .name = "billing",
                                 .tags = {{"c", "2"}},
                                 .consumers_max = 20,
                                 .creating_max = 5},
      commands::DeregisterConsumer{.key = key, .name = "billing", .creation_seconds = 3},
      commands::FinishConsumer{.stream = StreamNumber{8}, .name = "billing", .number = 9},
      commands::DeleteStreamAndConsumers{key},
      commands::StartEncryption{.key = key,
                                .stream = StreamNumber{1},
                                .key_id = "alias/orders",
                                .data_key = one_data_key(),
                                .starts_a_day_max = 25},
      commands::StopEncryption{.key = key, .stops_a_day_max = 25},
      commands::ChangeConsumerTags{.key = key,
                                   .name = "billing",
                                   .creation_seconds = 1'700'000'000,
                                   .set = {{"a", "1"}},
                                   .remove = {"b"},
                                   .tags_max = 50},
  };
}

Dashboard one_dashboard() {
  return {.key = {.account_id = "000000000001", .name = "orders"},
          .body = R"({"widgets":[]})",
          .modified = noon,
          .tags = {{"team", "one"}}};
}

std::vector<CommandBody> one_of_each() {
  std::vector<CommandBody> all = one_of_each_of_streams();
  for (CommandBody& body : one_of_each_of_alarms()) all.push_back(std::move(body));
  const StreamKey key{"000000000001", "us-east-1", "orders"};
  all.emplace_back(commands::PutStreamScaling{.scaling = one_scaling(key), .targets_max = 500});
  all.emplace_back(commands::RemoveStreamScaling{key});
  all.emplace_back(commands::RecordScalingActivity{.key = key, .activity = one_activity()});
  all.emplace_back(commands::PutDashboard{.key = one_dashboard().key,
                                          .body = one_dashboard().body,
                                          .tags = one_dashboard().tags,
                                          .dashboards_max = 500,
                                          .bytes_max = 1'000});
  all.emplace_back(
      commands::DeleteDashboards{.account_id = "000000000001", .names = {"orders", "others"}});
  all.emplace_back(commands::ChangeDashboardTags{
      .key = one_dashboard().key, .set = {{"a", "1"}}, .remove = {"b"}, .tags_max = 50});
  return all;
}

std::vector<Command> commands_of_each() {
  std::vector<Command> commands;
  for (CommandBody& body : one_of_each()) {
    commands.push_back({.id = {.writer = 0x0123456789abcdef, .counter = commands.size() + 1},
                        .time = noon,
                        .body = std::move(body)});
  }
  return commands;
}

std::string bytes_of_command(const Command& command) {
  std::string bytes;
  encode_command(command, bytes);
  return bytes;
}

CatalogState rich_state(std::uint32_t streams, std::size_t tag_bytes = 10) {
  CatalogState state;
  std::uint64_t counter = 0;
  const auto run = [&](CommandBody body) {
    return state.apply(
        {.id = {.writer = 1, .counter = ++counter}, .time = noon, .body = std::move(body)});
  };
  for (CommandBody& body : one_of_each()) static_cast<void>(run(std::move(body)));
  EXPECT_TRUE(run(commands::PutAlarm{.key = one_alarm("disk"), .definition = "{}"}));
  EXPECT_TRUE(run(commands::PutAlarm{.key = one_alarm(),
                                     .is_composite = true,
                                     .definition = "{}",
                                     .children = {"disk"},
                                     .tags = {{"k", "v"}}}));
  EXPECT_TRUE(run(commands::SetAlarmState{
      .key = one_alarm(), .value = AlarmValue::alarm, .reason = "Why.", .actions = {"arn:1"}}));
  for (std::uint32_t i = 0; i < streams; ++i) {
    const StreamKey key{"000000000001", "us-east-1", "stream-" + std::to_string(i)};
    EXPECT_TRUE(run(commands::CreateStream{
        .key = key, .shard_count = 1 + i % 5, .tags = {{"i", std::string(tag_bytes, 'x')}}}));
    const StreamNumber number = state.find(key)->number;
    if (i % 2 == 0) {
      EXPECT_TRUE(run(commands::FinishTransition{number}));
    }
    if (i % 4 == 0) {
      EXPECT_TRUE(run(commands::ChangeRetention{.key = key, .hours = 30, .increase = true}));
    }
    if (i % 8 == 0) {
      EXPECT_TRUE(run(commands::DeleteStream{key}));
      EXPECT_TRUE(run(commands::RemoveStream{number}));
    }
    // One is being split, another has been.
    if (i % 4 == 2) {
      EXPECT_TRUE(run(commands::SplitShard{
          .key = key, .shard = {0}, .new_starting_hash_key = {uint128{1} << 64}}));
    }
    if (i % 8 == 2) {
      EXPECT_TRUE(
          run(commands::FinishReshard{.stream = number, .closed = {{{0}, log::Offset{10}, noon}}}));
    }
    // One is on-demand and has everything that is particular to that.
    if (i % 8 == 4) {
      EXPECT_TRUE(run(commands::FinishTransition{number}));
      EXPECT_TRUE(run(commands::ChangeCommitment{
          .account_id = key.account_id, .region = key.region, .enable = i % 16 == 4}));
      EXPECT_TRUE(run(commands::ChangeMode{.key = key, .mode = StreamMode::on_demand}));
      EXPECT_TRUE(run(
          commands::ChangeDistribution{.key = key, .strategy = DistributionStrategy::automatic}));
      EXPECT_TRUE(run(commands::RecordDemand{number, {.day = 20'000, .shards = 9}}));
      EXPECT_TRUE(run(commands::FinishTransition{number}));
      EXPECT_TRUE(run(commands::StartEncryption{
          .key = key, .stream = number, .key_id = "alias/orders", .data_key = one_data_key()}));
      EXPECT_TRUE(run(commands::FinishTransition{number}));
      EXPECT_TRUE(run(commands::ChangeShardMetrics{.key = key, .metrics = 3}));
      EXPECT_TRUE(run(commands::PutStreamScaling{.scaling = one_scaling(key)}));
      EXPECT_TRUE(run(commands::RecordScalingActivity{.key = key, .activity = one_activity()}));
    }
  }
  return state;
}

// Several parts long as a snapshot.
CatalogState large_state(std::uint32_t streams) { return rich_state(streams, 20'000); }

// -- Commands -------------------------------------------------------------------

TEST(CommandEncoding, EveryKindOfCommandIsTriedHere) {
  const std::vector<CommandBody> bodies = one_of_each();
  ASSERT_EQ(bodies.size(), std::variant_size_v<CommandBody>);
  for (std::size_t index = 0; index < bodies.size(); ++index) {
    EXPECT_EQ(bodies[index].index(), index);
  }
}

TEST(CommandEncoding, ACommandComesBackAsItWentIn) {
  for (const Command& command : commands_of_each()) {
    const std::string bytes = bytes_of_command(command);
    const Result<Command> decoded = decode_command(bytes_of(bytes));
    ASSERT_TRUE(decoded) << command.body.index();
    EXPECT_EQ(*decoded, command) << command.body.index();
  }
}

TEST(CommandEncoding, TheFormatOnDiskIsWhatItWas) {
  const Command command{.id = {.writer = 0x0102030405060708, .counter = 2},
                        .time = {3},
                        .body = commands::DeleteStream{{"a", "bb", "c"}}};
  // Version, writer, counter, time, which command, three texts with their lengths.
  const std::string expected(
      "\x02"
      "\x08\x07\x06\x05\x04\x03\x02\x01"
      "\x02\x00\x00\x00\x00\x00\x00\x00"
      "\x03\x00\x00\x00\x00\x00\x00\x00"
      "\x03"
      "\x01\x00\x00\x00"
      "a"
      "\x02\x00\x00\x00"
      "bb"
      "\x01\x00\x00\x00"
      "c",
      1 + 8 + 8 + 8 + 1 + 5 + 6 + 5);
  EXPECT_EQ(bytes_of_command(command), expected);
}

// What the first version wrote: CreateStream ended with its limits.
TEST(CommandEncoding, TheFirstVersionIsStillRead) {
  const std::string bytes(
      "\x01"
      "\x01\x00\x00\x00\x00\x00\x00\x00"
      "\x02\x00\x00\x00\x00\x00\x00\x00"
      "\x03\x00\x00\x00\x00\x00\x00\x00"
      "\x01"
      "\x01\x00\x00\x00"
      "a"
      "\x01\x00\x00\x00"
      "r"
      "\x01\x00\x00\x00"
      "s"
      "\x04\x00\x00\x00"
      "\x01"
      "\x00\x04\x00\x00"
      "\x00\x00\x00\x00"
      "\x09\x00\x00\x00\x00\x00\x00\x00"
      "\x05\x00\x00\x00",
      1 + 8 + 8 + 8 + 1 + 3 * 5 + 4 + 1 + 4 + 4 + 8 + 4);
  const Result<Command> decoded = decode_command(bytes_of(bytes));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(std::get<commands::CreateStream>(decoded->body),
            (commands::CreateStream{.key = {"a", "r", "s"},
                                    .shard_count = 4,
                                    .mode = StreamMode::on_demand,
                                    .record_kib_max = 1'024,
                                    .tags = {},
                                    .account_shards_max = 9,
                                    .transitions_max = 5}));
}

TEST(CommandEncoding, ACommandCutAnywhereOrWithMoreBehindItIsRefused) {
  for (const Command& command : commands_of_each()) {
    const std::string bytes = bytes_of_command(command);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      const Result<Command> decoded = decode_command(bytes_of(bytes).first(size));
      ASSERT_FALSE(decoded) << command.body.index() << " of " << size << " bytes";
      EXPECT_EQ(decoded.error().code, ErrorCode::corrupt);
    }
    EXPECT_FALSE(decode_command(bytes_of(bytes + '\0')));
  }
}

TEST(CommandEncoding, UnknownVersionsKindsAndValuesAreRefused) {
  const auto changed = [](Command command, std::size_t place, char value) {
    std::string bytes = bytes_of_command(command);
    bytes[place] = value;
    return decode_command(bytes_of(bytes)).has_value();
  };
  constexpr std::size_t kind_at = 1 + 8 + 8 + 8;
  const Command purge{.id = {}, .time = {}, .body = commands::PurgeSessions{}};
  EXPECT_TRUE(changed(purge, kind_at, static_cast<char>(purge.body.index())));
  EXPECT_FALSE(changed(purge, kind_at, std::variant_size_v<CommandBody>));
  EXPECT_TRUE(changed(purge, 0, 1));
  EXPECT_FALSE(changed(purge, 0, 0));
  EXPECT_FALSE(changed(purge, 0, 3));
  const Command retention{
      .id = {}, .time = {}, .body = commands::ChangeRetention{.key = {"", "", ""}}};
  const std::size_t last = bytes_of_command(retention).size() - 1;
  EXPECT_TRUE(changed(retention, last, 0));
  EXPECT_FALSE(changed(retention, last, 2));
}

// -- States -----------------------------------------------------------------------

std::map<Scope, std::uint64_t> counts(const PersistentMap<Scope, std::uint64_t>& of) {
  std::map<Scope, std::uint64_t> all;
  of.for_each([&](const Scope& scope, std::uint64_t count) { all.emplace(scope, count); });
  return all;
}

TEST(StateEncoding, AStateComesBackAsItWentIn) {
  for (const std::uint32_t streams : {0u, 1u, 300u}) {
    const CatalogState state = rich_state(streams);
    const std::string bytes = encode_state(state);
    const Result<CatalogState> decoded = decode_state(bytes_of(bytes));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(encode_state(*decoded), bytes);
    EXPECT_EQ(decoded->streams.size(), state.streams.size());
    EXPECT_EQ(decoded->streams_by_number.size(), state.streams_by_number.size());
    EXPECT_EQ(decoded->transitions.size(), state.transitions.size());
    EXPECT_EQ(decoded->token_secret, state.token_secret);
    EXPECT_EQ(counts(decoded->open_shards), counts(state.open_shards));
    EXPECT_EQ(counts(decoded->on_demand_streams), counts(state.on_demand_streams));
    EXPECT_EQ(counts(state.open_shards).empty(), streams < 2);
    EXPECT_EQ(decoded->commitments.size(), state.commitments.size());
    EXPECT_EQ(*decoded->find_alarm(one_alarm()), *state.find_alarm(one_alarm()));
    EXPECT_EQ(decoded->due_actions.size(), 1U);
  }
}

TEST(StateEncoding, ADecodedStateGoesOnAsTheOriginalDoes) {
  CatalogState state = rich_state(50);
  Result<CatalogState> decoded = decode_state(bytes_of(encode_state(state)));
  ASSERT_TRUE(decoded);
  for (const Command& command : commands_of_each()) {
    const Result<void> here = state.apply(command);
    const Result<void> there = decoded->apply(command);
    EXPECT_EQ(here.has_value(), there.has_value()) << command.body.index();
  }
  EXPECT_EQ(encode_state(*decoded), encode_state(state));
}

TEST(StateEncoding, EncryptionComesBackToo) {
  const CatalogState state = rich_state(6);
  const Result<CatalogState> decoded = decode_state(bytes_of(encode_state(state)));
  ASSERT_TRUE(decoded);
  const StreamKeyView key{"000000000001", "us-east-1", "stream-4"};
  EXPECT_EQ(decoded->find(key)->encryption, state.find(key)->encryption);
  EXPECT_EQ(decoded->find(key)->encryption.data_keys.at(0), one_data_key());
  // A stream that is encrypted under nothing is a contradiction.
  StreamDescription stream = *state.find(key);
  stream.encryption.data_keys.clear();
  CatalogState changed = rich_state(0);
  changed.next_stream_number = state.next_stream_number;
  changed.add_stream(stream);
  EXPECT_FALSE(decode_state(bytes_of(encode_state(changed))));
}

TEST(StateEncoding, ScalingComesBackToo) {
  const CatalogState state = rich_state(6);
  const Result<CatalogState> decoded = decode_state(bytes_of(encode_state(state)));
  ASSERT_TRUE(decoded);
  const StreamKeyView key{"000000000001", "us-east-1", "stream-4"};
  ASSERT_NE(decoded->find_scaling(key), nullptr);
  EXPECT_EQ(*decoded->find_scaling(key), *state.find_scaling(key));
  EXPECT_EQ(*decoded->find_scaling_activities(key), ScalingActivities{one_activity()});
}

TEST(StateEncoding, UnevenShardsComeBackToo) {
  CatalogState state;
  StreamDescription stream;
  stream.number = StreamNumber{1};
  stream.key = {"000000000001", "us-east-1", "uneven"};
  stream.shards =
      std::make_shared<const std::vector<ShardDescription>>(std::vector<ShardDescription>{
          {{0}, 1'700'000'000, {HashKey{0}, HashKey{99}}, {}, {}, {}},
          {{1}, 1'700'000'001, {HashKey{100}, hash_key_max}, {}, {}, {}}});
  state.next_stream_number = StreamNumber{2};
  state.add_stream(stream);
  const Result<CatalogState> decoded = decode_state(bytes_of(encode_state(state)));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(*decoded->find(stream.key)->shards, *stream.shards);
}

TEST(StateEncoding, AStateCutAnywhereOrWithMoreBehindItIsRefused) {
  const std::string bytes = encode_state(rich_state(6));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const Result<CatalogState> decoded = decode_state(bytes_of(bytes).first(size));
    ASSERT_FALSE(decoded) << size;
    EXPECT_EQ(decoded.error().code, ErrorCode::corrupt);
  }
  EXPECT_FALSE(decode_state(bytes_of(bytes + '\0')));
}

// What version 2 wrote, which knew nothing of what is particular to on-demand streams.
TEST(StateEncoding, AnOlderVersionIsStillRead) {
  const auto number = [](std::uint64_t value, std::size_t bytes) {
    return std::string(reinterpret_cast<const char*>(&value), bytes);
  };
  const auto text = [&](std::string_view value) {
    return number(value.size(), 4) + std::string(value);
  };
  std::string bytes = number(2, 1) + text("cluster") + std::string(32, 's');
  bytes += number(5, 8) + number(2, 4);  // Commands applied, the next stream's number.
  bytes += number(1, 4) + number(1, 4) + text("a") + text("r") + text("s");
  bytes += number(1, 1) + number(6, 8) + number(7, 8) + number(0, 1) + number(48, 4);
  bytes += number(2'048, 4) + number(0, 4) + number(8, 8) + number(0, 4);
  bytes += number(0, 1) + number(3, 4) + number(1'700'000'000, 8) + number(0, 1);
  bytes += number(1, 4) + text("ann") + text("a") + number(9, 8) + text("AKIA1");
  bytes += number(1, 4) + text("AKIA1") + text("secret") + text("ann") + text("a") + text("");
  bytes += number(0, 8) + number(0, 4) + number(0, 4);
  const Result<CatalogState> decoded = decode_state(bytes_of(bytes));
  ASSERT_TRUE(decoded);
  const DescriptionPointer stream = decoded->find(StreamKeyView{"a", "r", "s"});
  ASSERT_NE(stream, nullptr);
  EXPECT_EQ(stream->retention_hours, 48U);
  EXPECT_EQ(stream->open_shard_count(), 3U);
  EXPECT_EQ(stream->shard_level_metrics, 0);
  EXPECT_EQ(stream->on_demand, OnDemand{});
  // Before there were policies every user might do everything in its account.
  const auto user = decoded->find_user("ann");
  ASSERT_NE(user, nullptr);
  EXPECT_EQ(user->policies.attached, std::vector<std::string>{std::string(full_access_arn)});
  EXPECT_TRUE(decoded->has_operator_users());
  EXPECT_TRUE(decoded->find_credential("AKIA1")->active);
}

TEST(StateEncoding, DashboardsComeBackToo) {
  CatalogState state = rich_state(0);
  state.dashboards.set(one_dashboard().key, std::make_shared<const Dashboard>(one_dashboard()));
  const Result<CatalogState> decoded = decode_state(bytes_of(encode_state(state)));
  ASSERT_TRUE(decoded);
  ASSERT_NE(decoded->find_dashboard(one_dashboard().key), nullptr);
  EXPECT_EQ(*decoded->find_dashboard(one_dashboard().key), one_dashboard());
}

// Version 8 ended before the dashboards.
TEST(StateEncoding, ThoseWithoutDashboardsAreStillRead) {
  std::string bytes = encode_state(CatalogState{});
  bytes[0] = 8;
  bytes.resize(bytes.size() - 4);
  const Result<CatalogState> decoded = decode_state(bytes_of(bytes));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->dashboards.size(), 0U);
}

TEST(StateEncoding, ANewerVersionIsRefused) {
  std::string bytes = encode_state(rich_state(1));
  bytes[0] = 99;
  EXPECT_FALSE(decode_state(bytes_of(bytes)));
}

TEST(StateEncoding, AStreamWithANumberThatWasNotGivenOutIsAContradiction) {
  CatalogState state = rich_state(2);
  state.next_stream_number = StreamNumber{1};
  EXPECT_FALSE(decode_state(bytes_of(encode_state(state))));
}

// Whatever the bytes are, decoding neither reads beyond them nor takes memory that they do not pay
// for; the sanitizers watch.
TEST(StateEncoding, DamagedBytesNeverBreakTheReader) {
  env::SeededRandom random(11);
  const std::string state_bytes = encode_state(rich_state(20));
  std::string command_bytes = bytes_of_command(commands_of_each()[1]);
  for (int round = 0; round < 1'000; ++round) {
    std::string damaged = round % 2 == 0 ? state_bytes : command_bytes;
    for (std::uint64_t flips = 1 + random.below(4); flips > 0; --flips) {
      damaged[random.below(damaged.size())] = static_cast<char>(random.below(256));
    }
    static_cast<void>(decode_state(bytes_of(damaged)));
    static_cast<void>(decode_command(bytes_of(damaged)));
    static_cast<void>(decode_entry(bytes_of(damaged)));
  }
}

// -- Snapshots -----------------------------------------------------------------------

TEST(Snapshot, OfALargeStateIsCutIntoPartsThatMakeItWholeAgain) {
  const CatalogState state = large_state(60);
  const std::vector<SnapshotChunk> chunks = cut_snapshot(state, log::Offset{77}, 5);
  ASSERT_GT(chunks.size(), 1u);
  SnapshotAssembler assembler;
  for (std::size_t index = 0; index < chunks.size(); ++index) {
    std::string entry;
    encode_entry(chunks[index], entry);
    const Result<CatalogEntry> decoded = decode_entry(bytes_of(entry));
    ASSERT_TRUE(decoded);
    ASSERT_EQ(std::get<SnapshotChunk>(*decoded), chunks[index]);
    const auto complete = assembler.add(chunks[index]);
    ASSERT_TRUE(complete);
    ASSERT_EQ(complete->has_value(), index + 1 == chunks.size());
    if (!complete->has_value()) continue;
    EXPECT_EQ((*complete)->through, log::Offset{77});
    EXPECT_EQ(encode_state((*complete)->state), encode_state(state));
  }
}

TEST(Snapshot, WithoutOneOfItsPartsIsLeftAside) {
  const std::vector<SnapshotChunk> chunks = cut_snapshot(large_state(60), log::Offset{77}, 5);
  ASSERT_GT(chunks.size(), 2u);
  for (std::size_t missing = 0; missing < chunks.size(); ++missing) {
    SnapshotAssembler assembler;
    for (std::size_t index = 0; index < chunks.size(); ++index) {
      if (index == missing) continue;
      const auto complete = assembler.add(chunks[index]);
      ASSERT_TRUE(complete);
      EXPECT_FALSE(complete->has_value());
    }
  }
}

TEST(Snapshot, TheNextOneIsFoundBehindOneThatWasBrokenOff) {
  const CatalogState state = large_state(60);
  const std::vector<SnapshotChunk> broken = cut_snapshot(large_state(50), log::Offset{50}, 5);
  SnapshotAssembler assembler;
  ASSERT_TRUE(assembler.add(broken[0]));
  bool found = false;
  for (const SnapshotChunk& chunk : cut_snapshot(state, log::Offset{77}, 6)) {
    const auto complete = assembler.add(chunk);
    ASSERT_TRUE(complete);
    if (!complete->has_value()) continue;
    found = true;
    EXPECT_EQ(encode_state((*complete)->state), encode_state(state));
  }
  EXPECT_TRUE(found);
}

TEST(Snapshot, PartsOfTwoAttemptsAreNeverMixed) {
  const std::vector<SnapshotChunk> first = cut_snapshot(large_state(60), log::Offset{50}, 5);
  const std::vector<SnapshotChunk> second = cut_snapshot(large_state(60), log::Offset{50}, 6);
  SnapshotAssembler assembler;
  for (std::size_t index = 0; index < first.size(); ++index) {
    const auto complete = assembler.add(index == 0 ? first[index] : second[index]);
    ASSERT_TRUE(complete);
    EXPECT_FALSE(complete->has_value());
  }
}

TEST(CatalogEntry, OfAnUnknownKindOrMalformedIsCorrupt) {
  for (const std::string& bytes : {std::string(), std::string("\x03"), std::string("\x02\x01"),
                                   std::string("\x02\x02", 2) + std::string(100, '\0')}) {
    const Result<CatalogEntry> decoded = decode_entry(bytes_of(bytes));
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().code, ErrorCode::corrupt);
  }
}

}  // namespace
}  // namespace weir::stream
