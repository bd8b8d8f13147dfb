// The wire shape of StartStreamEncryption: records are encrypted from now on, under a key.
// docs.aws.amazon.com/kinesis/latest/APIReference/API_StartStreamEncryption.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "aws/operation_info.h"
#include "aws/shape.h"
#include "aws/shapes/kinesis/encryption_constraints.h"
#include "aws/shapes/kinesis/stream_ref.h"

namespace weir::aws::kinesis {

struct StartStreamEncryption {
  static constexpr OperationInfo info{.name = "StartStreamEncryption", .access = Access::write};

  struct Request {
    std::string_view encryption_type;
    std::string_view key_id;  // A key's id or ARN, an alias' name or ARN.
    StreamRef stream;

    static void describe(auto& shape, auto& request) {
      shape.required("EncryptionType", request.encryption_type, encryption_type_rules);
      shape.required("KeyId", request.key_id, key_id_rules);
      describe_stream_name(shape, request.stream);
      describe_stream_arn_and_id(shape, request.stream);
    }
  };

  using Response = NoOutput;
};

}  // namespace weir::aws::kinesis
