// FrontDoor: where a loop's requests come in: the admin path to Admin,
// what operators' tools ask to Probes, forms to the services
// that speak the Query protocol, CloudWatch's to it, everything else to Kinesis.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

#include "api/query_dispatch.h"
#include "api/wire_dispatch.h"
#include "env/event_loop.h"
#include "http/message.h"
#include "server/admin.h"
#include "server/probes.h"

namespace weir::server {

// One for each loop. All arguments must outlive it.
class FrontDoor final : public http::Handler {
 public:
  FrontDoor(env::EventLoop& home, Admin& admin, Probes& probes, http::Handler& api,
            http::Handler& query_api, api::WireDispatcher& wire_api)
      : home_(home),
        admin_(admin),
        probes_(probes),
        api_(api),
        query_api_(query_api),
        wire_api_(wire_api) {}

  void handle(http::Request request, http::Reply reply) override {
    if (Admin::concerns(request)) {
      return admin_.handle(home_, std::move(request), std::move(reply));
    }
    if (Probes::concerns(request)) return probes_.handle(home_, request, std::move(reply));
    if (wire_api_.concerns(request)) {
      return wire_api_.handle(std::move(request), std::move(reply));
    }
    if (api::QueryDispatcher::concerns(request)) {
      return query_api_.handle(std::move(request), std::move(reply));
    }
    api_.handle(std::move(request), std::move(reply));
  }

 private:
  env::EventLoop& home_;
  Admin& admin_;
  Probes& probes_;
  http::Handler& api_;
  http::Handler& query_api_;
  api::WireDispatcher& wire_api_;
};

// Where nothing but the admin path is answered: on a loopback port of its own, in clear text, when
// the server's port speaks TLS only. `weir user` then needs no certificate.
class AdminDoor final : public http::Handler {
 public:
  AdminDoor(env::EventLoop& home, Admin& admin) : home_(home), admin_(admin) {}

  void handle(http::Request request, http::Reply reply) override {
    if (Admin::concerns(request)) {
      return admin_.handle(home_, std::move(request), std::move(reply));
    }
    reply({.status = 404, .headers = {}, .body = "Only weir user is answered here.\n"});
  }

 private:
  env::EventLoop& home_;
  Admin& admin_;
};

}  // namespace weir::server
