// Done<T>: how an asynchronous call answers.
//
// Called exactly once, on the event loop named in the call, never inside the call itself. Must not
// throw.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "base/result.h"

namespace weir {

template <class T>
using Done = std::move_only_function<void(Result<T>)>;

using Task = std::move_only_function<void()>;

}  // namespace weir
