#include "api/sts/operations.h"

#include <utility>

namespace weir::api::sts {
namespace {

// Each asks for itself: one asks nobody, another the role's trust policy.
template <class Operation>
QueryOperation entry(const AccountServices& services) {
  return query_operation<Operation>(
      services,
      [](const AccountContext&, const typename Operation::Request&) -> aws::Outcome<void> {
        return {};
      },
      [](const AccountContext& context, typename Operation::Request request,
         AccountReply<Operation> reply) { handle(context, std::move(request), std::move(reply)); });
}

}  // namespace

QueryService service(const AccountServices& services) {
  return {.signing_name = "sts",
          .xml_namespace = "https://sts.amazonaws.com/doc/2011-06-15/",
          .operations = {entry<aws::sts::AssumeRole>(services),
                         entry<aws::sts::GetCallerIdentity>(services),
                         entry<aws::sts::GetSessionToken>(services)}};
}

}  // namespace weir::api::sts
