#include "api/cloudwatch/operations.h"

#include <fmt/format.h>

#include <string>

#include "api/cloudwatch/errors.h"

namespace weir::api::cloudwatch {
namespace {

// Amazon's limit for PutMetricData is 1 MB, compressed or not; no other operation needs as much.
constexpr std::size_t body_bytes_max = 1U << 20;
// A metric datum of a form takes some 40 bytes a field.
constexpr std::size_t form_fields_max = 40'000;

// None of the actions is about a resource of its own; policies may name the namespace that is
// published to.
template <class Operation>
aws::Outcome<void> authorise(const Services& services, const WireCall& call,
                             const typename Operation::Request& request) {
  const std::string action = fmt::format("cloudwatch:{}", Operation::info.name);
  Question question{.caller = call.caller,
                    .action = action,
                    .resource = "*",
                    .resource_account = call.caller.principal.account_id};
  if constexpr (requires { request.metric_data; }) {
    question.service_keys.emplace_back("cloudwatch:namespace", request.name_space);
  }
  return services.authorise(call.home, question);
}

template <class Operation>
WireOperation entry(const Services& services) {
  return wire_operation<Operation>(services, authorise<Operation>);
}

}  // namespace

WireService service(const Services& services) {
  using namespace aws::cloudwatch;
  return {.signing_name = "monitoring",
          .target_prefix = "GraniteServiceVersion20100801",
          .shape_namespace = "com.amazonaws.cloudwatch",
          .query_version = "2010-08-01",
          .xml_namespace = "http://monitoring.amazonaws.com/doc/2010-08-01/",
          .error_names = error_names,
          .body_bytes_max = body_bytes_max,
          .form_fields_max = form_fields_max,
          .operations = {entry<GetMetricData>(services), entry<GetMetricStatistics>(services),
                         entry<ListMetrics>(services), entry<PutMetricData>(services)}};
}

}  // namespace weir::api::cloudwatch
