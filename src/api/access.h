// Access: whether a caller may do what it asks for, by all policies that have a say.
//
// Threads: any.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/authentication.h"
#include "aws/policy/evaluator.h"
#include "aws/service_error.h"
#include "base/mutex.h"
#include "env/clock.h"
#include "stream/catalog_state.h"

namespace weir::api {

// What a caller wants. Views into what lives until the answer.
struct Question {
  const aws::Caller& caller;
  std::string_view action;            // "kinesis:PutRecord".
  std::string_view resource;          // An ARN, or "*".
  std::string_view resource_account;  // Whose it is.
  aws::policy::TagViews resource_tags{};
  std::optional<aws::policy::TagViews> request_tags{};
  std::vector<std::pair<std::string_view, std::string_view>> service_keys{};
};

// Whether nothing that the caller asks of its own account is refused, unless the resource has a
// policy of its own.
bool is_unrestricted(const aws::Caller& caller);

// The ARN of whoever calls, as refusals and GetCallerIdentity give it.
std::string arn_of(const aws::Caller& caller);

class Access {
 public:
  // Must outlive it.
  explicit Access(const env::Clock& clock);

  // Errors: AccessDeniedException, with Amazon's text.
  aws::Outcome<void> check(const stream::CatalogState& state, const Question& question) const;

  // Whether a role that trusts by `trust_policy` may be assumed. The text is STS': without a
  // reason.
  aws::Outcome<void> check_trust(const Question& question, std::string_view trust_policy) const;

 private:
  using Text = std::shared_ptr<const std::string>;

  aws::policy::Request to_request(const Question& question,
                                  const aws::policy::Identity& identity) const;
  aws::policy::DocumentPointer read(const Text& text) const;

  const env::Clock& clock_;
  mutable Mutex mutex_;
  // Policies of resources that have been read, by where their text is; the text is kept, so that
  // nothing else can be there.
  mutable std::map<const std::string*, std::pair<Text, aws::policy::DocumentPointer>> documents_
      GUARDED_BY(mutex_);
};

}  // namespace weir::api
