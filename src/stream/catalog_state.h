// CatalogState: everything the catalog knows, as the state machine that its log drives.
//
// Pure: apply() depends on the state and the command alone. A value: copying is cheap and shares
// what has not changed (persistent_map.h). Who appends, replays and publishes is catalog.h.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "stream/alarm.h"
#include "stream/billing_commitment.h"
#include "stream/command.h"
#include "stream/consumer.h"
#include "stream/dashboard.h"
#include "stream/persistent_map.h"
#include "stream/removed_creations.h"
#include "stream/reshard.h"
#include "stream/scaling.h"
#include "stream/stream_description.h"
#include "stream/user.h"

namespace weir::stream {

using DescriptionPointer = std::shared_ptr<const StreamDescription>;
using AlarmPointer = std::shared_ptr<const Alarm>;
using DueActionPointer = std::shared_ptr<const DueAction>;
using StreamScalingPointer = std::shared_ptr<const StreamScaling>;

// An account in a region.
struct Scope {
  std::string account_id;
  std::string region;
  friend auto operator<=>(const Scope&, const Scope&) = default;
};

// What a consumer was registered as: the texts in its ARN.
struct Registration {
  StreamKey stream;
  std::string consumer;
  friend auto operator<=>(const Registration&, const Registration&) = default;
};

// How far a writer of commands has come.
struct WriterProgress {
  std::uint64_t counter = 0;   // The highest seen.
  std::uint64_t last_use = 0;  // commands_applied when that was; orders writers by age.
  friend bool operator==(const WriterProgress&, const WriterProgress&) = default;
};

class CatalogState {
 public:
  bool initialised() const { return !cluster_id.empty(); }

  // Applies the next command of the log. The outcome is the answer to whoever wrote it; after an
  // error nothing has changed, except that the command counts as seen. Error messages are Amazon's
  // where Amazon has one. A repeat changes nothing and answers success: whoever wrote it has been,
  // or will be, answered by its first occurrence.
  Result<void> apply(const Command& command);

  // Whether `id` would be taken for a repeat.
  bool has_seen(const CommandId& id) const;

  // Null if there is none.
  DescriptionPointer find(const StreamKeyView& key) const;
  DescriptionPointer find(StreamNumber number) const;
  std::shared_ptr<const Credential> find_credential(std::string_view access_key_id) const;

  // Null if there is none.
  std::shared_ptr<const User> find_user(std::string_view name) const;
  std::shared_ptr<const Role> find_role(const RoleKey& key) const;
  std::shared_ptr<const ManagedPolicy> find_managed_policy(std::string_view arn) const;
  // The policy of a stream or a consumer.
  std::shared_ptr<const std::string> find_resource_policy(std::string_view arn) const;

  // Null if there is none.
  StreamScalingPointer find_scaling(const StreamKeyView& key) const;
  std::shared_ptr<const ScalingActivities> find_scaling_activities(const StreamKeyView& key) const;
  // How many scalable targets there are.
  std::size_t scaling_count(const Scope& scope) const;

  // Whether the operator has made a user: if not, everybody is let in.
  bool has_operator_users() const { return operator_users > 0; }

  // Puts a user in, or in the place of the one of its name.
  void set_user(User user);
  // Null if there is none, or if `creation_seconds` is another one's.
  ConsumerPointer find_consumer(const ConsumerKey& key,
                                std::optional<std::int64_t> creation_seconds = {}) const;
  ConsumerPointer find_consumer(const StreamKeyView& stream, std::string_view name,
                                std::optional<std::int64_t> creation_seconds = {}) const;
  // How many the stream has, in any state.
  std::size_t consumer_count(StreamNumber stream) const;

  // Null if there is none.
  AlarmPointer find_alarm(const AlarmKey& key) const;
  // The alarms of the account and region of `from`, by name, from its name on, while `visit`
  // answers true.
  void for_each_alarm(const AlarmKey& from, const std::function<bool(const Alarm&)>& visit) const;
  // Puts an alarm in, or in the place of the one of its key.
  void put_alarm(Alarm alarm);

  // Null if there is none.
  DashboardPointer find_dashboard(const DashboardKey& key) const;

  // Adds a stream that is complete already; there is none of its name or number.
  void add_stream(StreamDescription description);

  // Adds a consumer of a stream that is there, or replaces what is known of it.
  void put_consumer(Consumer consumer);

