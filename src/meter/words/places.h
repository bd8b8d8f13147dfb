// Words for generated data: places and what addresses are made of.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "meter/words/word_list.h"

namespace weir::meter::words {

// In step with one another: a state and its code, a country and its code.
extern const WordList city_prefixes;
extern const WordList city_suffixes;
extern const WordList street_suffixes;
extern const WordList street_prefixes;
extern const WordList counties;
extern const WordList states;
extern const WordList state_abbreviations;
extern const WordList countries;
extern const WordList country_codes;

}  // namespace weir::meter::words
