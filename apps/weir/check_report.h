// How `weir check` prints what it found: as text for people, or as one JSON document.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "server/directory_report.h"

namespace weir::app {

// `brief`: what is wrong, and how much there is, without the tables.
std::string check_text(const std::string& directory, server::DirectoryReport& report, bool brief);

std::string check_json(const std::string& directory, server::DirectoryReport& report);

// "2026-01-31T12:00:00.123Z".
std::string time_text(WallTime time);

}  // namespace weir::app
