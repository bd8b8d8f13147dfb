// CatalogShadow: what the catalog must hold: streams and users, by the answers it gave.
//
// At most one change of a name is under way at a time. A change whose outcome is unknown closes its
// name to further ones until the next restart shows what came of it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "stream/catalog_view.h"
#include "stream/user.h"
#include "world/findings.h"

namespace weir::simulation {

enum class Presence : std::uint8_t { absent, present, leaving };

enum class StreamChange : std::uint8_t { none, create, remove, retention, encryption };

struct StreamShadow {
  Presence presence = Presence::absent;
  StreamChange under_way = StreamChange::none;
  std::uint32_t shard_count = 0;
  std::uint32_t retention_hours = stream::retention_hours_min;
  std::uint32_t retention_hours_asked = 0;     // By the change under way.
  std::optional<stream::StreamNumber> number;  // Once seen.
};

enum class UserChange : std::uint8_t { none, add, remove, rotate };

struct UserShadow {
  Presence presence = Presence::absent;  // Never leaving: users go at once.
  UserChange under_way = UserChange::none;
  std::optional<std::string> access_key_id;  // When known.
};

class CatalogShadow {
 public:
  explicit CatalogShadow(Findings& findings) : findings_(findings) {}

  StreamShadow& stream(const stream::StreamKey& key) { return streams_[key]; }
  UserShadow& user(const std::string& name) { return users_[name]; }
  const std::map<stream::StreamKey, StreamShadow>& streams() const { return streams_; }

  // Whatever the view shows must be allowed by what is known. Cheap when the view is the same as
  // before.
  void check(const std::shared_ptr<const stream::CatalogView>& view);

  // Answers to changes, with the view as it is when they come. Unknown outcomes stay under way.
  void end_create(const stream::StreamKey& key, const Result<void>& answer,
                  const stream::CatalogView& view);
  void end_remove(const stream::StreamKey& key, const Result<void>& answer,
                  const stream::CatalogView& view);
  void end_retention(const stream::StreamKey& key, const Result<void>& answer,
                     const stream::CatalogView& view);
  void end_encryption(const stream::StreamKey& key, const Result<void>& answer);
  void end_add(const std::string& name, const Result<stream::AccessKey>& answer,
               const stream::CatalogView& view);
  void end_remove_user(const std::string& name, const Result<void>& answer,
                       const stream::CatalogView& view);
  void end_rotate(const std::string& name, const Result<stream::AccessKey>& answer,
                  const stream::CatalogView& view);

  // After a restart: what was under way has happened or never will.
  void settle(const stream::CatalogView& view);

  // check() again, now that less is allowed.
  void check_settled(const std::shared_ptr<const stream::CatalogView>& view) {
    checked_.reset();
    check(view);
  }

  // Nothing is under way and time has passed: every stream has arrived where it was going.
  void check_at_rest(const stream::CatalogView& view);

 private:
  void check_stream(const stream::StreamDescription& description);
  void check_all_there(const stream::CatalogView& view);
  void check_progress(const stream::CatalogState& state);
  void check_user(const std::string& name, const UserShadow& user,
                  const stream::CatalogState& state);
  void settle_stream(const stream::StreamKey& key, StreamShadow& stream,
                     const stream::CatalogView& view);
  void settle_user(const std::string& name, UserShadow& user, const stream::CatalogView& view);

  Findings& findings_;
  std::map<stream::StreamKey, StreamShadow> streams_;
  std::map<std::string, UserShadow> users_;
  std::map<stream::StreamNumber, stream::StreamKey> numbers_;  // Ever seen.
  std::shared_ptr<const stream::CatalogView> checked_;
  std::string cluster_id_;
  stream::TokenSecret token_secret_{};
  std::uint64_t commands_applied_ = 0;
  WallTime last_time_;
  stream::StreamNumber next_stream_number_{1};
};

}  // namespace weir::simulation
