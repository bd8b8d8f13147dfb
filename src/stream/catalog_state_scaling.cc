// What commands do to the scaling of streams by their shard count.

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "stream/catalog_state.h"
#include "stream/error_texts.h"

namespace weir::stream {
namespace {

constexpr milliseconds activity_age_max = std::chrono::weeks(6);

std::unexpected<Error> no_target(const StreamKey& key) {
  return fail(ErrorCode::not_found, fmt::format("Stream {} under account {} is no scalable target.",
                                                key.name, key.account_id));
}

// The revision says which target, or that none, was there when the command was written.
Result<void> check_revision(const StreamScalingPointer& former, const StreamScaling& scaling) {
  if (former == nullptr) {
    if (scaling.revision == 0) return {};
    return no_target(scaling.key);
  }
  if (scaling.revision == 0) return fail(ErrorCode::in_use, "There is a scalable target already.");
  if (former->revision == scaling.revision) return {};
  return fail(ErrorCode::expired, "The scalable target has changed meanwhile.");
}

void forget_old(ScalingActivities& activities, WallTime now) {
  std::erase_if(activities, [now](const ScalingActivity& activity) {
    return now - activity.start > activity_age_max;
  });
  if (activities.size() > scaling_activities_max) {
    activities.erase(activities.begin(), activities.end() - scaling_activities_max);
  }
}

}  // namespace

StreamScalingPointer CatalogState::find_scaling(const StreamKeyView& key) const {
  const StreamScalingPointer* const found = scalings.find(key);
  return found == nullptr ? nullptr : *found;
}

std::shared_ptr<const ScalingActivities> CatalogState::find_scaling_activities(
    const StreamKeyView& key) const {
  const auto* const found = scaling_activities.find(key);
  return found == nullptr ? nullptr : *found;
}

std::size_t CatalogState::scaling_count(const Scope& scope) const {
  std::size_t count = 0;
  scalings.for_each_from(StreamKeyView{scope.account_id, scope.region, ""},
                         [&](const StreamKey& key, const StreamScalingPointer&) {
                           if (key.account_id != scope.account_id || key.region != scope.region) {
                             return false;
                           }
                           ++count;
                           return true;
                         });
  return count;
}

Result<void> CatalogState::run(const commands::PutStreamScaling& command, WallTime) {
  StreamScaling scaling = command.scaling;
  const DescriptionPointer stream = find(scaling.key);
  if (stream == nullptr || stream->status == StreamStatus::deleting) {
    return stream_not_found(scaling.key);
  }
  TRY(check_revision(find_scaling(scaling.key), scaling));
  const Scope scope{.account_id = scaling.key.account_id, .region = scaling.key.region};
  if (scaling.revision == 0 && command.targets_max != 0 &&
      scaling_count(scope) >= command.targets_max) {
    return fail(ErrorCode::limit_exceeded,
                fmt::format("There are {} scalable targets already.", command.targets_max));
  }
  scaling.revision = commands_applied;
  StreamKey key = scaling.key;
  scalings.set(std::move(key), std::make_shared<const StreamScaling>(std::move(scaling)));
  return {};
}

Result<void> CatalogState::run(const commands::RemoveStreamScaling& command, WallTime) {
  if (scalings.erase(command.key)) return {};
  return no_target(command.key);
}

Result<void> CatalogState::run(const commands::RecordScalingActivity& command, WallTime time) {
  if (find(command.key) == nullptr) return stream_not_found(command.key);
  const auto former = find_scaling_activities(command.key);
  ScalingActivities activities = former == nullptr ? ScalingActivities{} : *former;
  const auto known = std::ranges::find(activities, command.activity.id, &ScalingActivity::id);
  if (known != activities.end()) {
    *known = command.activity;
  } else {
    activities.push_back(command.activity);
  }
  forget_old(activities, time);
  scaling_activities.set(command.key,
                         std::make_shared<const ScalingActivities>(std::move(activities)));
  return {};
}

// A new stream of that name is another one.
void CatalogState::forget_scaling(const StreamKey& key) {
  scalings.erase(key);
  scaling_activities.erase(key);
}

}  // namespace weir::stream
