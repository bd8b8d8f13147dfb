// Overloaded: one function object of several, for std::visit.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace weir {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};

}  // namespace weir
