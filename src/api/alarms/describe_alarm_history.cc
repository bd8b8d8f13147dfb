// DescribeAlarmHistory: what happened to one alarm or to all, the newest first unless asked
// otherwise. The token is the event's number and alarm that the page before ended with.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/alarms/arns.h"
#include "api/alarms/operations.h"
#include "api/cloudwatch/errors.h"
#include "api/page_token.h"

namespace weir::api::alarms {
namespace {

using aws::cloudwatch::DescribeAlarmHistory;
using Request = DescribeAlarmHistory::Request;
// Events of one command are told apart by their alarms.
using Position = std::pair<std::uint64_t, std::string>;

constexpr std::int32_t page_default = 100;

struct Found {
  const stream::Alarm* alarm;
  const stream::AlarmEvent* event;

  Position position() const { return {event->number, alarm->key.name}; }
};

std::string_view name_of(stream::AlarmEventKind kind) {
  return aws::cloudwatch::history_item_types.at(static_cast<std::size_t>(kind));
}

std::optional<Position> read_position(std::string_view token) {
  const auto text = read_page_token(token);
  if (!text) return std::nullopt;
  const std::size_t colon = text->find(':');
  if (colon == std::string::npos) return std::nullopt;
  Position position{0, text->substr(colon + 1)};
  const auto [end, error] = std::from_chars(text->data(), text->data() + colon, position.first);
  if (error != std::errc{} || end != text->data() + colon) return std::nullopt;
  return position;
}

bool is_of_types(const Request& request, const stream::Alarm& alarm) {
  if (!request.types || request.types->empty()) return request.name || !alarm.is_composite;
  const std::string_view type = alarm.is_composite ? "CompositeAlarm" : "MetricAlarm";
  return std::ranges::find(*request.types, type) != request.types->end();
}

bool matches(const Request& request, const stream::AlarmEvent& event) {
  if (request.item_type && name_of(event.kind) != *request.item_type) return false;
  if (request.start && event.time < *request.start) return false;
  return !request.end || event.time < *request.end;
}

std::vector<Found> find(const stream::CatalogState& state, const WireCall& call,
                        const Request& request) {
  std::vector<Found> found;
  const auto look = [&](const stream::Alarm& alarm) {
    if (!is_of_types(request, alarm)) return true;
    for (const stream::AlarmEvent& event : alarm.history) {
      if (matches(request, event)) found.push_back({.alarm = &alarm, .event = &event});
    }
    return true;
  };
  if (!request.name) {
    state.for_each_alarm(key_of(call.caller, ""), look);
  } else if (const auto alarm = state.find_alarm(key_of(call.caller, *request.name))) {
    look(*alarm);
  }
  return found;
}

aws::cloudwatch::AlarmHistoryItem to_item(const Found& found) {
  aws::cloudwatch::AlarmHistoryItem item{
      .alarm_name = found.alarm->key.name,
      .alarm_type = found.alarm->is_composite ? "CompositeAlarm" : "MetricAlarm",
      .timestamp = found.event->time,
      .type = name_of(found.event->kind),
      .summary = found.event->summary,
      .data = std::nullopt};
  if (!found.event->data.empty()) item.data = found.event->data;
  return item;
}

}  // namespace

void handle(const Services& services, const WireCall& call, const Request& request,
            Reply<DescribeAlarmHistory> reply) {
  std::optional<Position> after;
  if (request.next_token) {
    after = read_position(*request.next_token);
    if (!after) return reply(cloudwatch::invalid_next_token("The token is invalid."));
  }
  const bool is_ascending = request.scan_by == "TimestampAscending";
  const auto comes_before = [is_ascending](const Position& left, const Position& right) {
    return is_ascending ? left < right : right < left;
  };
  const auto state = services.catalog.state(call.home);
  std::vector<Found> found = find(*state, call, request);
  if (after) {
    std::erase_if(found, [&](const Found& each) { return !comes_before(*after, each.position()); });
  }
  const auto most = static_cast<std::size_t>(request.max_records.value_or(page_default));
  const auto end = found.begin() + static_cast<std::ptrdiff_t>(std::min(most, found.size()));
  std::ranges::partial_sort(found, end, [&](const Found& left, const Found& right) {
    return comes_before(left.position(), right.position());
  });
  DescribeAlarmHistory::Response response;
  for (auto each = found.begin(); each != end; ++each) response.items.push_back(to_item(*each));
  if (end != found.end()) {
    const Position last = (end - 1)->position();
    response.next_token = page_token(fmt::format("{}:{}", last.first, last.second));
  }
  reply(std::move(response));
}

}  // namespace weir::api::alarms
