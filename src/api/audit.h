// AuditLog: who has asked for what in the control plane, and what came of it. The data plane
// (records put and read) is not in it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "api/access.h"
#include "aws/service_error.h"
#include "base/time.h"

namespace weir::api {

// One call that a good signature came with. Views; never a secret.
struct AuditEntry {
  const aws::Caller& caller;
  std::string_view service;    // "kinesis".
  std::string_view operation;  // "CreateStream".
  std::string_view
      resource;  // Its ARN, or "*"; empty: the request was refused before that was known.
  std::string_view request_id;
  const aws::ServiceError* error;  // Null: it succeeded.
};

// Threads: any.
class AuditLog {
 public:
  virtual ~AuditLog() = default;

  // Does not wait for the disk.
  virtual void write(const AuditEntry& entry) = 0;
};

}  // namespace weir::api
