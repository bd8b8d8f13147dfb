#include "api/cloudwatch_tags/tagged_resource.h"

#include <utility>

#include "api/alarms/arns.h"
#include "api/cloudwatch/tags.h"
#include "api/dashboards/operations.h"
#include "base/overloaded.h"
#include "stream/alarm_commands.h"

namespace weir::api::cloudwatch_tags {

std::optional<TaggedResource::Key> parse_key(std::string_view arn) {
  if (auto alarm = alarms::parse_alarm_arn(arn)) return *std::move(alarm);
  if (auto dashboard = dashboards::parse_arn(arn)) return *std::move(dashboard);
  return std::nullopt;
}

bool is_of(const TaggedResource::Key& key, const aws::Caller& caller) {
  return std::visit(Overloaded{[&](const stream::AlarmKey& alarm) {
                                 return alarm == alarms::key_of(caller, alarm.name);
                               },
                               [&](const stream::DashboardKey& dashboard) {
                                 return dashboard == dashboards::key_of(caller, dashboard.name);
                               }},
                    key);
}

std::optional<TaggedResource> find_resource(const stream::CatalogState& state,
                                            const TaggedResource::Key& key) {
  const auto found = [&](const auto& resource) -> std::optional<TaggedResource> {
    if (resource == nullptr) return std::nullopt;
    return TaggedResource{.key = key, .tags = resource->tags};
  };
  return std::visit(
      Overloaded{
          [&](const stream::AlarmKey& alarm) { return found(state.find_alarm(alarm)); },
          [&](const stream::DashboardKey& board) { return found(state.find_dashboard(board)); }},
      key);
}

stream::CommandBody command_of(const TaggedResource::Key& key, TagChange change) {
  return std::visit(
      Overloaded{[&](const stream::AlarmKey& alarm) -> stream::CommandBody {
                   return stream::commands::ChangeAlarmTags{.key = alarm,
                                                            .set = std::move(change.set),
                                                            .remove = std::move(change.remove),
                                                            .tags_max = cloudwatch::tags_max};
                 },
                 [&](const stream::DashboardKey& board) -> stream::CommandBody {
                   return stream::commands::ChangeDashboardTags{.key = board,
                                                                .set = std::move(change.set),
                                                                .remove = std::move(change.remove),
                                                                .tags_max = cloudwatch::tags_max};
                 }},
      key);
}

}  // namespace weir::api::cloudwatch_tags
