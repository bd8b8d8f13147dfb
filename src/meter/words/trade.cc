#include "meter/words/trade.h"

namespace weir::meter::words {
namespace {

constexpr std::string_view colors_table[] = {
    "red",       "green",    "blue",     "yellow", "purple",  "mint green", "teal",
    "white",     "black",    "orange",   "pink",   "grey",    "maroon",     "violet",
    "turquoise", "tan",      "sky blue", "salmon", "plum",    "orchid",     "olive",
    "magenta",   "lime",     "ivory",    "indigo", "gold",    "fuchsia",    "cyan",
    "azure",     "lavender", "silver",   "beige",  "crimson", "navy"};

constexpr std::string_view departments_table[] = {
    "Books",  "Movies",   "Music",      "Games",      "Electronics", "Computers",
    "Home",   "Garden",   "Tools",      "Grocery",    "Health",      "Beauty",
    "Toys",   "Kids",     "Baby",       "Clothing",   "Shoes",       "Jewelery",
    "Sports", "Outdoors", "Automotive", "Industrial", "Stationery",  "Pets"};

constexpr std::string_view product_adjectives_table[] = {
    "Small",     "Ergonomic", "Rustic",  "Intelligent", "Gorgeous", "Incredible",
    "Fantastic", "Practical", "Sleek",   "Awesome",     "Generic",  "Handcrafted",
    "Handmade",  "Licensed",  "Refined", "Unbranded",   "Tasty",    "Compact",
    "Portable",  "Durable",   "Elegant", "Lightweight", "Modern",   "Vintage"};

constexpr std::string_view product_materials_table[] = {
    "Steel", "Wooden", "Concrete", "Plastic", "Cotton",  "Granite", "Rubber", "Metal", "Soft",
    "Fresh", "Frozen", "Leather",  "Bamboo",  "Ceramic", "Glass",   "Paper",  "Silk",  "Woolen"};

constexpr std::string_view products_table[] = {
    "Chair",   "Car",    "Computer", "Keyboard", "Mouse", "Bike",   "Ball",     "Gloves",
    "Pants",   "Shirt",  "Table",    "Shoes",    "Hat",   "Towels", "Soap",     "Tuna",
    "Chicken", "Fish",   "Cheese",   "Bacon",    "Pizza", "Salad",  "Sausages", "Chips",
    "Lamp",    "Kettle", "Backpack", "Umbrella", "Watch", "Camera", "Bottle",   "Blanket"};

constexpr std::string_view account_types_table[] = {"Checking",   "Savings",      "Money Market",
                                                    "Investment", "Home Loan",    "Credit Card",
                                                    "Auto Loan",  "Personal Loan"};

constexpr std::string_view transaction_types_table[] = {"deposit", "withdrawal", "payment",
                                                        "invoice"};

constexpr std::string_view currency_names_table[] = {"UAE Dirham",
                                                     "Argentine Peso",
                                                     "Australian Dollar",
                                                     "Baht",
                                                     "Bolivar",
                                                     "Brazilian Real",
                                                     "Bulgarian Lev",
                                                     "Canadian Dollar",
                                                     "Cedi",
                                                     "Chilean Peso",
                                                     "Colombian Peso",
                                                     "Costa Rican Colon",
                                                     "Czech Koruna",
                                                     "Danish Krone",
                                                     "Dong",
                                                     "Egyptian Pound",
                                                     "Euro",
                                                     "Forint",
                                                     "Hong Kong Dollar",
                                                     "Hryvnia",
                                                     "Iceland Krona",
                                                     "Indian Rupee",
                                                     "Iranian Rial",
                                                     "Jamaican Dollar",
                                                     "Jordanian Dinar",
                                                     "Kenyan Shilling",
                                                     "Kuwaiti Dinar",
                                                     "Malaysian Ringgit",
                                                     "Mexican Peso",
                                                     "Moroccan Dirham",
                                                     "Naira",
                                                     "New Israeli Sheqel",
                                                     "New Taiwan Dollar",
                                                     "New Zealand Dollar",
                                                     "Norwegian Krone",
                                                     "Nuevo Sol",
                                                     "Pakistan Rupee",
                                                     "Peso Uruguayo",
                                                     "Philippine Peso",
                                                     "Pound Sterling",
                                                     "Qatari Rial",
                                                     "Rand",
                                                     "Romanian Leu",
                                                     "Rupiah",
                                                     "Russian Ruble",
                                                     "Saudi Riyal",
                                                     "Serbian Dinar",
                                                     "Singapore Dollar",
                                                     "Sri Lanka Rupee",
                                                     "Swedish Krona",
                                                     "Swiss Franc",
                                                     "Tenge",
                                                     "Tunisian Dinar",
                                                     "Turkish Lira",
                                                     "US Dollar",
                                                     "Won",
                                                     "Yen",
                                                     "Yuan Renminbi",
                                                     "Zloty"};

constexpr std::string_view currency_codes_table[] = {
    "AED", "ARS", "AUD", "THB", "VES", "BRL", "BGN", "CAD", "GHS", "CLP", "COP", "CRC",
    "CZK", "DKK", "VND", "EGP", "EUR", "HUF", "HKD", "UAH", "ISK", "INR", "IRR", "JMD",
    "JOD", "KES", "KWD", "MYR", "MXN", "MAD", "NGN", "ILS", "TWD", "NZD", "NOK", "PEN",
    "PKR", "UYU", "PHP", "GBP", "QAR", "ZAR", "RON", "IDR", "RUB", "SAR", "RSD", "SGD",
    "LKR", "SEK", "CHF", "KZT", "TND", "TRY", "USD", "KRW", "JPY", "CNY", "PLN"};

constexpr std::string_view currency_symbols_table[] = {
    "$",   "$", "฿",  "Bs",  "R$",  "лв", "$", "$", "$",  "₡",  "Kč",  "kr", "₫",
    "£",   "€", "Ft", "$",   "₴",   "kr", "₹", "﷼", "J$", "RM", "$",   "₦",  "₪",
    "NT$", "$", "kr", "S/.", "₨",   "$U", "₱", "£", "﷼",  "R",  "lei", "Rp", "₽",
    "﷼",   "$", "₨",  "kr",  "CHF", "₸",  "₺", "$", "₩",  "¥",  "¥",   "zł"};

}  // namespace

constinit const WordList colors{colors_table};
constinit const WordList departments{departments_table};
constinit const WordList product_adjectives{product_adjectives_table};
constinit const WordList product_materials{product_materials_table};
constinit const WordList products{products_table};
constinit const WordList account_types{account_types_table};
constinit const WordList transaction_types{transaction_types_table};
constinit const WordList currency_names{currency_names_table};
constinit const WordList currency_codes{currency_codes_table};
constinit const WordList currency_symbols{currency_symbols_table};

}  // namespace weir::meter::words
