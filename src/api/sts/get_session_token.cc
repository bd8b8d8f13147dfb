// GetSessionToken: temporary credentials that may do what their user may.

#include <chrono>
#include <utility>

#include "api/sts/credentials.h"
#include "api/sts/operations.h"  // IWYU pragma: keep

namespace weir::api::sts {
namespace {

constexpr seconds default_lifetime = std::chrono::hours(12);

}  // namespace

void handle(const AccountContext& context, aws::sts::GetSessionToken::Request request,
            AccountReply<aws::sts::GetSessionToken> reply) {
  const auto credential = context.view().state.find_credential(context.caller.access_key_id);
  if (credential && credential->is_session()) {
    return reply(aws::access_denied("Cannot call GetSessionToken with session credentials"));
  }
  if (auto room = check_session_count(context); !room) {
    return reply(aws::Failure(std::move(room).error()));
  }
  const stream::Session session =
      new_session(context, request.duration_seconds ? seconds(*request.duration_seconds)
                                                    : seconds(default_lifetime));
  // While no user is defined any credentials are as good as others.
  if (context.caller.identity == nullptr) {
    return reply(aws::sts::GetSessionToken::Response{.credentials = to_shape(session)});
  }
  stream::commands::AddSession command{.user = context.caller.principal.user_name,
                                       .key = session.key,
                                       .session_token = session.session_token,
                                       .expires = session.expires};
  context.services.catalog.submit(
      context.home, std::move(command),
      [reply = std::move(reply), session](Result<void> added) mutable {
        if (!added) return reply(aws::Failure(to_sts_error(std::move(added).error())));
        reply(aws::sts::GetSessionToken::Response{.credentials = to_shape(session)});
      });
}

}  // namespace weir::api::sts
