// Words for generated data: people: their names and their jobs.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "meter/words/word_list.h"

namespace weir::meter::words {

extern const WordList male_first_names;
extern const WordList female_first_names;
extern const WordList last_names;
extern const WordList name_prefixes;
extern const WordList name_suffixes;
extern const WordList job_descriptors;
extern const WordList job_areas;
extern const WordList job_types;

}  // namespace weir::meter::words
