#include "aws/sigv4_signer.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/credentials.h"
#include "aws/sigv4.h"
#include "aws/sigv4_canonical.h"
#include "aws/sigv4_time.h"
#include "base/bytes.h"
#include "base/time.h"
#include "codec/hash.h"
#include "codec/hex.h"
#include "http/client.h"
#include "http/message.h"

namespace weir::aws {
namespace {

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& character : lower) {
    if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
  }
  return lower;
}

// Headers that proxies add, drop or change: not signed, as with Amazon's SDKs.
bool may_change_on_the_way(std::string_view lower_case_name) {
  constexpr std::array<std::string_view, 6> names = {
      "connection", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id", "te"};
  return std::find(names.begin(), names.end(), lower_case_name) != names.end();
}

// The request as the server will see it.
http::Request seen_by_server(const http::ClientRequest& request, std::string_view authority) {
  const std::string_view target = request.target;
  const std::size_t question = std::min(target.find('?'), target.size());
  http::Request seen;
  seen.method = request.method;
  seen.path = target.substr(0, question);
  seen.query = target.substr(std::min(question + 1, target.size()));
  seen.headers.push_back({"Host", authority});
  for (const auto& [name, value] : request.headers) seen.headers.push_back({name, value});
  return seen;
}

std::string signed_headers(const http::Request& request) {
  std::vector<std::string> names;
  for (const http::Header& header : request.headers) {
    std::string name = lower_case(header.name);
    if (!may_change_on_the_way(name)) names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::string joined;
  for (const std::string& name : names) {
    if (!joined.empty()) joined += ';';
    joined += name;
  }
  return joined;
}

}  // namespace

Sigv4Signer::Sigv4Signer(Credentials credentials, std::string region, std::string service)
    : credentials_(std::move(credentials)),
      region_(std::move(region)),
      service_(std::move(service)) {}

const codec::HmacKey& Sigv4Signer::key_of(std::string_view date) {
  if (!key_ || key_date_ != date) {
    key_date_ = date;
    key_ = make_signing_key(credentials_.secret_access_key,
                            {.date = key_date_, .region = region_, .service = service_});
  }
  return *key_;
}

void Sigv4Signer::sign(http::ClientRequest& request, std::string_view authority, WallTime now) {
  const std::string date_time = sigv4_time_text(now);
  const std::string_view date = std::string_view(date_time).substr(0, sigv4_date_size);
  const CredentialScope scope{.date = date, .region = region_, .service = service_};
  request.headers.emplace_back("X-Amz-Date", date_time);
  if (!credentials_.session_token.empty()) {
    request.headers.emplace_back("X-Amz-Security-Token", credentials_.session_token);
  }

  const http::Request seen = seen_by_server(request, authority);
  const std::string names = signed_headers(seen);
  canonical_.clear();
  append_canonical_request(canonical_, seen, names,
                           codec::hex_text(codec::sha256(bytes_of(request.body))));
  string_to_sign_.clear();
  append_string_to_sign(string_to_sign_, now, scope, canonical_);
  const Signature signature = aws::sign(key_of(date), string_to_sign_);

  std::string authorization(sigv4_algorithm);
  authorization += " Credential=" + credentials_.access_key_id + "/";
  append_scope(authorization, scope);
  authorization += ", SignedHeaders=" + names + ", Signature=";
  authorization += text_of(signature);
  request.headers.emplace_back("Authorization", std::move(authorization));
}

}  // namespace weir::aws
