// Every function of the data generator: the shape of what it makes, and where it has one the range.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <sstream>

#include "codec/json_reader.h"
#include "meter/templates/function_table.h"
#include "meter/templates/render_fixture.h"

namespace weir::meter {
namespace {

struct Shape {
  std::string_view text;
  std::string_view expression;  // Matches the whole of each rendering.
};

constexpr std::string_view js_date =
    "(Sun|Mon|Tue|Wed|Thu|Fri|Sat) "
    "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
    "[0-9]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT\\+0000 "
    "\\(Coordinated Universal Time\\)";
constexpr std::string_view words = "[^{}<>]+";
constexpr std::string_view name = "[A-Z][A-Za-z']+";

const std::vector<Shape>& shapes_table() {
  static const std::vector<Shape> all = {
      {"{{random.number}}", "[0-9]{1,5}"},
      {"{{random.number(7)}}", "[0-7]"},
      {"{{random.number({\"min\":-3,\"max\":12})}}", "-[1-3]|[0-9]|1[0-2]"},
      {"{{random.number({\"min\":10,\"max\":30,\"precision\":5})}}", "10|15|20|25|30"},
      {"{{random.number({\"max\":1,\"precision\":0.25})}}", "0|0\\.25|0\\.5|0\\.75|1"},
      {"{{random.number({\"max\":0.3,\"precision\":0.1})}}", "0|0\\.[1-3]"},
      {"{{random.number({\"min\":-0.02,\"max\":0,\"precision\":0.01})}}", "-0\\.0[12]|0"},
      {"{{random.arrayElement}}", "[abc]"},
      {"{{random.arrayElement([\"OK\",\"FAIL\",3,true])}}", "OK|FAIL|3|true"},
      {"{{random.arrayElement([[1,2],{\"a\":\"b\"}])}}", "1,2|\\{\"a\":\"b\"\\}"},
      {"{{random.weightedArrayElement}}", "dog|cat"},
      {"{{random.weightedArrayElement({\"weights\":[0.5,0.5,0],\"data\":[\"a\",\"b\",\"c\"]})}}",
       "[ab]"},
      {"{{random.objectElement}}", "bar|car"},
      {"{{random.objectElement({\"x\":\"y\",\"z\":1.50})}}", "y|1\\.5"},
      {"{{random.objectElement([{\"x\":\"y\"},\"key\"])}}", "x"},
      {"{{random.uuid}}", "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"},
      {"{{random.boolean}}", "true|false"},
      {"{{random.word}}", words},
      {"{{random.words}}", words},
      {"{{random.words(2)}}", "[^ ].* .*"},
      {"{{random.image}}", "http://lorempixel\\.com/640/480/[a-z]+"},
      {"{{random.locale}}", "[a-z]{2,3}(_[A-Za-z_]+)?"},
      {"{{random.alphaNumeric}}", "[0-9a-z]"},
      {"{{random.alphaNumeric(12)}}", "[0-9a-z]{12}"},

      {"{{date.past}}", js_date},
      {"{{date.past({\"years\":2,\"format\":\"YYYY-MM-DD\"})}}", "202[456]-[0-9]{2}-[0-9]{2}"},
      {"{{date.past({\"refDate\":\"2001-01-01\",\"format\":\"YYYY\"})}}", "2000"},
      {"{{date.future}}", js_date},
      {"{{date.future({\"years\":1,\"format\":\"YYYY\"})}}", "202[67]"},
      {"{{date.between(\"2026-02-01\",\"2026-02-28\")}}", ".* Feb [0-9]{2} 2026 .*"},
      {"{{date.between(2026-02-01T00:00:00Z, 2026-02-01T00:00:10Z)}}", ".* 00:00:(0[0-9]|10) .*"},
      {"{{date.recent}}", js_date},
      {"{{date.recent({\"days\":1,\"format\":\"YYYY-MM-DD\"})}}", "2026-11-2[56]"},
      {"{{date.month}}", "(January|February|Ma(rch|y)|April|Ju(ne|ly)|August|[A-Z][a-z]+ber)"},
      {"{{date.month({\"abbr\":true})}}", "[A-Z][a-z]{2}"},
      {"{{date.weekday}}", "(Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day"},
      {"{{date.weekday({\"abbr\":true})}}", "Sun|Mon|Tue|Wed|Thu|Fri|Sat"},
      {"{{date.now}}", "2026-11-26T12:41:19\\+00:00"},
      {"{{date.now(\"dddd, MMMM Do YYYY, h:mm:ss a\")}}",
       "Thursday, November 26th 2026, 12:41:19 pm"},
      {"{{date.now(\"DD/MMM/YYYY:HH:mm:ss Z\")}}", "26/Nov/2026:12:41:19 \\+00:00"},
      {"{{date.now(ddd, hA)}}", "Thu, 12PM"},
      {"{{date.utc}}", "2026-11-26T12:41:19Z"},
      {"{{date.utc(\"x\")}}", "1795696879007"},
      {"{{date.simTime}}", "2026-11-26T13:41:19\\+00:00"},
      {"{{date.simTime(\"HH\")}}", "13"},
      {"{{current.timestamp}}", "2026-11-26T12:41:19\\+00:00"},

      {"{{internet.avatar}}",
       "https://s3\\.amazonaws\\.com/uifaces/faces/twitter/[a-z0-9]+/128\\.jpg"},
      {"{{internet.email}}", "[A-Za-z0-9._]+@(gmail|yahoo|hotmail)\\.com"},
      {"{{internet.email([\"Ann\",\"Lee\",\"weir.example\"])}}",
       "Ann([._]Lee)?[0-9]{0,2}@weir\\.example"},
      {"{{internet.exampleEmail}}", "[A-Za-z0-9._]+@example\\.(org|com|net)"},
      {"{{internet.session}}", "[0-9a-f]{32}"},
      {"{{internet.userName}}", "[A-Z][A-Za-z]+([._][A-Z][A-Za-z]+)?[0-9]{0,2}"},
      {"{{internet.userName(Ann)}}", "Ann([._][A-Z][A-Za-z]+)?[0-9]{0,2}"},
      {"{{internet.protocol}}", "https?"},
      {"{{internet.url}}", "https?://[a-z]+\\.(com|biz|info|name|net|org)"},
      {"{{internet.domainName}}", "[a-z]+\\.(com|biz|info|name|net|org)"},
      {"{{internet.domainSuffix}}", "com|biz|info|name|net|org"},
      {"{{internet.domainWord}}", "[a-z]+"},
      {"{{internet.ip}}", "((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!$)|$)){4}"},
      {"{{internet.userAgent}}", "(Mozilla/5\\.0|Opera/[0-9]+\\.[0-9]+) .+"},
      {"{{internet.color}}", "#[0-9a-f]{6}"},
      {"{{internet.color([255,255,255])}}", "#([7-9a-f][0-9a-f]){3}"},
      {"{{internet.mac}}", "([0-9a-f]{2}(:(?!$)|$)){6}"},
      {"{{internet.password}}", "\\w{15}"},
      {"{{internet.password(20)}}", "\\w{20}"},
      {"{{internet.password({\"len\":8,\"memorable\":true})}}", "([b-df-hj-np-tv-z][aeiou]){4}"},
      {"{{internet.password([6,false,\"[A-C]\",\"x\"])}}", "x[A-C]{5}"},

      {"{{name.firstName}}", name},
      {"{{name.firstName(0)}}", name},
      {"{{name.lastName}}", name},
      {"{{name.findName}}",
       "((Mr|Mrs|Ms|Dr)\\. |Miss )?[A-Z][a-z]+ [A-Z][A-Za-z']+"
       "( (Jr\\.|Sr\\.|I|II|III|IV|V|MD|DDS|PhD|DVM))?"},
      {"{{name.jobTitle}}", "[A-Z][a-z]+ [A-Z][a-z]+ [A-Z][a-z]+"},
      {"{{name.prefix}}", "(Mr|Mrs|Ms|Dr)\\.|Miss"},
      {"{{name.suffix}}", "Jr\\.|Sr\\.|I|II|III|IV|V|MD|DDS|PhD|DVM"},
      {"{{name.title}}", "[A-Z][a-z]+ [A-Z][a-z]+ [A-Z][a-z]+"},
      {"{{name.jobDescriptor}}", "[A-Z][a-z]+"},
      {"{{name.jobArea}}", "[A-Z][a-z]+"},
      {"{{name.jobType}}", "[A-Z][a-z]+"},

      {"{{address.zipCode}}", "[0-9]{5}(-[0-9]{4})?"},
      {"{{address.zipCode(\"?-?###\")}}", "[A-Z]-[A-Z][0-9]{3}"},
      {"{{address.city}}", "[A-Z][A-Za-z' ]+"},
      {"{{address.city(1)}}",
       "(North|East|West|South|New|Lake|Port|Old|Upper|Lower|Fort|Mount"
       "|Saint) [A-Z][a-z]+"},
      {"{{address.cityPrefix}}", "[A-Z][a-z]+"},
      {"{{address.citySuffix}}", "[a-z]+"},
      {"{{address.streetName}}", "[A-Z][A-Za-z']+ [A-Z][a-z]+"},
      {"{{address.streetAddress}}", "[0-9]{3,5} [A-Z][A-Za-z']+ [A-Z][a-z]+"},
      {"{{address.streetAddress(true)}}", "[0-9]{3,5} .+ (Apt\\.|Suite) [0-9]{3}"},
      {"{{address.streetSuffix}}", "[A-Z][a-z]+"},
      {"{{address.streetPrefix}}", "[A-Z][a-z]+"},
      {"{{address.secondaryAddress}}", "(Apt\\.|Suite) [0-9]{3}"},
      {"{{address.county}}", "[A-Z][A-Za-z ]+"},
      {"{{address.country}}", "[A-Z][A-Za-z -]+"},
      {"{{address.countryCode}}", "[A-Z]{2}"},
      {"{{address.state}}", "[A-Z][A-Za-z ]+"},
      {"{{address.stateAbbr}}", "[A-Z]{2}"},
      {"{{address.latitude}}", "-?([0-8]?[0-9]\\.[0-9]{4}|90\\.0000)"},
      {"{{address.longitude}}", "-?((1[0-7][0-9]|[0-9]{1,2})\\.[0-9]{4}|180\\.0000)"},
      {"{{address.nearbyGPSCoordinate}}", "-?[0-9]+\\.[0-9]{4},-?[0-9]+\\.[0-9]{4}"},
      {"{{address.nearbyGPSCoordinate([52.5,13.4])}}", "52\\.[3-6][0-9]{3},13\\.[1-6][0-9]{3}"},
      {"{{address.nearbyGPSCoordinate({\"coordinate\":[52.5,13.4],\"radius\":1,"
       "\"isMetric\":true})}}",
       "52\\.(49|50)[0-9]{2},13\\.(38|39|40|41)[0-9]{2}"},

      {"{{commerce.color}}", "[a-z ]+"},
      {"{{commerce.department}}", "[A-Z][a-z]+"},
      {"{{commerce.productName}}", "[A-Z][a-z]+ [A-Z][a-z]+ [A-Z][a-z]+"},
      {"{{commerce.price}}", "[0-9]{1,4}\\.00"},
      {"{{commerce.price({\"min\":5,\"max\":6,\"dec\":1,\"symbol\":\"€\"})}}", "€[56]\\.0"},
      {"{{commerce.productAdjective}}", "[A-Z][a-z]+"},
      {"{{commerce.productMaterial}}", "[A-Z][a-z]+"},
      {"{{commerce.product}}", "[A-Z][a-z]+"},

      {"{{company.suffixes}}", "Inc,and Sons,LLC,Group"},
      {"{{company.companyName}}", "[A-Z][A-Za-z', -]+"},
      {"{{company.companyName(2)}}", "[A-Z][A-Za-z']+, [A-Z][A-Za-z']+ and [A-Z][A-Za-z']+"},
      {"{{company.companySuffix}}", "Inc|and Sons|LLC|Group"},
      {"{{company.catchPhrase}}", "[A-Z][a-z-]+ [0-9a-z -]+"},
      {"{{company.bs}}", "[A-Za-z -]+"},
      {"{{company.catchPhraseAdjective}}", "[A-Z][a-z-]+"},
      {"{{company.catchPhraseDescriptor}}", "[0-9a-z -]+"},
      {"{{company.catchPhraseNoun}}", "[a-z -]+"},
      {"{{company.bsAdjective}}", "[A-Za-z-]+"},
      {"{{company.bsBuzz}}", "[a-z]+"},
      {"{{company.bsNoun}}", "[a-z ]+"},

      {"{{finance.account}}", "[0-9]{8}"},
      {"{{finance.account(12)}}", "[0-9]{12}"},
      {"{{finance.accountName}}", "[A-Z][A-Za-z ]+ Account"},
      {"{{finance.mask}}", "[0-9]{4}"},
      {"{{finance.mask([6,true,true])}}", "\\(\\.\\.\\.[0-9]{6}\\)"},
      {"{{finance.amount}}", "([0-9]{1,3}|1000)\\.00"},
      {"{{finance.amount(10,12,3,$)}}", "\\$1[0-2]\\.000"},
      {"{{finance.transactionType}}", "deposit|withdrawal|payment|invoice"},
      {"{{finance.currencyCode}}", "[A-Z]{3}"},
      {"{{finance.currencyName}}", "[A-Z][A-Za-z ]+"},
      {"{{finance.currencySymbol}}", ".+"},
      {"{{finance.bitcoinAddress}}", "[13][0-9A-Z]{26,33}"},

      {"{{hacker.abbreviation}}", "[A-Z]+"},
      {"{{hacker.adjective}}", "[a-z -]+"},
      {"{{hacker.noun}}", "[a-z ]+"},
      {"{{hacker.verb}}", "[a-z ]+"},
      {"{{hacker.ingverb}}", "[a-z]+ing( up)?"},
      {"{{hacker.phrase}}", "[A-Za-z ,-]+!"},

      {"{{helpers.randomize}}", "[abc]"},
      {"{{helpers.randomize([1,2])}}", "[12]"},
      {"{{helpers.slugify(\"Hello, you & me!\")}}", "Hello-you--me"},
      {"{{helpers.replaceSymbolWithNumber(\"###-#?\")}}", "[0-9]{3}-[0-9]\\?"},
      {"{{helpers.replaceSymbolWithNumber([\"#!!\",\"!\"])}}", "#[0-9]{2}"},
      {"{{helpers.replaceSymbols(#??, #)}}", "[0-9][A-Z]{2}, [0-9]"},
      {"{{helpers.shuffle([\"x\",\"y\"])}}", "x,y|y,x"},
      {"{{helpers.shuffle}}", "[abc],[abc],[abc]"},
      {"{{helpers.createCard}}", "\\{\"name\":.*\"posts\":\\[.*\\],\"accountHistory\":\\[.*\\]\\}"},
      {"{{helpers.contextualCard}}", "\\{\"name\":.*\"dob\":\"19[4-9].*Z\".*\\}"},
      {"{{helpers.userCard}}", "\\{\"name\":.*\"geo\":.*\\}"},
      {"{{helpers.createTransaction}}", "\\{\"amount\":\".*\"account\":\"[0-9]{8}\"\\}"},

      {"{{lorem.word}}", "[a-z]+"},
      {"{{lorem.words}}", "[a-z]+ [a-z]+ [a-z]+"},
      {"{{lorem.words(5)}}", "[a-z]+( [a-z]+){4}"},
      {"{{lorem.sentence}}", "[A-Z][a-z]*( [a-z]+){2,9}\\."},
      {"{{lorem.sentence(4)}}", "[A-Z][a-z]*( [a-z]+){3}\\."},
      {"{{lorem.sentences}}", "([A-Z][a-z ]+\\. ?){2,6}"},
      {"{{lorem.sentences(3)}}", "([A-Z][a-z ]+\\. ?){3}"},
      {"{{lorem.paragraph}}", "([A-Z][a-z ]+\\. ?){3,6}"},
      {"{{lorem.paragraphs(2)}}", "[A-Za-z .]+\n \r[A-Za-z .]+"},
      {"{{lorem.text}}", "[A-Za-z .\n\r]+"},
      {"{{lorem.lines(2)}}", "[A-Z][a-z ]+\\.\n[A-Z][a-z ]+\\."},

      {"{{phone.phoneNumber}}", "[0-9().x -]{12,21}"},
      {"{{phone.phoneNumber(\"+1 (###) ###\")}}", "\\+1 \\([0-9]{3}\\) [0-9]{3}"},
      {"{{phone.phoneNumberFormat}}", "[0-9]{3}-[0-9]{3}-[0-9]{4}"},
      {"{{phone.phoneNumberFormat(1)}}", "\\([0-9]{3}\\) [0-9]{3}-[0-9]{4}"},
      {"{{phone.phoneFormats}}", "[1#().x -]+"},

      {"{{system.fileName}}", "[^A-Z /-]+\\.[a-z0-9]+"},
      {"{{system.commonFileName}}", "[^A-Z /-]+\\.[a-z0-9]+"},
      {"{{system.commonFileName(csv)}}", "[^A-Z /-]+\\.csv"},
      {"{{system.mimeType}}", "[a-z]+/[a-z0-9.+-]+"},
      {"{{system.commonFileType}}", "video|audio|image|text|application"},
      {"{{system.commonFileExt}}", "[a-z0-9]+"},
      {"{{system.fileType}}", "application|audio|font|image|message|model|text|video"},
      {"{{system.fileExt}}", "[a-z0-9]+"},
      {"{{system.fileExt(\"image/jpeg\")}}", "jpeg|jpg|jpe"},
      {"{{system.directoryPath}}", "(/[a-z]+)+"},
      {"{{system.filePath}}", "(/[a-z]+)+/[^A-Z /-]+\\.[a-z0-9]+"},
      {"{{system.semver}}", "[0-9]\\.[0-9]\\.[0-9]"},

      {"{{image.image}}", "http://lorempixel\\.com/640/480/[a-z]+"},
      {"{{image.avatar}}", "https://s3\\.amazonaws\\.com/.*"},
      {"{{image.imageUrl}}", "http://lorempixel\\.com/640/480"},
      {"{{image.imageUrl([10,20,\"cats\",true])}}",
       "http://lorempixel\\.com/10/20/cats\\?[0-9]{1,5}"},
      {"{{image.abstract}}", ".*/640/480/abstract"},
      {"{{image.animals}}", ".*/animals"},
      {"{{image.business}}", ".*/business"},
      {"{{image.cats(100)}}", ".*/100/480/cats"},
      {"{{image.city}}", ".*/city"},
      {"{{image.food}}", ".*/food"},
      {"{{image.nightlife}}", ".*/nightlife"},
      {"{{image.fashion}}", ".*/fashion"},
      {"{{image.people}}", ".*/people"},
      {"{{image.nature}}", ".*/nature"},
      {"{{image.sports}}", ".*/sports"},
      {"{{image.technics}}", ".*/technics"},
      {"{{image.transport}}", ".*/transport"},
  };
  return all;
}

using Functions = RenderFixture;

TEST_F(Functions, MakeTextsOfTheirShape) {
  for (const Shape& shape : shapes_table()) {
    const Template made = compiled(shape.text);
    Variables variables = filled();
    RenderContext context = context_of(variables);
    // No "." of these expressions is meant to stop at a line's end.
    const std::regex expression{std::string(shape.expression)};
    for (int count = 0; count < 60; ++count) {
      std::string out;
      made.render(context, out);
      ASSERT_TRUE(std::regex_match(out, expression)) << shape.text << "\n" << out;
    }
  }
}

TEST_F(Functions, AllHaveAShape) {
  std::set<std::string> shaped;
  for (const Shape& shape : shapes_table()) {
    shaped.emplace(shape.text.substr(2, shape.text.find_first_of("(}", 2) - 2));
  }
  for (const Function& function : all_functions()) {
    EXPECT_TRUE(shaped.contains(std::string(function.name))) << function.name;
  }
}

// What the data generator has, so that none is lost.
TEST_F(Functions, AreThoseOfTheDataGenerator) {
  const std::pair<std::string_view, std::string_view> modules[] = {
      {"random",
       "number arrayElement weightedArrayElement objectElement uuid boolean word words image "
       "locale alphaNumeric"},
      {"date", "past future between recent month weekday now utc simTime"},
      {"internet",
       "avatar email exampleEmail session userName protocol url domainName domainSuffix domainWord "
       "ip userAgent color mac password"},
      {"name",
       "firstName lastName findName jobTitle prefix suffix title jobDescriptor jobArea jobType"},
      {"address",
       "zipCode city cityPrefix citySuffix streetName streetAddress streetSuffix streetPrefix "
       "secondaryAddress county country countryCode state stateAbbr latitude longitude "
       "nearbyGPSCoordinate"},
      {"commerce", "color department productName price productAdjective productMaterial product"},
      {"company",
       "suffixes companyName companySuffix catchPhrase bs catchPhraseAdjective "
       "catchPhraseDescriptor catchPhraseNoun bsAdjective bsBuzz bsNoun"},
      {"finance",
       "account accountName mask amount transactionType currencyCode currencyName currencySymbol "
       "bitcoinAddress"},
      {"hacker", "abbreviation adjective noun verb ingverb phrase"},
      {"helpers",
       "randomize slugify replaceSymbolWithNumber replaceSymbols shuffle createCard contextualCard "
       "userCard createTransaction"},
      {"lorem", "word words sentence sentences paragraph paragraphs text lines"},
      {"phone", "phoneNumber phoneNumberFormat phoneFormats"},
      {"system",
       "fileName commonFileName mimeType commonFileType commonFileExt fileType fileExt "
       "directoryPath filePath semver"},
      {"image",
       "image avatar imageUrl abstract animals business cats city food nightlife fashion people "
       "nature sports technics transport"},
      {"current", "timestamp"},
  };
  std::size_t count = 0;
  for (const auto& [module, functions] : modules) {
    std::istringstream list{std::string(functions)};
    for (std::string function; list >> function; ++count) {
      const std::string full = std::string(module) + "." + function;
      EXPECT_NE(find_function(full), nullptr) << full;
    }
  }
  EXPECT_EQ(all_functions().size(), count);
}

TEST_F(Functions, CardsAreJson) {
  for (const std::string_view card : {"createCard", "contextualCard", "userCard"}) {
    std::string out = rendered(std::string("{{helpers.") + std::string(card) + "}}");
    codec::JsonReader reader(out);
    reader.skip_value();
    EXPECT_TRUE(reader.finish()) << out;
  }
}

// The bounds themselves come up, and nothing beyond them.
TEST_F(Functions, RandomNumbersIncludeTheirBounds) {
  std::set<std::string> seen;
  for (int count = 0; count < 500; ++count) {
    seen.insert(rendered("{{random.number({\"min\":3,\"max\":6})}}"));
  }
  EXPECT_THAT(seen, testing::ElementsAre("3", "4", "5", "6"));
}

TEST_F(Functions, PastAndFutureLieOnTheirSideOfNow) {
  for (int count = 0; count < 100; ++count) {
    EXPECT_LT(std::stoll(rendered("{{date.past({\"years\":3,\"format\":\"x\"})}}")), now_.ms);
    EXPECT_LT(std::stoll(rendered("{{date.recent({\"days\":3,\"format\":\"x\"})}}")), now_.ms);
    EXPECT_GT(std::stoll(rendered("{{date.recent({\"days\":3,\"format\":\"x\"})}}")),
              now_.ms - 3 * 86'400'001LL);
    EXPECT_GT(std::stoll(rendered("{{date.future({\"years\":3,\"format\":\"x\"})}}")), now_.ms);
  }
}

struct Misuse {
  std::string_view text;
  std::string_view message;
};

TEST_F(Functions, SayWhatIsWrongWithTheirParameters) {
  const Misuse misuses[] = {
      {"{{random.number({\"min\":5,\"max\":3})}}", "random.number: min is 5 and max only 3."},
      {"{{random.number(many)}}", "random.number: max is \"many\", which is not a number"},
      {"{{random.number({\"precision\":0})}}", "random.number: precision is 0"},
      {"{{random.arrayElement([])}}", "random.arrayElement: it takes a JSON array"},
      {"{{random.weightedArrayElement({\"weights\":[1],\"data\":[]})}}", "as many weights as data"},
      {"{{random.weightedArrayElement({\"weights\":[0],\"data\":[1]})}}", "not all 0"},
      {"{{date.between(tomorrow, today)}}", "from is \"tomorrow\", which is not a date"},
      {"{{date.between(2026-01-02, 2026-01-01)}}", "it takes two dates, the earlier first"},
      {"{{internet.password({\"pattern\":\"[\"})}}", "is not a regular expression"},
      {"{{lorem.words(1000000)}}", "num is 1000000; 1 to 10000 are allowed"},
      {"{{address.nearbyGPSCoordinate([91,0])}}", "it takes latitude and longitude"},
      {"{{phone.phoneNumberFormat(99)}}", "phoneFormatsArrayIndex is 99; 0 to 15 are allowed"},
  };
  for (const Misuse& misuse : misuses) {
    EXPECT_THAT(error_of(misuse.text).message, testing::HasSubstr(misuse.message)) << misuse.text;
  }
}

}  // namespace
}  // namespace weir::meter
