// Words for generated data: shops and money.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "meter/words/word_list.h"

namespace weir::meter::words {

extern const WordList colors;
extern const WordList departments;
extern const WordList product_adjectives;
extern const WordList product_materials;
extern const WordList products;
extern const WordList account_types;
extern const WordList transaction_types;
extern const WordList currency_names;
extern const WordList currency_codes;
extern const WordList currency_symbols;

}  // namespace weir::meter::words
