#include "api/kinesis/billing_commitment.h"

#include <string_view>

#include "base/check.h"

namespace weir::api::kinesis {
namespace {

std::string_view status_text(stream::CommitmentStatus status) {
  switch (status) {
    case stream::CommitmentStatus::disabled:
      return "DISABLED";
    case stream::CommitmentStatus::enabled:
      return "ENABLED";
    case stream::CommitmentStatus::enabled_until_end:
      return "ENABLED_UNTIL_EARLIEST_ALLOWED_END";
  }
  CHECK(false, "a commitment status {}", static_cast<int>(status));
}

}  // namespace

aws::kinesis::AccountSettingsResponse account_settings(const Context& context) {
  aws::kinesis::AccountSettingsResponse response;
  auto& shape = response.minimum_throughput_billing_commitment;
  shape.status = status_text(stream::CommitmentStatus::disabled);
  const stream::BillingCommitment* const commitment =
      context.view().state.commitments.find(context.scope());
  if (commitment == nullptr) return response;
  const stream::CommitmentStatus status = commitment->status(context.services.time.now());
  shape.status = status_text(status);
  shape.started_at = commitment->started;
  shape.earliest_allowed_end_at = commitment->earliest_end();
  if (status == stream::CommitmentStatus::disabled) shape.ended_at = commitment->end;
  return response;
}

}  // namespace weir::api::kinesis