  std::string cluster_id;
  TokenSecret token_secret{};
  WallTime
      last_time;  // Of the newest command; never goes back. Commands with an older time get this.
  std::uint64_t commands_applied = 0;
  StreamNumber next_stream_number{1};
  PersistentMap<StreamKey, DescriptionPointer> streams;
  PersistentMap<StreamNumber, DescriptionPointer> streams_by_number;
  // The streams that are not ACTIVE.
  PersistentMap<StreamNumber, DescriptionPointer> transitions;
  // Of provisioned streams: how many; no entry: none.
  PersistentMap<Scope, std::uint64_t> open_shards;
  PersistentMap<std::string, std::shared_ptr<const User>> users;              // By name.
  PersistentMap<std::string, std::shared_ptr<const Credential>> credentials;  // By access key id.
  std::size_t operator_users = 0;  // Of `users`: those that the operator made.
  PersistentMap<RoleKey, std::shared_ptr<const Role>> roles;
  PersistentMap<std::string, std::shared_ptr<const ManagedPolicy>> managed_policies;  // By ARN.
  PersistentMap<std::string, std::shared_ptr<const std::string>> resource_policies;   // By ARN.
  // Grows with every change of users, roles and policies: what was derived from them is old then.
  // Not part of a snapshot.
  std::uint64_t access_changes = 0;
  PersistentMap<std::uint64_t, WriterProgress> writers;
  PersistentMap<Scope, std::uint64_t> on_demand_streams;  // How many; no entry: none.
  PersistentMap<Scope, BillingCommitment> commitments;    // No entry: there never was one.
  // The second that the shards of a stream that is gone counted as created in: the sequence numbers
  // of a new one of that name are to differ.
  RemovedCreations<StreamKey> removed_creations;
  PersistentMap<ConsumerKey, ConsumerPointer> consumers;
  // The consumers that are not ACTIVE.
  PersistentMap<ConsumerKey, ConsumerPointer> consumer_transitions;
  PersistentMap<StreamKey, StreamScalingPointer> scalings;
  PersistentMap<StreamKey, std::shared_ptr<const ScalingActivities>> scaling_activities;
  RemovedCreations<Registration> removed_consumers;  // So that no ARN ever means two.
  PersistentMap<DashboardKey, DashboardPointer> dashboards;
  PersistentMap<AlarmKey, AlarmPointer> alarms;
  PersistentMap<DueActionKey, DueActionPointer> due_actions;  // The oldest first.

 private:
  Result<void> run(const commands::Initialise& command, WallTime time);
  Result<void> run(const commands::CreateStream& command, WallTime time);
  Result<void> run(const commands::FinishTransition& command, WallTime time);
  Result<void> run(const commands::DeleteStream& command, WallTime time);
  Result<void> run(const commands::RemoveStream& command, WallTime time);
  Result<void> run(const commands::ChangeRetention& command, WallTime time);
  Result<void> run(const commands::AddUser& command, WallTime time);
  Result<void> run(const commands::RemoveUser& command, WallTime time);
  Result<void> run(const commands::RotateUser& command, WallTime time);
  Result<void> run(const commands::AddSession& command, WallTime time);
  Result<void> run(const commands::PurgeSessions& command, WallTime time);
  Result<void> run(const commands::SplitShard& command, WallTime time);
  Result<void> run(const commands::MergeShards& command, WallTime time);
  Result<void> run(const commands::UpdateShardCount& command, WallTime time);
  Result<void> run(const commands::FinishReshard& command, WallTime time);
  Result<void> run(const commands::ForgetShards& command, WallTime time);
  Result<void> run(const commands::ChangeTags& command, WallTime time);
  Result<void> run(const commands::ChangeConsumerTags& command, WallTime time);
  Result<void> run(const commands::ChangeShardMetrics& command, WallTime time);
  Result<void> run(const commands::ChangeRecordSize& command, WallTime time);
  Result<void> run(const commands::ChangeMode& command, WallTime time);
  Result<void> run(const commands::ChangeWarmThroughput& command, WallTime time);
  Result<void> run(const commands::ChangeDistribution& command, WallTime time);
  Result<void> run(const commands::ChangeCommitment& command, WallTime time);
  Result<void> run(const commands::RecordDemand& command, WallTime time);
  Result<void> run(const commands::ScaleStream& command, WallTime time);

  Result<void> run(const commands::PutUser& command, WallTime time);
  Result<void> run(const commands::AddAccessKey& command, WallTime time);
  Result<void> run(const commands::SetAccessKeyActive& command, WallTime time);
  Result<void> run(const commands::RemoveAccessKey& command, WallTime time);
  Result<void> run(const commands::PutRole& command, WallTime time);
  Result<void> run(const commands::RemoveRole& command, WallTime time);
  Result<void> run(const commands::AddRoleSession& command, WallTime time);
  Result<void> run(const commands::PutManagedPolicy& command, WallTime time);
  Result<void> run(const commands::RemoveManagedPolicy& command, WallTime time);
  Result<void> run(const commands::SetResourcePolicy& command, WallTime time);
  Result<void> run(const commands::StartEncryption& command, WallTime time);
  Result<void> run(const commands::StopEncryption& command, WallTime time);

