#include "api/alarms/operations.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "api/alarms/arns.h"
#include "aws/shape.h"
#include "codec/utf8.h"

namespace weir::api::alarms {
namespace {

// What a request is about, for policies: the alarms that it names, or all.
template <class Request>
std::vector<std::string> resources_of(const aws::Caller& caller, const Request& request) {
  if constexpr (requires { request.arn; }) {
    return {std::string(request.arn)};
  } else if constexpr (requires { std::string_view(request.name); }) {
    return {arn_of(key_of(caller, request.name))};
  } else if constexpr (requires { request.names->front().size(); }) {
    std::vector<std::string> arns;
    if constexpr (requires { request.names.present(); }) {
      arns.reserve(request.names->size());
      for (const std::string_view name : *request.names)
        arns.push_back(arn_of(key_of(caller, name)));
      return arns;
    }
  }
  return {"*"};
}

template <class Request>
std::optional<aws::policy::TagViews> tags_of(const Request& request) {
  if constexpr (requires { request.tags->front().key; }) {
    aws::policy::TagViews views;
    if constexpr (requires { request.tags.has_value(); }) {
      if (!request.tags) return views;
    }
    views.reserve(request.tags->size());
    for (const aws::cloudwatch::Tag& tag : *request.tags) views.emplace_back(tag.key, tag.value);
    return views;
  } else {
    return std::nullopt;
  }
}

// Visits a request's texts: are they such? Those of a form can be any bytes, and what is kept of a
// request is a document.
class TextCheck {
 public:
  template <class T>
  void required(std::string_view /*name*/, const T& member,
                const aws::Constraints& /*constraints*/ = {}) {
    check(member);
  }
  template <class T>
  void optional(std::string_view /*name*/, const std::optional<T>& member,
                const aws::Constraints& /*constraints*/ = {}) {
    if (member) check(*member);
  }

  bool is_good() const { return is_good_; }

 private:
  template <class T>
  void check(const T& value) {
    if constexpr (std::is_convertible_v<const T&, std::string_view>) {
      is_good_ = is_good_ && codec::is_utf8(value);
    } else if constexpr (aws::is_required<T>) {
      check(*value);
    } else if constexpr (aws::List<T>) {
      for (const auto& element : value) check(element);
    } else if constexpr (aws::Structure<T>) {
      T::describe(*this, value);
    }
  }

  bool is_good_ = true;
};

template <class Operation>
aws::Outcome<void> authorise(const Services& services, const WireCall& call,
                             const typename Operation::Request& request) {
  TextCheck texts;
  Operation::Request::describe(texts, request);
  if (!texts.is_good()) {
    return aws::Failure(aws::ServiceError{.type = "MalformedInput",
                                          .message = "A text of the request is not UTF-8."});
  }
  const std::string action = fmt::format("cloudwatch:{}", Operation::info.name);
  for (const std::string& resource : resources_of(call.caller, request)) {
    call.resource = resource;
    TRY(services.authorise(call.home, {.caller = call.caller,
                                       .action = action,
                                       .resource = resource,
                                       .resource_account = call.caller.principal.account_id,
                                       .request_tags = tags_of(request)}));
  }
  return {};
}

template <class Operation>
WireOperation entry(const Services& services) {
  return wire_operation<Operation>(services, authorise<Operation>);
}

}  // namespace

std::vector<WireOperation> operations(const Services& services) {
  using namespace aws::cloudwatch;
  return {entry<DeleteAlarms>(services),        entry<DescribeAlarmHistory>(services),
          entry<DescribeAlarms>(services),      entry<DescribeAlarmsForMetric>(services),
          entry<DisableAlarmActions>(services), entry<EnableAlarmActions>(services),
          entry<ListTagsForResource>(services), entry<PutCompositeAlarm>(services),
          entry<PutMetricAlarm>(services),      entry<SetAlarmState>(services),
          entry<TagResource>(services),         entry<UntagResource>(services)};
}

}  // namespace weir::api::alarms
