// Command: one change of the catalog, as it stands in the catalog's log.
//
// Applying a command has no clock and no randomness of its own: ids, times, keys and the limits in
// force are in the command, so every replay gives the same state. How commands become bytes is in
// command_encoding.h.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.h"
#include "stream/alarm_commands.h"
#include "stream/consumer_commands.h"
#include "stream/dashboard.h"
#include "stream/encryption_commands.h"
#include "stream/scaling_commands.h"
#include "stream/stream_description.h"
#include "stream/user.h"

namespace weir::stream {

// Names a command for ever. `writer` is random for each process; `counter` grows from 1 with each
// of its commands. A command whose counter is not above the highest seen of its writer is a repeat,
// and is ignored: so a command whose append may or may not have happened can be appended again.
struct CommandId {
  std::uint64_t writer = 0;
  std::uint64_t counter = 0;

  friend auto operator<=>(const CommandId&, const CommandId&) = default;
};

using TokenSecret = std::array<std::byte, 32>;

namespace commands {

// The first command of a catalog; later ones change nothing and fail with in_use.
struct Initialise {
  std::string cluster_id;
  TokenSecret token_secret;  // Authenticates iterators and list tokens.
  friend bool operator==(const Initialise&, const Initialise&) = default;
};

// A new stream, CREATING. Fails with in_use (the name is taken), limit_exceeded.
struct CreateStream {
  StreamKey key;
  std::uint32_t shard_count = 1;
  StreamMode mode = StreamMode::provisioned;
  std::uint32_t record_kib_max = record_kib_default;
  Tags tags;
  std::uint64_t account_shards_max = 0;  // Open shards of the account in the region; 0: no limit.
  std::uint32_t transitions_max = 0;  // Streams of them CREATING or DELETING at once; 0: no limit.
  // The rest is not in the commands of format 1.
  std::uint32_t warm_mibps = 0;
  DistributionStrategy distribution = DistributionStrategy::user_partition_key;
  std::uint64_t on_demand_streams_max = 0;  // Of the account in the region; 0: no limit.
  friend bool operator==(const CreateStream&, const CreateStream&) = default;
};

// CREATING or UPDATING becomes ACTIVE, unless shards are on their way (FinishReshard). Changes
// nothing in any other case.
struct FinishTransition {
  StreamNumber stream;
  friend bool operator==(const FinishTransition&, const FinishTransition&) = default;
};

// ACTIVE or UPDATING becomes DELETING. Fails with not_found, in_use (any other state, or consumers
// are registered).
struct DeleteStream {
  StreamKey key;
  friend bool operator==(const DeleteStream&, const DeleteStream&) = default;
};

// DELETING becomes nothing; its number never comes back. Changes nothing in any other case.
struct RemoveStream {
  StreamNumber stream;
  friend bool operator==(const RemoveStream&, const RemoveStream&) = default;
};

// A new retention period; ACTIVE becomes UPDATING. Fails with not_found, in_use (not ACTIVE),
// invalid_argument (shorter than it is, longer than it is). The same period: nothing changes.
struct ChangeRetention {
  StreamKey key;
  std::uint32_t hours = retention_hours_min;
  bool increase = true;
  friend bool operator==(const ChangeRetention&, const ChangeRetention&) = default;
};

// A user with full access to its account, as all were once. Fails with in_use (the name or the
// access key's id is taken).
struct AddUser {
  std::string name;
  std::string account_id;
  AccessKey key;
  friend bool operator==(const AddUser&, const AddUser&) = default;
};

// Takes the user's sessions along. Fails with not_found.
struct RemoveUser {
  std::string name;
  friend bool operator==(const RemoveUser&, const RemoveUser&) = default;
};

// The old key stops; sessions go on until they expire. Fails with not_found, in_use (the new id is
// another's).
struct RotateUser {
  std::string name;
  AccessKey key;
  friend bool operator==(const RotateUser&, const RotateUser&) = default;
};

// Fails with not_found (the user), in_use (the access key's id is taken).
struct AddSession {
  std::string user;
  AccessKey key;
  std::string session_token;
  WallTime expires;
  friend bool operator==(const AddSession&, const AddSession&) = default;
};

// Forgets sessions that expired expired_session_kept before the command's time, or earlier.
struct PurgeSessions {
  friend bool operator==(const PurgeSessions&, const PurgeSessions&) = default;
};

// One shard is going to become two; ACTIVE becomes UPDATING. Fails with not_found (the stream, the
// shard), in_use (not ACTIVE), limit_exceeded, invalid_argument (the key, a shard that is closed).
struct SplitShard {
  StreamKey key;
  ShardIndex shard;
  HashKey new_starting_hash_key;
  std::uint64_t account_shards_max = 0;  // As in CreateStream.
  friend bool operator==(const SplitShard&, const SplitShard&) = default;
};

// Two neighbours are going to become one; ACTIVE becomes UPDATING. Fails with not_found, in_use,
// invalid_argument (they are no neighbours in this order, or closed).
struct MergeShards {
  StreamKey key;
  ShardIndex shard;
  ShardIndex adjacent_shard;  // With the higher hash keys.
  friend bool operator==(const MergeShards&, const MergeShards&) = default;
};

// The stream is going to have so many shards, equally wide; ACTIVE becomes UPDATING, unless it has
// them. Fails with not_found, in_use, limit_exceeded, invalid_argument (too far in one go).
struct UpdateShardCount {
  StreamKey key;
  std::uint32_t target = 1;
  std::uint64_t account_shards_max = 0;  // As in CreateStream.
  std::uint32_t stream_shards_max = 0;   // 0: no limit.
  std::uint32_t updates_a_day_max = 0;   // For the stream, in any 24 hours. 0: no limit.
  // Whether more than double and less than half are refused.
  bool steps_are_limited = true;
  friend bool operator==(const UpdateShardCount&, const UpdateShardCount&) = default;
};

// Where a shard's log has ended.
struct ClosedShard {
  ShardIndex shard;
  log::Offset end;        // Of the end marker.
  WallTime last_arrival;  // Of the last record or the marker.
  friend bool operator==(const ClosedShard&, const ClosedShard&) = default;
};

// The logs of all shards that were to close have ended: their children begin. The stream becomes
// ACTIVE, or goes on to the next step. Changes nothing if `closed` is not what the stream waits
// for.
struct FinishReshard {
  StreamNumber stream;
  std::vector<ClosedShard> closed;  // By index.
  friend bool operator==(const FinishReshard&, const FinishReshard&) = default;
};

// Closed shards whose last record has expired vanish. Those that are open or unknown stay as they
// are.
struct ForgetShards {
  StreamNumber stream;
  std::vector<ShardIndex> shards;
  friend bool operator==(const ForgetShards&, const ForgetShards&) = default;
};

// Tags are added or get new values, others go away. Fails with not_found, in_use (CREATING or
// DELETING), invalid_argument (too many).
struct ChangeTags {
  StreamKey key;
  Tags set;                         // Sorted by key.
  std::vector<std::string> remove;  // Keys; those that are not there do not matter.
  std::uint32_t tags_max = 0;       // 0: no limit.
  friend bool operator==(const ChangeTags&, const ChangeTags&) = default;
};

// Metrics of each shard are switched on or off; ACTIVE becomes UPDATING. Fails with not_found,
// in_use.
struct ChangeShardMetrics {
  StreamKey key;
  std::uint8_t metrics = 0;  // As in StreamDescription.
  bool enable = true;
  friend bool operator==(const ChangeShardMetrics&, const ChangeShardMetrics&) = default;
};

// Records may be so large; ACTIVE becomes UPDATING. Fails with not_found, in_use.
struct ChangeRecordSize {
  StreamKey key;
  std::uint32_t record_kib_max = record_kib_default;
  friend bool operator==(const ChangeRecordSize&, const ChangeRecordSize&) = default;
};

// Another mode with the same shards; ACTIVE becomes UPDATING. Fails with not_found, in_use,
// limit_exceeded (too often, too many on-demand streams), invalid_argument (the same mode, warm
// throughput without the account's commitment).
struct ChangeMode {
  StreamKey key;
  StreamMode mode = StreamMode::provisioned;
  std::uint32_t warm_mibps = 0;
  std::uint64_t on_demand_streams_max = 0;  // Of the account in the region; 0: no limit.
  std::uint32_t updates_a_day_max = 0;      // For the stream, in any 24 hours. 0: no limit.
  std::uint64_t account_shards_max = 0;     // As in CreateStream.
  friend bool operator==(const ChangeMode&, const ChangeMode&) = default;
};

// An on-demand stream is to take so much at once, and gets the shards for it; ACTIVE becomes
// UPDATING. Fails with not_found, in_use, invalid_argument (provisioned, or without the account's
// commitment).
struct ChangeWarmThroughput {
  StreamKey key;
  std::uint32_t mibps = 0;
  friend bool operator==(const ChangeWarmThroughput&, const ChangeWarmThroughput&) = default;
};

// Who chooses the shards of records from now on. Fails with not_found, in_use (CREATING or
// DELETING), invalid_argument (automatic, but provisioned).
struct ChangeDistribution {
  StreamKey key;
  DistributionStrategy strategy = DistributionStrategy::user_partition_key;
  friend bool operator==(const ChangeDistribution&, const ChangeDistribution&) = default;
};

// The commitment of an account in a region (billing_commitment.h) begins or ends. What it is
// already: nothing changes.
struct ChangeCommitment {
  std::string account_id;
  std::string region;
  bool enable = true;
  friend bool operator==(const ChangeCommitment&, const ChangeCommitment&) = default;
};

// What the load of a day called for. Changes nothing unless it is more than is known of that day,
// and the stream is on-demand.
struct RecordDemand {
  StreamNumber stream;
  DailyDemand demand;
  friend bool operator==(const RecordDemand&, const RecordDemand&) = default;
};

// The shards of an on-demand stream follow its load: `split` are halved, or, if there are none, the
// stream gets `target` even ones; ACTIVE becomes UPDATING. Changes nothing if the stream is not
// ACTIVE and on-demand any more, or has other shards.
struct ScaleStream {
  StreamNumber stream;
  std::vector<ShardIndex> split;  // Open ones, ascending.
  std::uint32_t target = 0;
  friend bool operator==(const ScaleStream&, const ScaleStream&) = default;
};

// A new user (revision 0 in `user`), or one that is there becomes as given. `key`, if there is one,
// becomes its key. Fails with in_use (the name or the key's id is taken), not_found, expired (it is
// not at user.revision any more: read again).
struct PutUser {
  User user;
  std::string former_name;  // Of one that is there; empty: the same.
  std::optional<AccessKey> key;
  friend bool operator==(const PutUser&, const PutUser&) = default;
};

// Another key for a user. Fails with not_found, in_use, limit_exceeded.
struct AddAccessKey {
  std::string user;
  AccessKey key;
  std::uint32_t keys_max = 0;  // Of the user; 0: no limit.
  friend bool operator==(const AddAccessKey&, const AddAccessKey&) = default;
};

// Fails with not_found (the key is not that user's).
struct SetAccessKeyActive {
  std::string user;
  std::string key_id;
  bool active = true;
  friend bool operator==(const SetAccessKeyActive&, const SetAccessKeyActive&) = default;
};

// Fails with not_found.
struct RemoveAccessKey {
  std::string user;
  std::string key_id;
  friend bool operator==(const RemoveAccessKey&, const RemoveAccessKey&) = default;
};

// As PutUser.
struct PutRole {
  Role role;
  friend bool operator==(const PutRole&, const PutRole&) = default;
};

// Takes the role's sessions along. Fails with not_found.
struct RemoveRole {
  RoleKey key;
  friend bool operator==(const RemoveRole&, const RemoveRole&) = default;
};

// Fails with not_found (the role), in_use (the access key's id is taken).
struct AddRoleSession {
  std::string account_id;
  SessionTerms terms;
  AccessKey key;
  std::string session_token;
  WallTime expires;
  friend bool operator==(const AddRoleSession&, const AddRoleSession&) = default;
};

// As PutUser.
struct PutManagedPolicy {
  ManagedPolicy policy;
  friend bool operator==(const PutManagedPolicy&, const PutManagedPolicy&) = default;
};

// Fails with not_found, in_use (it is attached).
struct RemoveManagedPolicy {
  std::string arn;
  friend bool operator==(const RemoveManagedPolicy&, const RemoveManagedPolicy&) = default;
};

// The policy of a stream, or of a consumer of it, for as long as that is there. Fails with
// not_found (the stream, the consumer, or the policy that is to go).
struct SetResourcePolicy {
  StreamKey stream;
  std::string arn;       // Of the stream or the consumer.
  std::string document;  // Empty: none any more.
  friend bool operator==(const SetResourcePolicy&, const SetResourcePolicy&) = default;
};

}  // namespace commands

// The order is part of the format on disk: add at the end only.
using CommandBody = std::variant<
    commands::Initialise, commands::CreateStream, commands::FinishTransition,
    commands::DeleteStream, commands::RemoveStream, commands::ChangeRetention, commands::AddUser,
    commands::RemoveUser, commands::RotateUser, commands::AddSession, commands::PurgeSessions,
    commands::SplitShard, commands::MergeShards, commands::UpdateShardCount,
    commands::FinishReshard, commands::ForgetShards, commands::ChangeTags,
    commands::ChangeShardMetrics, commands::ChangeRecordSize, commands::ChangeMode,
    commands::ChangeWarmThroughput, commands::ChangeDistribution, commands::ChangeCommitment,
    commands::RecordDemand, commands::ScaleStream, commands::PutUser, commands::AddAccessKey,
    commands::SetAccessKeyActive, commands::RemoveAccessKey, commands::PutRole,
    commands::RemoveRole, commands::AddRoleSession, commands::PutManagedPolicy,
    commands::RemoveManagedPolicy, commands::SetResourcePolicy, commands::RegisterConsumer,
    commands::DeregisterConsumer, commands::FinishConsumer, commands::DeleteStreamAndConsumers,
    commands::StartEncryption, commands::StopEncryption, commands::ChangeConsumerTags,
    commands::PutAlarm, commands::DeleteAlarms, commands::EnableAlarmActions,
    commands::SetAlarmState, commands::SetAlarmSuppression, commands::FinishAlarmAction,
    commands::ChangeAlarmTags, commands::PutStreamScaling, commands::RemoveStreamScaling,
    commands::RecordScalingActivity, commands::PutDashboard, commands::DeleteDashboards,
    commands::ChangeDashboardTags>;

struct Command {
  CommandId id;
  WallTime time;  // The wall clock of who wrote it.
  CommandBody body;

  friend bool operator==(const Command&, const Command&) = default;
};

}  // namespace weir::stream
