#include "server/account_query.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "api/iam/operations.h"

namespace weir::server {
namespace {

// What an operation's call refers to.
struct HeldCall {
  aws::Caller caller;
  aws::QueryForm form;
  aws::QueryAnswerNames names;
  std::string resource;
};

}  // namespace

AccountQueries::AccountQueries(stream::Catalog& catalog, const stream::Users& users,
                               const stream::ServiceTime& time, const env::Clock& clock)
    : access_(clock),
      services_{.catalog = catalog, .access = access_, .users = users, .time = time},
      operations_(api::iam::service(services_).operations) {}

void AccountQueries::run(env::EventLoop& home, const std::string& account_id,
                         const std::string& form, Done<std::string> done) const {
  auto held = std::make_unique<HeldCall>();
  held->caller.principal.account_id = account_id;
  auto parsed = aws::QueryForm::parse(form);
  if (parsed) held->form = *std::move(parsed);
  const std::string* const action = held->form.find("Action");
  const auto operation = std::ranges::find_if(operations_, [&](const auto& candidate) {
    return action != nullptr && candidate.name == *action;
  });
  if (operation == operations_.end()) {
    return home.post([done = std::move(done)]() mutable {
      done(fail(ErrorCode::invalid_argument, "The command is not understood."));
    });
  }
  held->names.operation = operation->name;
  HeldCall& call = *held;
  operation->run(
      {home, call.caller, call.form, call.names, call.resource},
      [held = std::move(held), done = std::move(done)](aws::Outcome<std::string> outcome) mutable {
        if (outcome) return done(*std::move(outcome));
        const aws::ServiceError& error = outcome.error();
        done(fail(ErrorCode::invalid_argument,
                  error.message.empty() ? std::string(error.type) : error.message));
      });
}

}  // namespace weir::server
