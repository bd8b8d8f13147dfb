// Makes a plan ready to run: everything that needs files and credentials, and no network.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "aws/credentials/credential_chain.h"
#include "base/result.h"
#include "base/time.h"
#include "env/file_system.h"
#include "env/random.h"
#include "meter/plan/plan.h"
#include "meter/plan/plan_error.h"
#include "meter/run/prepared_plan.h"
#include "meter/wire/endpoint.h"

namespace weir::meter {

struct FoundIdentity {
  CredentialsAt credentials;
  std::string region;  // Empty if nothing says which.
};

// The doors to the outside.
struct PrepareSurroundings {
  env::FileSystem& files;
  env::Random& random;
  WallTime now;
  // Finds credentials. Errors: as aws::find_credentials.
  std::function<Result<FoundIdentity>(const aws::CredentialFlags& flags)> find_identity;
};

// Blocks. An error names the place in the plan.
std::expected<std::unique_ptr<PreparedPlan>, PlanError> prepare(
    Plan plan, const PrepareSurroundings& surroundings);

}  // namespace weir::meter
