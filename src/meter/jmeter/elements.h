// Reads the elements of a JMeter plan that are no groups: timers, counters, data sets, listeners
// and awsmeter's sampler.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "meter/jmeter/element.h"

namespace weir::meter {

// Whether it is one of the timers that are known.
bool is_timer(std::string_view tag);
// Nothing if it is none.
std::optional<Timer> read_timer(const Element& element);
Counter read_counter(const Element& element);
CsvDataSet read_csv(const Element& element);

// A listener's file, if it has one; else, and for other listeners, a note.
void read_listener(const Element& element, Plan& plan);
bool is_listener(std::string_view tag);

// The variables of an Arguments element.
void read_variables(const std::vector<NameValue>& arguments, std::vector<Variable>& into,
                    const Element& element);

// Any sampler, whether or not it is known.
bool is_sampler(const Element& element);
// awsmeter's KinesisProducerSampler.
bool is_kinesis_sampler(const Element& element);
Sampler read_kinesis_sampler(const Element& element, Plan& plan);

}  // namespace weir::meter
