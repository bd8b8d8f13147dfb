// What a closed load waits for: the start of its threads, and JMeter's timers before each sample.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/time.h"
#include "meter/plan/plan.h"
#include "meter/templates/fast_random.h"

namespace weir::meter {

// When the thread number `index`, from 0, starts: the threads are spread over the ramp-up, the
// first one at once, as JMeter has it.
nanoseconds ramp_up_delay(const ClosedLoad& load, std::uint32_t index);

// Of one sample. Those of the Gaussian timer are mirrored at 0, as JMeter's.
nanoseconds delay_of(const ConstantTimer& timer);
nanoseconds delay_of(const UniformTimer& timer, FastRandom& random);
nanoseconds delay_of(const GaussianTimer& timer, FastRandom& random);

// Before the attempt number `attempt`, from 2 on: base x 2^(attempt - 2) up to the maximum, and of
// that any part (full jitter), so that those who were refused together do not come back together.
nanoseconds retry_delay(const Retries& retries, std::uint32_t attempt, FastRandom& random);

}  // namespace weir::meter
