#include "api/widgets/operations.h"

#include <utility>

namespace weir::api::widgets {

using aws::cloudwatch::GetMetricWidgetImage;

std::vector<WireOperation> operations(const Services& services) {
  return {wire_operation<GetMetricWidgetImage>(
      services,
      [](const Services& with, const WireCall& call, const GetMetricWidgetImage::Request&) {
        return with.metrics.authorise(call.home,
                                      {.caller = call.caller,
                                       .action = "cloudwatch:GetMetricWidgetImage",
                                       .resource = "*",
                                       .resource_account = call.caller.principal.account_id});
      },
      [](const Services& with, const WireCall& call, GetMetricWidgetImage::Request request,
         ImageReply reply) { handle(with, call, request, std::move(reply)); })};
}

}  // namespace weir::api::widgets
