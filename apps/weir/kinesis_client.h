// KinesisClient: calls operations of a stream service, one after another, and waits for each
// answer.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "aws/credentials.h"
#include "aws/protocol.h"
#include "aws/sigv4_signer.h"
#include "base/result.h"
#include "blocking_client.h"
#include "client_credentials.h"
#include "client_options.h"
#include "world.h"

namespace weir::app {

struct CallError {
  std::string type;  // "ResourceNotFoundException"; empty if no answer came.
  std::string message;
  bool retryable = false;  // Whether the same call may succeed a moment later.

  std::string text() const { return type.empty() ? message : type + ": " + message; }
};

// What an answer with another status than 200 says. Decoding overwrites the body.
CallError to_call_error(int status, std::string& body);

// The URL that `options` and the environment say, in the region `region`.
std::string kinesis_endpoint(const ClientOptions& options, const World& world,
                             const std::string& region);

class KinesisClient {
 public:
  // Finds endpoint, region and credentials. Without credentials a local server is asked with a key
  // of no meaning, which it accepts as long as it has no users. `world` must outlive the client.
  // Errors: invalid_argument  the endpoint is no URL.
  //         not_found         no credentials for an endpoint that is not local.
  static Result<std::unique_ptr<KinesisClient>> open(const ClientOptions& options, World& world);

  // The same with everything known. `clock` must outlive the client.
  KinesisClient(http::Origin origin, std::string region,
                std::unique_ptr<ClientCredentials> credentials, const env::Clock& clock,
                const std::string& ca_file);

  // Texts and blobs of the answer are views that stay valid until the next call.
  template <class Operation>
  std::expected<typename Operation::Response, CallError> call(
      const typename Operation::Request& request) {
    if (auto sent = send(Operation::info.name, aws::encode_request(request)); !sent) {
      return std::unexpected(std::move(sent).error());
    }
    auto response = aws::decode_response<typename Operation::Response>(body_);
    if (!response) {
      return std::unexpected(CallError{.type = "", .message = "The answer is not understood."});
    }
    return *std::move(response);
  }

  void sleep(milliseconds duration) { client_.sleep(duration); }

  // For answers that are read while they come: the request of an operation, a client for many of
  // them at once, and the loop that it works on while that runs (blocking_client.h).
  http::ClientRequest signed_request(std::string_view operation, std::string body);
  std::unique_ptr<http::Client> streaming_client(std::size_t streams_max);
  BlockingClient& transport() { return client_; }

  const std::string& region() const { return region_; }

 private:
  // Leaves the body of a successful answer in body_.
  std::expected<void, CallError> send(std::string_view operation, std::string body);

  const std::string region_;
  const http::Origin origin_;
  const std::string ca_file_;
  const std::string authority_;
  const env::Clock& clock_;
  const std::unique_ptr<ClientCredentials> credentials_;
  std::shared_ptr<const aws::Credentials> signing_with_;
  aws::Sigv4Signer signer_;
  BlockingClient client_;
  std::string body_;
};

}  // namespace weir::app