  // Errors: in_use, if another has the access key's id.
  Result<void> check_key_id(const std::string& id, std::string_view user) const;
  void set_user_key(const User& user, const AccessKey& key, WallTime time);
  void erase_user(const User& user);
  void rename_credentials(const std::string& from, const std::string& to);
  void forget_resource_policies(const StreamDescription& stream);
  Result<void> run(const commands::RegisterConsumer& command, WallTime time);
  Result<void> run(const commands::DeregisterConsumer& command, WallTime time);
  Result<void> run(const commands::FinishConsumer& command, WallTime time);
  Result<void> run(const commands::DeleteStreamAndConsumers& command, WallTime time);

  // Of dashboards (catalog_state_dashboards.cc).
  Result<void> run(const commands::PutDashboard& command, WallTime time);
  Result<void> run(const commands::DeleteDashboards& command, WallTime time);
  Result<void> run(const commands::ChangeDashboardTags& command, WallTime time);
  // Errors: limit_exceeded.
  Result<void> check_dashboard_limits(const commands::PutDashboard& command) const;

  // Of alarms (catalog_state_alarms.cc).
  Result<void> run(const commands::PutAlarm& command, WallTime time);
  Result<void> run(const commands::DeleteAlarms& command, WallTime time);
  Result<void> run(const commands::EnableAlarmActions& command, WallTime time);
  Result<void> run(const commands::SetAlarmState& command, WallTime time);
  Result<void> run(const commands::SetAlarmSuppression& command, WallTime time);
  Result<void> run(const commands::FinishAlarmAction& command, WallTime time);
  Result<void> run(const commands::ChangeAlarmTags& command, WallTime time);
  std::size_t alarm_count(const AlarmKey& scope) const;
  bool alarm_depends(const AlarmKey& on, const std::string& name) const;
  Result<void> check_children(const commands::PutAlarm& command) const;
  void add_due_actions(const Alarm& alarm, AlarmValue former,
                       const std::vector<std::string>& actions, WallTime time);
  void drop_oldest_due_action(WallTime time);
  void end_action(const DueAction& due, std::string summary, std::string data, WallTime time);
  Result<void> run(const commands::PutStreamScaling& command, WallTime time);
  Result<void> run(const commands::RemoveStreamScaling& command, WallTime time);
  Result<void> run(const commands::RecordScalingActivity& command, WallTime time);
  void forget_scaling(const StreamKey& key);

  void mark_seen(const CommandId& id);
  Result<void> check_limits(const commands::CreateStream& command) const;
  // Errors: limit_exceeded, if `more` open shards are too many. `shards_max` of 0: no limit.
  Result<void> check_shard_limit(const StreamKey& key, std::uint64_t more,
                                 std::uint64_t shards_max) const;
  // The stream, if it is there and ACTIVE. Errors: not_found, in_use.
  Result<DescriptionPointer> find_active(const StreamKey& key) const;
  // The stream, if it can be seen but need not be still. Errors: not_found, in_use (CREATING or
  // DELETING).
  Result<DescriptionPointer> find_settled(const StreamKey& key) const;
  // Errors: invalid_argument, unless warm throughput may be had, or is not asked for.
  Result<void> check_warm_throughput(const StreamKey& key, std::uint32_t mibps,
                                     WallTime time) const;
  // Errors: limit_exceeded.
  Result<void> check_on_demand_limit(const StreamKey& key, std::uint64_t streams_max) const;
  // Counts the stream's open shards, or the stream itself if it is on-demand, in its account and
  // region.
  void count_in(const StreamDescription& stream);
  void count_out(const StreamDescription& stream);
  // Becomes UPDATING for as long as the transition takes.
  void begin_update(StreamDescription stream, WallTime time);
  // The same, and gets `step` of its way to other shards, if there is one.
  void begin_reshard(StreamDescription stream, std::optional<Reshard> step, WallTime time);
  void put_stream(StreamDescription description);
  void remember_removal(const StreamDescription& stream, WallTime time);
  Result<void> begin_deletion(const StreamKey& key, WallTime time);

  // Of consumers (catalog_state_consumers.cc).
  Result<void> check_limits(const commands::RegisterConsumer& command, StreamNumber stream) const;
  void begin_deletion(const Consumer& consumer, WallTime time);
  void remove_consumer(const ConsumerPointer& consumer, WallTime time);
  std::vector<ConsumerPointer> consumers_of(StreamNumber stream) const;
  bool has_resource(const StreamDescription& stream, std::string_view arn) const;
};

}  // namespace weir::stream
