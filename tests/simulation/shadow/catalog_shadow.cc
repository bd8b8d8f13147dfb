#include "shadow/catalog_shadow.h"

#include <utility>

namespace weir::simulation {
namespace {

bool is_unknown(const Error& error) { return error.code == ErrorCode::unavailable; }

bool is_refused_for_now(const Error& error) {
  return error.code == ErrorCode::throttled || error.code == ErrorCode::no_space;
}

}  // namespace

void CatalogShadow::check(const std::shared_ptr<const stream::CatalogView>& view) {
  if (view == checked_) return;
  checked_ = view;
  check_progress(view->state);
  view->state.streams.for_each([this](const auto&, const stream::DescriptionPointer& description) {
    check_stream(*description);
  });
  check_all_there(*view);
  for (const auto& [name, user] : users_) check_user(name, user, view->state);
}

void CatalogShadow::check_progress(const stream::CatalogState& state) {
  if (!state.initialised()) return;
  if (cluster_id_.empty()) {
    cluster_id_ = state.cluster_id;
    token_secret_ = state.token_secret;
  }
  if (state.cluster_id != cluster_id_ || state.token_secret != token_secret_) {
    findings_.report("the catalog is another one: {} was {}", state.cluster_id, cluster_id_);
  }
  if (state.commands_applied < commands_applied_ ||
      state.next_stream_number < next_stream_number_ || state.last_time < last_time_) {
    findings_.report("the catalog went back: {} commands, next stream {}, time {}; was {}, {}, {}",
                     state.commands_applied, state.next_stream_number.value, state.last_time.ms,
                     commands_applied_, next_stream_number_.value, last_time_.ms);
  }
  commands_applied_ = state.commands_applied;
  next_stream_number_ = state.next_stream_number;
  last_time_ = state.last_time;
}

void CatalogShadow::check_stream(const stream::StreamDescription& description) {
  StreamShadow& stream = streams_[description.key];
  const std::string& name = description.key.name;
  const bool may_exist =
      stream.presence != Presence::absent || stream.under_way == StreamChange::create;
  if (!may_exist) findings_.report("stream {} exists, and must not", name);
  const auto [known, is_new] = numbers_.try_emplace(description.number, description.key);
  const bool number_changed = stream.number && *stream.number != description.number;
  if (known->second != description.key || number_changed) {
    findings_.report("stream {} has number {}, which was {}'s", name, description.number.value,
                     known->second.name);
  }
  // While it is leaving, another cannot come under its name.
  stream.number = description.number;
  if (description.shards->size() != stream.shard_count) {
    findings_.report("stream {} has {} shards, not {}", name, description.shards->size(),
                     stream.shard_count);
  }
  const bool deleting = description.status == stream::StreamStatus::deleting;
  if (stream.presence == Presence::leaving && !deleting) {
    findings_.report("stream {} was deleted, and is {}", name,
                     stream::status_text(description.status));
  }
  if (deleting && stream.presence == Presence::present &&
      stream.under_way != StreamChange::remove) {
    findings_.report("stream {} is DELETING; nobody deleted it", name);
  }
  const bool may_have_new_period = stream.under_way == StreamChange::retention &&
                                   description.retention_hours == stream.retention_hours_asked;
  if (description.retention_hours != stream.retention_hours && !may_have_new_period) {
    findings_.report("stream {} keeps {} hours, not {}", name, description.retention_hours,
                     stream.retention_hours);
  }
}

void CatalogShadow::check_all_there(const stream::CatalogView& view) {
  for (auto& [key, stream] : streams_) {
    const bool exists = view.state.find(key) != nullptr;
    if (stream.presence == Presence::present && stream.under_way != StreamChange::remove &&
        !exists) {
      findings_.report("stream {} is gone; nobody deleted it", key.name);
    }
    // It has left for good: the name may be used again.
    if (stream.presence == Presence::leaving && !exists) stream = {};
  }
}

void CatalogShadow::check_user(const std::string& name, const UserShadow& user,
                               const stream::CatalogState& state) {
  const auto* found = state.users.find(name);
  if (user.under_way != UserChange::none) return;
  if ((found != nullptr) != (user.presence == Presence::present)) {
    findings_.report("user {} {}", name, found != nullptr ? "is there" : "is not there");
    return;
  }
  if (found == nullptr || !user.access_key_id) return;
  if ((*found)->access_key_id != *user.access_key_id ||
      !state.find_credential(*user.access_key_id)) {
    findings_.report("user {} has the key {}, not {}", name, (*found)->access_key_id,
                     *user.access_key_id);
  }
}

void CatalogShadow::end_create(const stream::StreamKey& key, const Result<void>& answer,
                               const stream::CatalogView& view) {
  StreamShadow& stream = streams_[key];
  if (!answer && is_unknown(answer.error())) return;
  stream.under_way = StreamChange::none;
  if (answer) {
    stream.presence = Presence::present;
    const auto description = view.state.find(key);
    if (description) {
      stream.number = description->number;
    } else {
      findings_.report("stream {} was created, and is not there", key.name);
    }
    return;
  }
  stream = {};
  const ErrorCode code = answer.error().code;
  if (code != ErrorCode::limit_exceeded && !is_refused_for_now(answer.error())) {
    findings_.report("creating {}: {}", key.name, answer.error().message);
  }
}

void CatalogShadow::end_remove(const stream::StreamKey& key, const Result<void>& answer,
                               const stream::CatalogView& view) {
  StreamShadow& stream = streams_[key];
  if (!answer && is_unknown(answer.error())) return;
  stream.under_way = StreamChange::none;
  if (!answer) {
    // In use: the stream was still on its way into another state.
    if (answer.error().code != ErrorCode::in_use && !is_refused_for_now(answer.error())) {
      findings_.report("deleting {}: {}", key.name, answer.error().message);
    }
    return;
  }
  stream.presence = Presence::leaving;
  const auto description = view.state.find(key);
  if (!description) {
    stream = {};
  } else if (description->status != stream::StreamStatus::deleting) {
    findings_.report("stream {} was deleted, and is {}", key.name,
                     stream::status_text(description->status));
  }
}

void CatalogShadow::end_retention(const stream::StreamKey& key, const Result<void>& answer,
                                  const stream::CatalogView& view) {
  StreamShadow& stream = streams_[key];
  if (!answer && is_unknown(answer.error())) return;
  stream.under_way = StreamChange::none;
  if (!answer) {
    const ErrorCode code = answer.error().code;
    if (code != ErrorCode::in_use && code != ErrorCode::invalid_argument &&
        !is_refused_for_now(answer.error())) {
      findings_.report("retention of {}: {}", key.name, answer.error().message);
    }
    return;
  }
  stream.retention_hours = stream.retention_hours_asked;
  const auto description = view.state.find(key);
  if (!description || description->retention_hours != stream.retention_hours) {
    findings_.report("the retention of {} was changed, and is not", key.name);
  }
}

void CatalogShadow::end_encryption(const stream::StreamKey& key, const Result<void>& answer) {
  if (!answer && is_unknown(answer.error())) return;
  streams_[key].under_way = StreamChange::none;
  if (!answer && answer.error().code != ErrorCode::in_use && !is_refused_for_now(answer.error())) {
    findings_.report("encryption of {}: {}", key.name, answer.error().message);
  }
}

void CatalogShadow::end_add(const std::string& name, const Result<stream::AccessKey>& answer,
                            const stream::CatalogView& view) {
  UserShadow& user = users_[name];
  if (!answer && is_unknown(answer.error())) return;
  user.under_way = UserChange::none;
  if (answer) {
    user.presence = Presence::present;
    user.access_key_id = answer->id;
    check_user(name, user, view.state);
  } else if (!is_refused_for_now(answer.error())) {
    findings_.report("adding user {}: {}", name, answer.error().message);
  }
}

void CatalogShadow::end_remove_user(const std::string& name, const Result<void>& answer,
                                    const stream::CatalogView& view) {
  UserShadow& user = users_[name];
  if (!answer && is_unknown(answer.error())) return;
  user.under_way = UserChange::none;
  if (answer) {
    user = {};
    check_user(name, user, view.state);
  } else if (!is_refused_for_now(answer.error())) {
    findings_.report("removing user {}: {}", name, answer.error().message);
  }
}

void CatalogShadow::end_rotate(const std::string& name, const Result<stream::AccessKey>& answer,
                               const stream::CatalogView& view) {
  UserShadow& user = users_[name];
  if (!answer && is_unknown(answer.error())) return;
  user.under_way = UserChange::none;
  if (answer) {
    if (user.access_key_id && view.state.find_credential(*user.access_key_id)) {
      findings_.report("the old key of {} still works", name);
    }
    user.access_key_id = answer->id;
    check_user(name, user, view.state);
  } else if (!is_refused_for_now(answer.error())) {
    findings_.report("rotating user {}: {}", name, answer.error().message);
  }
}

void CatalogShadow::settle(const stream::CatalogView& view) {
  for (auto& [key, stream] : streams_) {
    if (stream.under_way != StreamChange::none) settle_stream(key, stream, view);
  }
  for (auto& [name, user] : users_) {
    if (user.under_way != UserChange::none) settle_user(name, user, view);
  }
}

void CatalogShadow::settle_stream(const stream::StreamKey& key, StreamShadow& stream,
                                  const stream::CatalogView& view) {
  const auto description = view.state.find(key);
  const bool deleting = description && description->status == stream::StreamStatus::deleting;
  switch (std::exchange(stream.under_way, StreamChange::none)) {
    case StreamChange::none:
    case StreamChange::encryption:  // What is appended follows from what the catalog says.
      break;
    case StreamChange::create:
      stream.presence = Presence::present;
      if (!description) stream = {};
      break;
    case StreamChange::remove:
      if (deleting) stream.presence = Presence::leaving;
      if (!description) stream = {};
      break;
    case StreamChange::retention:
      // check() has seen that it is one of the two.
      if (description) stream.retention_hours = description->retention_hours;
      break;
  }
}

void CatalogShadow::settle_user(const std::string& name, UserShadow& user,
                                const stream::CatalogView& view) {
  const UserChange change = std::exchange(user.under_way, UserChange::none);
  const auto* found = view.state.users.find(name);
  if (found == nullptr && change == UserChange::rotate) {
    findings_.report("user {} is gone; nobody removed it", name);
  }
  user.presence = found != nullptr ? Presence::present : Presence::absent;
  user.access_key_id.reset();
  if (found != nullptr) user.access_key_id = (*found)->access_key_id;
}

void CatalogShadow::check_at_rest(const stream::CatalogView& view) {
  view.state.streams.for_each([this](const auto& key, const auto& description) {
    if (description->status != stream::StreamStatus::active) {
      findings_.report("stream {} stays {}", key.name, stream::status_text(description->status));
    }
  });
}

}  // namespace weir::simulation
