// toml++ as Weir uses it: errors are returned, so that nothing has to be caught.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>
