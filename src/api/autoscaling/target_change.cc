#include "api/autoscaling/target_change.h"

#include <memory>
#include <utility>

#include "api/autoscaling/errors.h"
#include "api/autoscaling/names.h"
#include "stream/command.h"

namespace weir::api::autoscaling {
namespace {

constexpr int attempts_max = 5;

// Keeps itself alive until it has answered.
class Change : public std::enable_shared_from_this<Change> {
 public:
  Change(const Context& context, stream::StreamKey key, MissingTarget missing, TargetEdit edit,
         TargetChanged done)
      : context_(context),
        key_(std::move(key)),
        missing_(missing),
        edit_(std::move(edit)),
        done_(std::move(done)) {}

  void attempt() {
    const stream::StreamScalingPointer known = context_.state().find_scaling(key_);
    if (known == nullptr && missing_ == MissingTarget::is_an_error) {
      return done_(no_target_registered(resource_id_of(key_.name)));
    }
    stream::StreamScaling target = known == nullptr ? stream::StreamScaling{.key = key_} : *known;
    if (auto edited = edit_(target); !edited) {
      return done_(aws::Failure(std::move(edited).error()));
    }
    context_.services.catalog.submit(
        context_.home,
        stream::commands::PutStreamScaling{.scaling = target, .targets_max = targets_max},
        [self = shared_from_this(), target](Result<void> put) mutable {
          self->take(std::move(put), std::move(target));
        });
  }

 private:
  void take(Result<void> put, stream::StreamScaling target) {
    if (put) return done_(std::move(target));
    const ErrorCode code = put.error().code;
    const bool was_too_late = code == ErrorCode::in_use || code == ErrorCode::expired;
    if (was_too_late && ++attempts_ < attempts_max) return attempt();
    done_(failure_of_catalog(std::move(put).error(), resource_id_of(key_.name)));
  }

  const Context context_;
  const stream::StreamKey key_;
  const MissingTarget missing_;
  const TargetEdit edit_;
  TargetChanged done_;
  int attempts_ = 0;
};

}  // namespace

void change_target(const Context& context, const stream::StreamKey& key, MissingTarget missing,
                   TargetEdit edit, TargetChanged done) {
  std::make_shared<Change>(context, key, missing, std::move(edit), std::move(done))->attempt();
}

}  // namespace weir::api::autoscaling
