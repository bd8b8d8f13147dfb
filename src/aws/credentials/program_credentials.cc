#include "aws/credentials/program_credentials.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "aws/credentials/credential_answer.h"
#include "aws/credentials/credential_doors.h"
#include "aws/credentials/found_credentials.h"
#include "base/result.h"

namespace weir::aws {

Result<FoundCredentials> find_program_credentials(const CredentialDoors& doors,
                                                  const std::string& profile,
                                                  const std::string& command) {
  const std::string who = fmt::format("The credential_process of profile {}", profile);
  Result<std::string> printed = doors.run_program(command);
  if (!printed) {
    return fail(printed.error().code, fmt::format("{} {}.", who, printed.error().message));
  }
  const Result<JsonMembers> members = read_json_members(*std::move(printed));
  if (!members) {
    return fail(ErrorCode::corrupt, fmt::format("{} {}.", who, members.error().message));
  }
  if (member(*members, "Version") != "1") {
    return fail(ErrorCode::corrupt, fmt::format("{} answered without \"Version\": 1.", who));
  }
  FoundCredentials found = TRY(read_credentials(*members, who));
  found.source = fmt::format("credential_process of profile {}", profile);
  if (found.expires_at && *found.expires_at <= doors.now()) {
    return fail(ErrorCode::expired, fmt::format("{} gave credentials that have expired.", who));
  }
  return found;
}

}  // namespace weir::aws
