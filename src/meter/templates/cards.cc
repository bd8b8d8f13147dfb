#include "meter/templates/cards.h"

#include "meter/dates/date_format.h"
#include "meter/templates/function_table.h"
#include "meter/templates/generators.h"
#include "meter/templates/json_value.h"
#include "meter/words/places.h"
#include "meter/words/trade.h"

namespace weir::meter {
namespace {

// Writes objects inside one another, member by member.
class CardWriter {
 public:
  CardWriter(FastRandom& random, std::string& out) : random_(random), out_(out) {}

  void open(std::string_view name = {}) { begin(name, '{'); }
  void close() { end('}'); }
  void open_array(std::string_view name) { begin(name, '['); }
  void close_array() { end(']'); }

  void text(std::string_view name, std::string_view value) {
    key(name);
    append_json_text(value, out_);
  }
  void drawn(std::string_view name, Generate generate) {
    std::string value;
    generate(random_, value);
    text(name, value);
  }
  // A value that is JSON itself.
  void json(std::string_view name, Generate generate) {
    key(name);
    generate(random_, out_);
  }

  FastRandom& random() { return random_; }

 private:
  void key(std::string_view name) {
    if (!is_first_) out_ += ',';
    is_first_ = false;
    if (name.empty()) return;
    append_json_text(name, out_);
    out_ += ':';
  }
  void begin(std::string_view name, char bracket) {
    key(name);
    out_ += bracket;
    is_first_ = true;
  }
  void end(char bracket) {
    out_ += bracket;
    is_first_ = false;
  }

  FastRandom& random_;
  std::string& out_;
  bool is_first_ = true;
};

void user_name(FastRandom& random, std::string& out) { append_user_name(random, {}, {}, out); }
void free_email(FastRandom& random, std::string& out) {
  static constexpr std::string_view domains[] = {"gmail.com", "yahoo.com", "hotmail.com"};
  append_email(random, {}, {}, pick(random, domains), out);
}
void street_address(FastRandom& random, std::string& out) {
  append_street_address(random, false, out);
}
void full_street_address(FastRandom& random, std::string& out) {
  append_street_address(random, true, out);
}
void any_city(FastRandom& random, std::string& out) { append_city(random, -1, out); }
void any_company_name(FastRandom& random, std::string& out) {
  append_company_name(random, -1, out);
}
void lorem_words(FastRandom& random, std::string& out) { append_lorem_words(random, 3, out); }
void sentence(FastRandom& random, std::string& out) { append_sentence(random, 0, out); }
void sentences(FastRandom& random, std::string& out) {
  append_sentences(random, random.between(2, 6), " ", out);
}
void paragraph(FastRandom& random, std::string& out) { append_paragraph(random, 3, out); }

void write_geo(CardWriter& card) {
  card.open("geo");
  card.drawn("lat", append_latitude);
  card.drawn("lng", append_longitude);
  card.close();
}

void write_company(CardWriter& card) {
  card.open("company");
  card.drawn("name", any_company_name);
  card.drawn("catchPhrase", append_catch_phrase);
  card.drawn("bs", append_bs);
  card.close();
}

void write_short_address(CardWriter& card) {
  card.open("address");
  card.drawn("street", append_street_name);
  card.drawn("suite", append_secondary_address);
  card.drawn("city", any_city);
  card.drawn("zipcode", append_zip_code);
  write_geo(card);
  card.close();
}

void write_long_address(CardWriter& card) {
  card.open("address");
  card.drawn("streetA", append_street_name);
  card.drawn("streetB", street_address);
  card.drawn("streetC", full_street_address);
  card.drawn("streetD", append_secondary_address);
  card.drawn("city", any_city);
  card.drawn("state", one_of<words::states>);
  card.drawn("country", one_of<words::countries>);
  card.drawn("zipcode", append_zip_code);
  write_geo(card);
  card.close();
}

void write_post(CardWriter& card) {
  card.open();
  card.drawn("words", lorem_words);
  card.drawn("sentence", sentence);
  card.drawn("sentences", sentences);
  card.drawn("paragraph", paragraph);
  card.close();
}

// In the fifty years before 20 September 1992, as the data generator has it.
void birth_date(FastRandom& random, std::string& out) {
  constexpr std::int64_t latest_ms = 717'017'702'000;
  constexpr std::int64_t range_ms = std::int64_t{50} * 365 * 86'400'000;
  static const DateFormat format = DateFormat::moment("YYYY-MM-DDTHH:mm:ss.SSS[Z]");
  format.append(civil_time({latest_ms - random.between(1'000, range_ms)}, 0, true), out);
}

void account_number(FastRandom& random, std::string& out) {
  append_symbols(random, "########", out);
}

void transaction_name(FastRandom& random, std::string& out) {
  append_account_name(random, out);
  append_symbols(random, " ####", out);
}

void any_amount(FastRandom& random, std::string& out) { append_amount(random, 0, 1'000, 2, out); }

}  // namespace

void append_card(FastRandom& random, std::string& out) {
  CardWriter card(random, out);
  card.open();
  card.drawn("name", append_full_name);
  card.drawn("username", user_name);
  card.drawn("email", free_email);
  write_long_address(card);
  card.drawn("phone", append_phone_number);
  card.drawn("website", append_domain_name);
  write_company(card);
  card.open_array("posts");
  for (int index = 0; index < 3; ++index) write_post(card);
  card.close_array();
  card.open_array("accountHistory");
  for (int index = 0; index < 3; ++index) card.json({}, append_transaction);
  card.close_array();
  card.close();
}

void append_contextual_card(FastRandom& random, std::string& out) {
  CardWriter card(random, out);
  std::string name;
  append_first_name(random, name);
  std::string user;
  append_user_name(random, name, {}, user);
  std::string email;
  append_email(random, user, {}, "gmail.com", email);
  card.open();
  card.text("name", name);
  card.text("username", user);
  card.drawn("avatar", append_avatar);
  card.text("email", email);
  card.drawn("dob", birth_date);
  card.drawn("phone", append_phone_number);
  write_short_address(card);
  card.drawn("website", append_domain_name);
  write_company(card);
  card.close();
}

void append_user_card(FastRandom& random, std::string& out) {
  CardWriter card(random, out);
  card.open();
  card.drawn("name", append_full_name);
  card.drawn("username", user_name);
  card.drawn("email", free_email);
  write_short_address(card);
  card.drawn("phone", append_phone_number);
  card.drawn("website", append_domain_name);
  write_company(card);
  card.close();
}

void append_transaction(FastRandom& random, std::string& out) {
  CardWriter card(random, out);
  card.open();
  card.drawn("amount", any_amount);
  card.text("date", "2012-02-02T00:00:00.000Z");  // Always this one, as in the data generator.
  card.drawn("business", any_company_name);
  card.drawn("name", transaction_name);
  card.drawn("type", one_of<words::transaction_types>);
  card.drawn("account", account_number);
  card.close();
}

}  // namespace weir::meter
