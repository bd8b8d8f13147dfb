// GetCallerIdentity: whoever signs with a key that is good is told whose it is.

#include "api/sts/operations.h"

namespace weir::api::sts {

void handle(const AccountContext& context, aws::sts::GetCallerIdentity::Request /*request*/,
            AccountReply<aws::sts::GetCallerIdentity> reply) {
  aws::sts::GetCallerIdentity::Response response;
  response.account = context.account();
  response.arn = arn_of(context.caller);
  response.user_id =
      context.caller.identity ? context.caller.identity->principal.user_id : context.account();
  reply(std::move(response));
}

}  // namespace weir::api::sts
