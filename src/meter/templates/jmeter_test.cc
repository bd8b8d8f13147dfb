#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "meter/templates/render_fixture.h"

namespace weir::meter {
namespace {

class Jmeter : public RenderFixture {
 protected:
  // Renders one template several times with the same variables.
  std::string several(std::string_view text, int count) {
    const Template made = compiled(text, Language::jmeter);
    Variables variables = filled();
    RenderContext context = context_of(variables);
    std::string out;
    for (int index = 0; index < count; ++index) {
      if (index > 0) out += '|';
      made.render(context, out);
    }
    return out;
  }
};

TEST_F(Jmeter, FillsVariables) {
  define("name", "Ann");
  EXPECT_EQ(rendered_jmeter("Hello ${name}, ${unknown}!"), "Hello Ann, ${unknown}!");
  EXPECT_EQ(rendered_jmeter("{\"a\":{\"b\":\"${name}\"}}"), "{\"a\":{\"b\":\"Ann\"}}");
  EXPECT_EQ(rendered_jmeter("$name {name} $ { ${name"), "$name {name} $ { ${name");
}

// A backslash means something only in a text with holes, and only before "$", "," and itself.
TEST_F(Jmeter, TakesEscapes) {
  define("x", "1");
  EXPECT_EQ(rendered_jmeter(R"(a\,b\\c\"d)"), R"(a\,b\\c\"d)");
  EXPECT_EQ(rendered_jmeter(R"(${x} a\,b\\c\"d\${x})"), R"(1 a,b\c\"d${x})");
  EXPECT_EQ(rendered_jmeter(R"(${__urlencode(a\,b)})"), "a%2Cb");
}

struct Case {
  std::string_view text;
  std::string_view expected;  // An expression of gmock's.
};

TEST_F(Jmeter, FunctionsMakeTheirTexts) {
  define("name", "Ann");
  define("n", "4");
  define("name_3", "third");
  define("query", "for ${name}");
  names_.set_property("users", "25");
  const Case cases[] = {
      {"${__time()}", "1795696879007"},
      {"${__time}", "1795696879007"},
      {"${__time(,)}", "1795696879007"},
      {"${__time(/1000,)}", "1795696879"},
      {"${__time(YMDHMS)}", "20261126-124119"},
      {"${__time(yyyy-MM-dd'T'HH:mm:ss.SSSXXX,)}", "2026-11-26T12:41:19\\.007Z"},
      {"${__time(EEE\\, d MMM yyyy hh:mm a)}", "Thu, 26 Nov 2026 12:41 PM"},
      {"${__timeShift(yyyy-MM-dd,2026-01-31,P1D,,)}", "2026-02-01"},
      {"${__timeShift(yyyy-MM-dd'T'HH:mm,,-PT3H,,)}", "2026-11-26T09:41"},
      {"${__timeShift(,,PT1S,,)}", "1795696880007"},
      {"${__timeShift(yyyy-MM-dd,26.11.2026,P1D,,)}", ""},
      {"${__RandomDate(,2026-02-01,2026-02-03,,)}", "2026-02-0[12]"},
      {"${__dateTimeConvert(26/11/2026,dd/MM/yyyy,yyyyMMdd,)}", "20261126"},
      {"${__UUID()}", "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"},
      {"${__UUID}", "[0-9a-f-]{36}"},
      {"${__Random(3,3)}", "3"},
      {"${__Random(-2,2,r)}", "-?[0-2]"},
      {"${__Random(${n},${n})}", "4"},
      {"${__Random(${name},5)}", ""},
      {"${__RandomString(6,ab)}", "[ab]{6}"},
      {"${__RandomString(5)}", "[A-Za-z0-9]{5}"},
      {"${__RandomString(3,é)}", "ééé"},
      {"${__intSum(2,${n},-1)}", "5"},
      {"${__intSum(2147483647,1,total)}", "-2147483648"},
      {"${__longSum(2147483647,1)}", "2147483648"},
      {"${__doubleSum(1.5,1.5)}", "3\\.0"},
      {"${__threadNum}", "3"},
      {"${__threadNum()}", "3"},
      {"${__iterationNum}", "8"},
      {"${__threadGroupName}", "Group"},
      {"${__samplerName()}", "Kinesis Producer"},
      {"${__machineName()}", "host"},
      {"${__V(name_${__threadNum})}", "third"},
      {"${__V(nothing,other ${n})}", "other 4"},
      {"${__V(nothing)}", "nothing"},
      {"${__P(users,1)}", "25"},
      {"${__P(absent,${n})}", "4"},
      {"${__P(absent)}", "1"},
      {"${__property(absent)}", "absent"},
      {"${__property(absent,,7)}", "7"},
      {"${__eval(${query})}", "for Ann"},
      {"${__evalVar(query)}", "for Ann"},
      {"${__isVarDefined(name)}${__isVarDefined(x)}${__isPropDefined(users)}", "truefalsetrue"},
      {"${__urlencode(a b&ü)}", "a\\+b%26%C3%BC"},
      {"${__urldecode(a+b%26)}", "a b&"},
      {"${__base64Encode(${name})}", "QW5u"},
      {"${__base64Decode(QW5u)}", "Ann"},
      {"${__MD5(abc)}", "900150983cd24fb0d6963f7d28e17f72"},
      {"${__digest(SHA-256,c,ab)}",
       "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"${__digest(MD5,abc,,true)}", "900150983CD24FB0D6963F7D28E17F72"},
      {"${__changeCase(aB,LOWER)}${__changeCase(aB)}${__changeCase(aB,CAPITALIZE)}", "abABAB"},
      {"${__uppercase(a)}${__lowercase(B)}", "Ab"},
      {"${__strLen(aéb)}", "3"},
      {"${__substring(abcdef,1,3)}", "bc"},
      {"${__escapeHtml(<a href=\"x\">&)}", "&lt;a href=&quot;x&quot;&gt;&amp;"},
      {"${__chooseRandom(red,green,c)}", "red|green"},
      {"${__char(65,0x42)}", "AB"},
  };
  for (const Case& of : cases) {
    EXPECT_THAT(rendered_jmeter(of.text), testing::MatchesRegex(std::string(of.expected)))
        << of.text;
  }
}

TEST_F(Jmeter, FunctionsSetVariables) {
  EXPECT_EQ(rendered_jmeter("${__Random(5,5,a)}${a}"), "55");
  EXPECT_EQ(rendered_jmeter("${__time(yyyy,year)} ${year}"), "2026 2026");
  EXPECT_EQ(rendered_jmeter("${__intSum(1,2,sum)}${sum}"), "33");
  EXPECT_EQ(rendered_jmeter("${late} ${__changeCase(a,UPPER,late)} ${late}"), "${late} A A");
}

TEST_F(Jmeter, FunctionsStandInsideFunctions) {
  EXPECT_EQ(rendered_jmeter("${__uppercase(${__V(a${__intSum(1,1)},b)}(c\\,d))}"), "B(C,D)");
  const std::string timed = rendered_jmeter("${__base64Encode(${__time(yyyy)})}");
  EXPECT_EQ(timed, "MjAyNg==");
}

TEST_F(Jmeter, CountersAreTheUsersOrEverybodys) {
  EXPECT_EQ(several("${__counter(TRUE,c)}-${c}", 3), "1-1|2-2|3-3");
  EXPECT_EQ(several("${__counter(FALSE)},${__counter(FALSE)}", 2), "1,1|2,2");
  const Template shared = compiled("${__counter(FALSE)}", Language::jmeter);
  const Template own = compiled("${__counter(TRUE)}", Language::jmeter);
  std::string out;
  for (int user = 0; user < 2; ++user) {
    Variables variables = filled();
    RenderContext context = context_of(variables);
    shared.render(context, out);
    own.render(context, out);
  }
  EXPECT_EQ(out, "1121");
}

struct Wrong {
  std::string_view text;
  std::size_t offset;
  std::string_view message;
};

TEST_F(Jmeter, SaysWhatDoesNotParseAndWhere) {
  const Wrong cases[] = {
      {"ab ${__nope(1)}", 3, "There is no function __nope."},
      {"${__time(yyyy", 0, "No \")\" closes the parameters of __time."},
      {"${__time(yyyy) }", 0, "No \"}\" closes the call of __time."},
      {"${__Random(1)}", 0, "__Random takes 2 to 3 parameters, not 1."},
      {"${__Random(a,5)}", 0, "__Random: \"a\" and \"5\" are not two whole numbers"},
      {"${__Random(6,5)}", 0, "the smaller first"},
      {"x${__time(yyyy-bb)}", 1, "has \"bb\", which is no field"},
      {"${__time('yyyy)}", 0, "has an open quote"},
      {"${__time(/0)}", 0, "\"/0\" divides by no number"},
      {"${__timeShift(,,tomorrow,,)}", 0, "\"tomorrow\" is not a duration"},
      {"${__RandomString(0)}", 0, "the length is 0; 1 to 1000000 are allowed"},
      {"${__RandomString(${n})}", 0, "the length must be a number, without variables"},
      {"${__uppercase(${__nope()})}", 14, "There is no function __nope."},
      {"${__digest(SHA-1,a)}", 0, "\"SHA-1\" is neither MD5 nor SHA-256"},
  };
  for (const Wrong& wrong : cases) {
    const TemplateError error = error_of(wrong.text, Language::jmeter);
    EXPECT_EQ(error.offset, wrong.offset) << wrong.text;
    EXPECT_THAT(error.message, testing::HasSubstr(wrong.message)) << wrong.text;
  }
}

TEST_F(Jmeter, BoundsFunctionsInsideFunctions) {
  std::string deep;
  for (int count = 0; count < 10'000; ++count) deep += "${__uppercase(";
  EXPECT_THAT(error_of(deep, Language::jmeter).message,
              testing::HasSubstr("More than 50 functions"));
}

}  // namespace
}  // namespace weir::meter
