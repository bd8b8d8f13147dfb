// UpdateAccountSettings: begins or ends the account's commitment to on-demand advantage.

#include <utility>

#include "api/kinesis/billing_commitment.h"
#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"

namespace weir::api::kinesis {

void handle(const Context& context, UpdateAccountSettings::Request request,
            Reply<UpdateAccountSettings> reply) {
  const stream::Scope scope = context.scope();
  const bool enable = request.minimum_throughput_billing_commitment->status == "ENABLED";
  context.services.catalog.submit(
      context.home,
      stream::commands::ChangeCommitment{
          .account_id = scope.account_id, .region = scope.region, .enable = enable},
      [context, reply = std::move(reply)](Result<void> changed) mutable {
        if (!changed) return reply(as_failure(std::move(changed).error()));
        reply(account_settings(context));
      });
}

}  // namespace weir::api::kinesis
