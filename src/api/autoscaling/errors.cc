#include "api/autoscaling/errors.h"

#include <fmt/format.h>

#include <utility>

#include "aws/shapes/autoscaling/common.h"

namespace weir::api::autoscaling {
namespace {

aws::Failure bad_request(std::string_view type, std::string message) {
  return aws::Failure(aws::ServiceError{.type = type, .message = std::move(message)});
}

}  // namespace

aws::Failure validation(std::string message) {
  return bad_request("ValidationException", std::move(message));
}

aws::Failure object_not_found(std::string message) {
  return bad_request("ObjectNotFoundException", std::move(message));
}

aws::Failure limit_exceeded(std::string message) {
  return bad_request("LimitExceededException", std::move(message));
}

aws::Failure invalid_next_token() {
  return bad_request("InvalidNextTokenException", "The next token is invalid.");
}

aws::Failure concurrent_update() {
  return bad_request("ConcurrentUpdateException",
                     "You already have a pending update to an Auto Scaling resource.");
}

aws::Failure resource_not_found(std::string message) {
  return bad_request("ResourceNotFoundException", std::move(message));
}

aws::Failure too_many_tags(std::string message) {
  return bad_request("TooManyTagsException", std::move(message));
}

aws::Failure no_target_registered(std::string_view resource_id) {
  return object_not_found(fmt::format(
      "No scalable target registered for service namespace: {}, resource ID: {}, scalable "
      "dimension: {}",
      aws::autoscaling::kinesis_namespace, resource_id, aws::autoscaling::shard_count_dimension));
}

aws::Failure failure_of_catalog(Error error, std::string_view resource_id) {
  switch (error.code) {
    case ErrorCode::not_found:
      return no_target_registered(resource_id);
    case ErrorCode::limit_exceeded:
      return limit_exceeded(std::move(error.message));
    case ErrorCode::in_use:
    case ErrorCode::expired:
      return concurrent_update();
    case ErrorCode::throttled:
      return bad_request("ThrottlingException", "Rate exceeded");
    case ErrorCode::invalid_argument:
      return validation(std::move(error.message));
    case ErrorCode::no_space:
    case ErrorCode::corrupt:
    case ErrorCode::unavailable:
      break;
  }
  return aws::Failure(aws::ServiceError{.type = "InternalServiceException",
                                        .message = "The service encountered an internal error.",
                                        .http_status = 500,
                                        .detail = std::move(error.message)});
}

}  // namespace weir::api::autoscaling
