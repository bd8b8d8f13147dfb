// What several functions of the data generator's language are made of: each appends one text.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "meter/templates/fast_random.h"

namespace weir::meter {

enum class Gender : std::uint8_t { male, female };

void append_hex(FastRandom& random, std::size_t digits, std::string& out);
void append_alphanumeric(FastRandom& random, std::string& out);
// `symbol` becomes a digit.
void append_symbols_as_digits(FastRandom& random, std::string_view format, char symbol,
                              std::string& out);
// "#" becomes a digit, "?" a capital letter.
void append_symbols(FastRandom& random, std::string_view format, std::string& out);
void append_uuid(FastRandom& random, std::string& out);
// From a list of words of any kind, as random.word.
void append_any_word(FastRandom& random, std::string& out);
void append_any_words(FastRandom& random, std::string& out);  // One to three.

void append_first_name(FastRandom& random, std::string& out);
void append_first_name_of(FastRandom& random, Gender gender, std::string& out);
void append_last_name(FastRandom& random, std::string& out);
void append_full_name(FastRandom& random, std::string& out);

// Where a name is empty, one is drawn.
void append_user_name(FastRandom& random, std::string_view first, std::string_view last,
                      std::string& out);
void append_email(FastRandom& random, std::string_view first, std::string_view last,
                  std::string_view provider, std::string& out);
void append_domain_name(FastRandom& random, std::string& out);
void append_avatar(FastRandom& random, std::string& out);
// Blanks become hyphens; what is neither letter, digit, "_", "." nor "-" goes.
void append_slug(std::string_view text, std::string& out);

void append_street_name(FastRandom& random, std::string& out);
void append_street_address(FastRandom& random, bool is_full, std::string& out);
void append_secondary_address(FastRandom& random, std::string& out);
void append_city(FastRandom& random, std::int64_t form, std::string& out);  // -1: any form.
void append_zip_code(FastRandom& random, std::string& out);
void append_latitude(FastRandom& random, std::string& out);
void append_longitude(FastRandom& random, std::string& out);

void append_company_name(FastRandom& random, std::int64_t form, std::string& out);  // -1: any.
void append_catch_phrase(FastRandom& random, std::string& out);
void append_bs(FastRandom& random, std::string& out);
void append_account_name(FastRandom& random, std::string& out);
// A whole number in [min, max] with so many zeros behind the point.
void append_amount(FastRandom& random, std::int64_t min, std::int64_t max, std::int64_t decimals,
                   std::string& out);
void append_phone_number(FastRandom& random, std::string& out);

void append_lorem_words(FastRandom& random, std::int64_t count, std::string& out);
void append_sentence(FastRandom& random, std::int64_t words, std::string& out);  // 0: 3 to 10.
void append_sentences(FastRandom& random, std::int64_t count, std::string_view separator,
                      std::string& out);
void append_paragraph(FastRandom& random, std::int64_t sentences, std::string& out);

// "http://lorempixel.com/640/480/cats?123"; no category if that is empty.
void append_image_url(FastRandom& random, std::int64_t width, std::int64_t height,
                      std::string_view category, bool is_randomized, std::string& out);

}  // namespace weir::meter
