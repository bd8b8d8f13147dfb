// AccountQueries: operations of IAM as the operator asks for them, whether on the data directory
// itself or in a running server: what `weir role` and `weir policy` are made of.
//
// The operator is the root of the account that it names: it may do everything there.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "api/access.h"
#include "api/query_service.h"
#include "base/done.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "stream/catalog.h"
#include "stream/service_time.h"
#include "stream/users.h"

namespace weir::server {

class AccountQueries {
 public:
  // All must outlive it.
  AccountQueries(stream::Catalog& catalog, const stream::Users& users,
                 const stream::ServiceTime& time, const env::Clock& clock);

  // Carries out what a form of the Query protocol asks for ("Action=CreateRole&RoleName=…"), and
  // answers with the XML of the result. Threads: `home`'s. Errors: invalid_argument, with the code
  // and the text of IAM's error; those of Catalog::submit.
  void run(env::EventLoop& home, const std::string& account_id, const std::string& form,
           Done<std::string> done) const;

 private:
  api::Access access_;
  api::AccountServices services_;
  std::vector<api::QueryOperation> operations_;
};

}  // namespace weir::server
