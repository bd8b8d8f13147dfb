// Every operation of the workload: one function each, defined in ops/ in the file of the same name.
// Each starts something and returns; the answer is shown to the shadow when it comes.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "workload/bench.h"

namespace weir::simulation {

// On logs.
void append_records(const Bench& bench);
void append_burst(const Bench& bench);
void read_records(const Bench& bench);
void find_time(const Bench& bench);
void wait_for_records(const Bench& bench);
void trim_log(const Bench& bench);
void end_log(const Bench& bench);
void remove_log(const Bench& bench);

// On the catalog.
void create_stream(const Bench& bench);
void delete_stream(const Bench& bench);
void change_retention(const Bench& bench);
void change_encryption(const Bench& bench);
void read_shard(const Bench& bench);
void change_user(const Bench& bench);

}  // namespace weir::simulation
