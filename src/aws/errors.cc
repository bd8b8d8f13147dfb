#include "aws/service_error.h"

namespace weir::aws {
namespace {

Failure bad_request(std::string_view type, std::string message) {
  return Failure(ServiceError{.type = type, .message = std::move(message)});
}

ServiceError with_detail(Failure failure, std::string detail) {
  ServiceError error = std::move(failure).error();
  error.detail = std::move(detail);
  return error;
}

}  // namespace

Failure access_denied(std::string message) {
  return bad_request("AccessDeniedException", std::move(message));
}

// Amazon's text is not published; this is ours.
Failure dry_run_succeeded() {
  return bad_request("DryRunOperationException",
                     "The request would have succeeded, but the DryRun parameter is set.");
}

Failure expired_iterator(std::string message) {
  return bad_request("ExpiredIteratorException", std::move(message));
}

Failure expired_next_token(std::string message) {
  return bad_request("ExpiredNextTokenException", std::move(message));
}

Failure expired_token(std::string message) {
  return bad_request("ExpiredTokenException", std::move(message));
}

Failure incomplete_signature(std::string message) {
  return bad_request("IncompleteSignatureException", std::move(message));
}

// Production's InternalFailure has no message.
Failure internal_failure() {
  return Failure(ServiceError{.type = "InternalFailure", .message = {}, .http_status = 500});
}

Failure invalid_argument(std::string message) {
  return bad_request("InvalidArgumentException", std::move(message));
}

Failure invalid_signature(std::string message) {
  return bad_request("InvalidSignatureException", std::move(message));
}

Failure kms_access_denied(std::string message) {
  return bad_request("KMSAccessDeniedException", std::move(message));
}

Failure kms_disabled(std::string message) {
  return bad_request("KMSDisabledException", std::move(message));
}

Failure kms_invalid_state(std::string message) {
  return bad_request("KMSInvalidStateException", std::move(message));
}

Failure kms_not_found(std::string message) {
  return bad_request("KMSNotFoundException", std::move(message));
}

Failure limit_exceeded(std::string message) {
  return bad_request("LimitExceededException", std::move(message));
}

Failure missing_authentication_token(std::string message) {
  return bad_request("MissingAuthenticationTokenException", std::move(message));
}

Failure provisioned_throughput_exceeded(std::string message) {
  return bad_request("ProvisionedThroughputExceededException", std::move(message));
}

Failure resource_in_use(std::string message) {
  return bad_request("ResourceInUseException", std::move(message));
}

Failure resource_not_found(std::string message) {
  return bad_request("ResourceNotFoundException", std::move(message));
}

Failure serialization(std::string message) {
  return Failure(ServiceError{
      .type = "SerializationException", .message = std::move(message), .capital_message = true});
}

Failure service_unavailable(std::string message) {
  return Failure(ServiceError{
      .type = "ServiceUnavailable", .message = std::move(message), .http_status = 503});
}

Failure unknown_operation() { return bad_request("UnknownOperationException", {}); }

Failure unrecognized_client(std::string message) {
  return bad_request("UnrecognizedClientException", std::move(message));
}

Failure validation(std::string message) {
  return bad_request("ValidationException", std::move(message));
}

ServiceError to_service_error(Error error) {
  switch (error.code) {
    case ErrorCode::invalid_argument:
      return invalid_argument(std::move(error.message)).error();
    case ErrorCode::not_found:
      return resource_not_found(std::move(error.message)).error();
    case ErrorCode::in_use:
      return resource_in_use(std::move(error.message)).error();
    case ErrorCode::limit_exceeded:
      return limit_exceeded(std::move(error.message)).error();
    case ErrorCode::throttled:
      return provisioned_throughput_exceeded(std::move(error.message)).error();
    case ErrorCode::expired:
      return expired_iterator(std::move(error.message)).error();
    // Nothing was written; SDKs retry a 503. What fills the disk is the operator's business: it is
    // in the server's log, not in the answer.
    case ErrorCode::no_space:
      return with_detail(service_unavailable("The service cannot take writes now."),
                         std::move(error.message));
    case ErrorCode::corrupt:
    case ErrorCode::unavailable:
      return with_detail(internal_failure(), std::move(error.message));
  }
  return internal_failure().error();
}

}  // namespace weir::aws
