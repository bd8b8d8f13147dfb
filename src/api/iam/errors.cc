#include "api/iam/errors.h"

#include <utility>

namespace weir::api::iam {
namespace {

aws::Failure failure(std::string_view type, int http_status, std::string message) {
  return aws::Failure({.type = type, .message = std::move(message), .http_status = http_status});
}

}  // namespace

aws::Failure no_such_entity(std::string message) {
  return failure("NoSuchEntity", 404, std::move(message));
}
aws::Failure entity_already_exists(std::string message) {
  return failure("EntityAlreadyExists", 409, std::move(message));
}
aws::Failure delete_conflict(std::string message) {
  return failure("DeleteConflict", 409, std::move(message));
}
aws::Failure limit_exceeded(std::string message) {
  return failure("LimitExceeded", 409, std::move(message));
}
aws::Failure malformed_policy(std::string message) {
  return failure("MalformedPolicyDocument", 400, std::move(message));
}

aws::ServiceError to_iam_error(Error error) {
  switch (error.code) {
    case ErrorCode::not_found:
      return no_such_entity(std::move(error.message)).error();
    case ErrorCode::in_use:
      return entity_already_exists(std::move(error.message)).error();
    case ErrorCode::limit_exceeded:
      return limit_exceeded(std::move(error.message)).error();
    case ErrorCode::expired:
      return failure("ConcurrentModification", 409, std::move(error.message)).error();
    case ErrorCode::invalid_argument:
      return failure("InvalidInput", 400, std::move(error.message)).error();
    case ErrorCode::throttled:
    case ErrorCode::no_space:
    case ErrorCode::corrupt:
    case ErrorCode::unavailable:
      return aws::to_service_error(std::move(error));
  }
  return aws::internal_failure().error();
}

}  // namespace weir::api::iam
