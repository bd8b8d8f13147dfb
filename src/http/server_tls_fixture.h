// What the tests of the server over TLS share: a server with a certificate, and clients that may
// offer anything.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http/server_fixture.h"
#include "http/tls/acceptor.h"
#include "http/tls/server_context.h"
#include "http/tls/tls_fixture.h"
#include "http/tls/tls_stream.h"

namespace weir::http {

// A client's TLS, of whatever kind a test needs. It keeps the last session that a server gave it.
class TestTlsClient {
 public:
  explicit TestTlsClient(const TestAuthority& trusted)
      : context_(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_load_verify_file(context(), trusted.path().c_str());
    SSL_CTX_set_verify(context(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_session_cache_mode(context(), SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_set_app_data(context(), this);
    SSL_CTX_sess_set_new_cb(context(), [](SSL* ssl, SSL_SESSION* session) {
      auto* const self = static_cast<TestTlsClient*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
      self->session_.reset(session);
      return 1;
    });
  }

  SSL_CTX* context() const { return context_.get(); }
  void set_version(int version) const {
    SSL_CTX_set_security_level(context(), 0);
    SSL_CTX_set_min_proto_version(context(), version);
    SSL_CTX_set_max_proto_version(context(), version);
  }
  void show(const TlsIdentity& identity) const {
    SSL_CTX_use_certificate(context(), identity.chain.front().get());
    SSL_CTX_use_PrivateKey(context(), identity.key.get());
  }

  // In TLS 1.2 the session of a handshake; in 1.3 sessions come later, and are kept then.
  void keep_session(SSL* ssl) {
    if (SSL_version(ssl) == TLS1_2_VERSION) session_.reset(SSL_get1_session(ssl));
  }

  // A client's side of a handshake, which goes on with the kept session if there is one.
  SslPointer make_session() const {
    SslPointer ssl(SSL_new(context()));
    SSL_set_connect_state(ssl.get());
    if (session_) SSL_set_session(ssl.get(), session_.get());
    return ssl;
  }

 private:
  struct FreeSession {
    void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
  };

  const SslContextPointer context_;
  std::unique_ptr<SSL_SESSION, FreeSession> session_;
};

class ServerTlsFixture : public ServerFixture {
 protected:
  // What came of a client's handshake.
  struct Handshake {
    std::optional<Result<void>> result;
    std::string protocol;  // By ALPN.
    bool is_resumed = false;
    std::string server;  // Names in its certificate, the first one.
    Wire* wire = nullptr;

    bool succeeded() const { return result && *result; }
    std::string error() const { return result && !*result ? result->error().message : "(none)"; }
  };

  std::shared_ptr<const TlsServerContext> make_context(TlsServerOptions options) const {
    return TlsServerContext::make(options).value();
  }
  TlsServerOptions options_for(const char* names) const {
    TlsServerOptions options;
    options.identity = authority_.issue(names);
    return options;
  }

  void start_tls(bool is_required = false, const ServerLimits& limits = {}) {
    start_tls(options_for("DNS:kinesis.test"), is_required, limits);
  }
  void start_tls(TlsServerOptions options, bool is_required = false,
                 const ServerLimits& limits = {}) {
    acceptor_ = std::make_unique<TlsAcceptor>(make_context(std::move(options)), is_required);
    start(limits, acceptor_.get());
  }

  // Shakes hands as `client` does; the wire, over TLS, is in the answer if that succeeded. `adjust`
  // may change the session first.
  Handshake shake_hands(TestTlsClient& client, const std::function<void(SSL*)>& adjust = nullptr) {
    Handshake handshake;
    std::unique_ptr<TlsStream> stream;
    SslPointer session = client.make_session();
    ssl_ = session.get();
    if (adjust) adjust(ssl_);
    network().connect(loop_, "127.0.0.1", server_->port(), [&](auto connected) {
      stream = std::make_unique<TlsStream>(loop_, std::move(*connected), std::move(session));
      stream->handshake([&](Result<void> result) { handshake.result = std::move(result); });
    });
    scheduler_.run_until_idle();
    if (!handshake.succeeded()) return handshake;
    client.keep_session(ssl_);
    handshake.protocol = stream->application_protocol();
    handshake.is_resumed = stream->is_resumed();
    const CertificatePointer certificate(SSL_get1_peer_certificate(ssl_));
    handshake.server = facts_of(*certificate).names.front();
    wires_.push_back(std::make_unique<Wire>(std::move(stream)));
    handshake.wire = wires_.back().get();
    scheduler_.run_until_idle();
    return handshake;
  }

  // The answer to a request over a connection of its own, or why there is none.
  std::string request(TestTlsClient& client) {
    const Handshake handshake = shake_hands(client);
    if (!handshake.succeeded()) return handshake.error();
    return exchange(*handshake.wire, post("a"));
  }

  TestAuthority authority_{"server_authority"};
  TestTlsClient client_{authority_};
  std::unique_ptr<TlsAcceptor> acceptor_;
  SSL* ssl_ = nullptr;  // The client's, of the last handshake.
};

}  // namespace weir::http
