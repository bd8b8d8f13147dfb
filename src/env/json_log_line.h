// json_log_members: a log line for machines, from its event on. Whoever prints it puts a brace, the
// time and the level before it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "env/logger.h"

namespace weir::env {

// `"event":"stream_created","stream":"orders","shards":4}`. A value is a text, unless its field is
// one that holds numbers, so that a field is always of one type. Always one line; bytes that are no
// UTF-8 become question marks.
std::string json_log_members(std::string_view event, std::initializer_list<Field> fields);

}  // namespace weir::env
