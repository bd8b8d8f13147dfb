// The name that this machine goes by.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace weir::env {

// "build-7" or "build-7.example.com", as the machine is set up; empty if it has no name.
std::string host_name();

}  // namespace weir::env
