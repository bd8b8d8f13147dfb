// Words for generated data: words without meaning.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "meter/words/word_list.h"

namespace weir::meter::words {

extern const WordList lorem_words;

}  // namespace weir::meter::words
