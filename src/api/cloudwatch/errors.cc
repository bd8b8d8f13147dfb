#include "api/cloudwatch/errors.h"

#include <utility>

namespace weir::api::cloudwatch {
namespace {

aws::Failure bad_request(std::string_view type, std::string message) {
  return aws::Failure(aws::ServiceError{.type = type, .message = std::move(message)});
}

}  // namespace

aws::Failure invalid_parameter_value(std::string message) {
  return bad_request("InvalidParameterValueException", std::move(message));
}

aws::Failure invalid_parameter_combination(std::string message) {
  return bad_request("InvalidParameterCombinationException", std::move(message));
}

aws::Failure invalid_next_token(std::string message) {
  return bad_request("InvalidNextToken", std::move(message));
}

aws::Failure validation_error(std::string message) {
  return bad_request("ValidationError", std::move(message));
}

aws::Failure invalid_format(std::string message) {
  return bad_request("InvalidFormatFault", std::move(message));
}

aws::Failure resource_not_found(std::string message) {
  return aws::Failure(aws::ServiceError{
      .type = "ResourceNotFound", .message = std::move(message), .http_status = 404});
}

aws::Failure failure_of_store(Error error) {
  switch (error.code) {
    case ErrorCode::limit_exceeded:
      return bad_request("LimitExceededFault", std::move(error.message));
    case ErrorCode::throttled:
      return bad_request("ThrottlingException", "Rate exceeded");
    case ErrorCode::invalid_argument:
      return invalid_parameter_value(std::move(error.message));
    case ErrorCode::not_found:
    case ErrorCode::in_use:
    case ErrorCode::no_space:
    case ErrorCode::expired:
    case ErrorCode::corrupt:
    case ErrorCode::unavailable:
      break;
  }
  return aws::Failure(aws::ServiceError{.type = "InternalServiceFault",
                                        .message = "The service cannot answer now.",
                                        .http_status = 500,
                                        .detail = std::move(error.message)});
}

}  // namespace weir::api::cloudwatch
