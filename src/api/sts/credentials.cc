#include "api/sts/credentials.h"

#include <cstddef>
#include <utility>

namespace weir::api::sts {
namespace {

// Keys and sessions of all accounts together; one takes about half a kilobyte.
constexpr std::size_t credentials_max = 100'000;

}  // namespace

stream::Session new_session(const AccountContext& context, seconds lifetime) {
  return {.key = context.services.users.make_key("ASIA"),
          .session_token = context.services.users.make_session_token(),
          .expires = context.services.time.now() + lifetime};
}

aws::sts::Credentials to_shape(const stream::Session& session) {
  return {.access_key_id = session.key.id,
          .secret_access_key = session.key.secret,
          .session_token = session.session_token,
          .expiration = session.expires};
}

aws::Outcome<void> check_session_count(const AccountContext& context) {
  if (context.view().state.credentials.size() < credentials_max) return {};
  return aws::Failure({.type = "Throttling", .message = "Rate exceeded"});
}

aws::ServiceError to_sts_error(Error error) { return aws::to_service_error(std::move(error)); }

}  // namespace weir::api::sts
