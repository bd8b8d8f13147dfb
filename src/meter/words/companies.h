// Words for generated data: companies, and what they say of themselves.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "meter/words/word_list.h"

namespace weir::meter::words {

extern const WordList company_suffixes;
extern const WordList catch_phrase_adjectives;
extern const WordList catch_phrase_descriptors;
extern const WordList catch_phrase_nouns;
extern const WordList bs_adjectives;
extern const WordList bs_verbs;
extern const WordList bs_nouns;

}  // namespace weir::meter::words
