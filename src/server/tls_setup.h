// From settings to a TlsService.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <future>
#include <memory>
#include <string>

#include "base/result.h"
#include "server/local_certificates.h"
#include "server/settings.h"
#include "server/tls_service.h"

namespace weir::server {

// What a certificate made here is for.
LocalNames local_names(const Settings& settings);

// Whether clear text is refused.
bool is_tls_required(const Settings& settings);

// The authority by which a client trusts the server: the one made here, or, where a certificate was
// given, that itself, which is enough if it is its own authority.
std::string trusted_file(const Settings& settings);

// On the surroundings' worker, as a first start makes certificates, synced, one by one. Null if the
// settings say so; they must outlive the work.
// Errors: invalid_argument  settings that contradict each other; those of TlsService::open.
std::future<Result<std::shared_ptr<TlsService>>> open_tls(
    const Settings& settings, const TlsService::Surroundings& surroundings);

}  // namespace weir::server
