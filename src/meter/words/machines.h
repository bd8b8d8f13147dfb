// Words for generated data: computers, the internet and the telephone.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "meter/words/word_list.h"

namespace weir::meter::words {

extern const WordList hacker_abbreviations;
extern const WordList hacker_adjectives;
extern const WordList hacker_nouns;
extern const WordList hacker_verbs;
extern const WordList hacker_ing_verbs;
extern const WordList domain_suffixes;
extern const WordList free_email_domains;
extern const WordList example_email_domains;
extern const WordList phone_formats;
extern const WordList locales;
extern const WordList image_categories;
extern const WordList common_file_types;
extern const WordList common_file_extensions;
extern const WordList directories;
extern const WordList browser_languages;

// A media type with its file name extensions.
struct MediaType {
  std::string_view name;
  WordList extensions;
};
extern const std::span<const MediaType> media_types;
// Of all media types.
extern const WordList file_extensions;

}  // namespace weir::meter::words
