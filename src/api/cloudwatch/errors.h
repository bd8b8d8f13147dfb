// CloudWatch's errors, by the names of its model; error_names has the older ones of its forms.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>

#include "api/wire_service.h"
#include "aws/service_error.h"

namespace weir::api::cloudwatch {

inline constexpr std::array<WireErrorName, 11> error_names{
    {{"InvalidParameterValueException", "InvalidParameterValue"},
     {"InvalidParameterCombinationException", "InvalidParameterCombination"},
     {"MissingRequiredParameterException", "MissingParameter"},
     {"InvalidNextToken", "InvalidNextToken"},
     {"DashboardInvalidInputError", "InvalidParameterInput"},
     {"DashboardNotFoundError", "ResourceNotFound"},
     {"InvalidFormatFault", "InvalidFormat"},
     {"LimitExceededFault", "LimitExceeded"},
     {"ResourceNotFound", "ResourceNotFound"},
     {"ResourceConflict", "ResourceConflict"},
     {"InternalServiceFault", "InternalServiceError"}}};

aws::Failure invalid_parameter_value(std::string message);
aws::Failure invalid_parameter_combination(std::string message);
aws::Failure invalid_next_token(std::string message);
aws::Failure validation_error(std::string message);
aws::Failure invalid_format(std::string message);
aws::Failure resource_not_found(std::string message);

// What a store of metrics says.
aws::Failure failure_of_store(Error error);

}  // namespace weir::api::cloudwatch
