// DescribeAccountSettings: whether the account has committed itself to on-demand advantage.

#include "api/kinesis/billing_commitment.h"
#include "api/kinesis/operations.h"

namespace weir::api::kinesis {

void handle(const Context& context, DescribeAccountSettings::Request /*request*/,
            Reply<DescribeAccountSettings> reply) {
  reply(account_settings(context));
}

}  // namespace weir::api::kinesis
