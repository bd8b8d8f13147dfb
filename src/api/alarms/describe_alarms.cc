// DescribeAlarms: by name, a page at a time. The token is the last name of the page before.

#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/alarms/alarm_answers.h"
#include "api/alarms/arns.h"
#include "api/alarms/definition.h"
#include "api/alarms/operations.h"
#include "api/cloudwatch/errors.h"
#include "api/page_token.h"

namespace weir::api::alarms {
namespace {

using aws::cloudwatch::DescribeAlarms;
using Request = DescribeAlarms::Request;

constexpr std::int32_t page_default = 50;

bool is_about_relatives(const Request& request) {
  return request.children_of || request.parents_of;
}

aws::Outcome<void> check(const Request& request) {
  if (request.names && request.name_prefix) {
    return cloudwatch::validation_error(
        "AlarmNames and AlarmNamePrefix cannot be specified together.");
  }
  const bool has_others = request.names || request.name_prefix || request.types ||
                          request.state_value || request.action_prefix;
  if (!is_about_relatives(request) ||
      (!has_others && request.children_of.has_value() != request.parents_of.has_value())) {
    return {};
  }
  return cloudwatch::validation_error(
      "ChildrenOfAlarmName and ParentsOfAlarmName can be specified together with MaxRecords and "
      "NextToken only.");
}

template <class List>
bool contains(const std::optional<List>& list, std::string_view text) {
  return list && std::ranges::find(*list, text) != list->end();
}

// Only metric alarms unless types are asked for.
bool is_of_types(const Request& request, const stream::Alarm& alarm) {
  if (is_about_relatives(request)) return true;
  if (!request.types || request.types->empty()) return !alarm.is_composite;
  return contains(request.types, alarm.is_composite ? "CompositeAlarm" : "MetricAlarm");
}

bool has_action(const stream::Alarm& alarm, std::string_view prefix) {
  const auto begins = [&](const std::string& action) { return action.starts_with(prefix); };
  return std::ranges::any_of(std::vector{stream::AlarmValue::ok, stream::AlarmValue::alarm,
                                         stream::AlarmValue::insufficient_data},
                             [&](stream::AlarmValue value) {
                               return std::ranges::any_of(
                                   actions_for(alarm.is_composite, alarm.definition, value),
                                   begins);
                             });
}

// The names of those that an alarm depends on; nothing if all are asked for.
using Children = std::optional<std::vector<std::string>>;

bool matches(const Request& request, const Children& children, const stream::Alarm& alarm) {
  if (!is_of_types(request, alarm)) return false;
  if (children && std::ranges::find(*children, alarm.key.name) == children->end()) return false;
  if (request.parents_of &&
      std::ranges::find(alarm.children, *request.parents_of) == alarm.children.end()) {
    return false;
  }
  if (request.names && !request.names->empty() && !contains(request.names, alarm.key.name)) {
    return false;
  }
  if (request.name_prefix && !alarm.key.name.starts_with(*request.name_prefix)) return false;
  if (request.state_value && name_of(alarm.value) != *request.state_value) return false;
  return !request.action_prefix || has_action(alarm, *request.action_prefix);
}

// Whether a name comes after all that begin with the prefix.
bool is_behind(const Request& request, std::string_view name) {
  return request.name_prefix && !name.starts_with(*request.name_prefix) &&
         name > *request.name_prefix;
}

// Relatives are shown with no more than name and, of children, state.
template <class Answer>
Answer reduced(const Request& request, Answer answer) {
  if (!is_about_relatives(request)) return answer;
  Answer little;
  little.state.name = answer.state.name;
  little.state.arn = std::move(answer.state.arn);
  if (request.children_of) {
    little.state.value = answer.state.value;
    little.state.updated = answer.state.updated;
  }
  return little;
}

// Calls visit(alarm) for the alarms of the catalog and `others`, both by name, while it answers
// true.
void for_each(const stream::CatalogState& state, const stream::AlarmKey& from,
              const std::vector<stream::AlarmPointer>& others,
              const std::function<bool(const stream::AlarmPointer& alarm)>& visit) {
  bool goes_on = true;
  auto other = others.begin();
  state.for_each_alarm(from, [&](const stream::Alarm& alarm) {
    while (goes_on && other != others.end() && (*other)->key < alarm.key) {
      goes_on = visit(*other++);
    }
    goes_on = goes_on && visit(state.find_alarm(alarm.key));
    return goes_on;
  });
  while (goes_on && other != others.end()) goes_on = visit(*other++);
}

// They have no relatives.
std::vector<stream::AlarmPointer> others_for(const Services& services, const Request& request,
                                             const stream::CatalogState& state,
                                             const stream::AlarmKey& scope) {
  if (!services.others || is_about_relatives(request)) return {};
  return services.others(state, scope);
}

}  // namespace

void handle(const Services& services, const WireCall& call, const Request& request,
            Reply<DescribeAlarms> reply) {
  if (auto good = check(request); !good) return reply(aws::Failure(std::move(good).error()));
  stream::AlarmKey from = key_of(call.caller, request.name_prefix.value_or(""));
  std::optional<std::string> after;
  if (request.next_token) {
    after = read_page_token(*request.next_token);
    if (!after) return reply(cloudwatch::invalid_next_token("The token is invalid."));
    from.name = std::max(from.name, *after);
  }
  const auto state = services.catalog.state(call.home);
  Children children;
  if (request.children_of) {
    const auto parent = state->find_alarm(key_of(call.caller, *request.children_of));
    children = parent ? parent->children : std::vector<std::string>{};
  }
  const auto page_size = static_cast<std::size_t>(request.max_records.value_or(page_default));
  DescribeAlarms::Response response;
  AnswerTexts texts;
  std::string last;
  std::size_t shown = 0;
  const auto others = others_for(services, request, *state, from);
  for_each(*state, from, others, [&](const stream::AlarmPointer& pointer) {
    const stream::Alarm& alarm = *pointer;
    if (is_behind(request, alarm.key.name)) return false;
    if ((after && alarm.key.name <= *after) || !matches(request, children, alarm)) return true;
    if (shown == page_size) {
      response.next_token = page_token(last);
      return false;
    }
    if (alarm.is_composite) {
      response.composite_alarms.push_back(reduced(request, texts.show_composite(pointer)));
    } else {
      response.metric_alarms.push_back(reduced(request, texts.show_metric(pointer)));
    }
    last = alarm.key.name;
    ++shown;
    return true;
  });
  reply(std::move(response));
}

}  // namespace weir::api::alarms
