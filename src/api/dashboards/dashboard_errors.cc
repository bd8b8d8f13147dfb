#include "api/dashboards/dashboard_errors.h"

#include <utility>

#include "api/cloudwatch/errors.h"

namespace weir::api::dashboards {

aws::Failure invalid_dashboard(std::string message) {
  return aws::Failure(
      aws::ServiceError{.type = "DashboardInvalidInputError", .message = std::move(message)});
}

aws::Failure dashboard_not_found(std::string message) {
  return aws::Failure(aws::ServiceError{
      .type = "DashboardNotFoundError", .message = std::move(message), .http_status = 404});
}

aws::Failure failure_of_catalog(Error error) {
  if (error.code == ErrorCode::not_found) return dashboard_not_found(std::move(error.message));
  return cloudwatch::failure_of_store(std::move(error));
}

}  // namespace weir::api::dashboards
