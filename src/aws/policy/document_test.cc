#include "aws/policy/document.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace weir::aws::policy {
namespace {

std::string error_of(const std::string& text, DocumentKind kind = DocumentKind::identity) {
  const Result<Document> document = parse_document(text, kind);
  return document ? "" : document.error().message;
}

std::string with_statement(const std::string& statement) {
  return R"({"Version":"2012-10-17","Statement":)" + statement + "}";
}

struct Case {
  std::string text;
  std::string error;  // Empty: it is a policy.
};

TEST(PolicyDocument, IdentityPoliciesAreCheckedAsIamChecksThem) {
  const std::string syntax = "Syntax errors in policy.";
  const std::string vendor =
      "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
  const std::vector<Case> cases{
      {with_statement(R"({"Effect":"Allow","Action":"*","Resource":"*"})"), ""},
      {with_statement(
           R"([{"Effect":"Allow","Action":["s3:*","a:b"],"Resource":"arn:aws:s3:::x"}])"),
       ""},
      {R"({"Version":"2012-10-17","Id":"x","Statement":[{"Sid":"","Effect":"Deny","NotAction":"a:b",
"NotResource":"*","Condition":{"Bool":{"aws:SecureTransport":false},"NumericEquals":{"a:b":[1,"2"]}}}]})",
       ""},
      {"", syntax},
      {"{", syntax},
      {"[]", syntax},
      {R"({"Version":"2012-10-17"})", syntax},
      {with_statement("[]"), syntax},
      {with_statement("5"), syntax},
      {with_statement(R"({"Effect":"Allow","Action":"*","Resource":"*"}) trailing)"), syntax},
      {with_statement(R"({"Effect":"Allow","Action":"*","Resource":"*","Extra":1})"), syntax},
      {with_statement(R"({"Effect":"allow","Action":"*","Resource":"*"})"), syntax},
      {with_statement(R"({"Action":"*","Resource":"*"})"), syntax},
      {with_statement(R"({"Effect":"Allow","Action":5,"Resource":"*"})"), syntax},
      {with_statement(R"({"Effect":"Allow","Action":"*","Action":"*","Resource":"*"})"), syntax},
      {with_statement(R"({"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"})"), syntax},
      {with_statement(R"({"Effect":"Allow","Action":"a:\u0001","Resource":"*"})"), syntax},
      {with_statement(
           R"({"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Equals":{"a:b":"c"}}})"),
       syntax},
      {with_statement(
           R"({"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NullIfExists":{"a:b":"true"}}})"),
       syntax},
      {with_statement(R"({"Effect":"Allow","Action":"*","Resource":"*","Condition":[]})"), syntax},
      {R"({"Version":"2020-01-01","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})",
       syntax},
      {R"({"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})",
       "Policy document must be version 2012-10-17 or greater."},
      {R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})",
       "Policy document must be version 2012-10-17 or greater."},
      {with_statement(R"({"Effect":"Allow","Resource":"*"})"),
       "Policy statement must contain actions."},
      {with_statement(R"({"Effect":"Allow","Action":[],"Resource":"*"})"),
       "Policy statement must contain actions."},
      {with_statement(R"({"Effect":"Allow","Action":"*"})"),
       "Policy statement must contain resources."},
      {with_statement(R"({"Effect":"Allow","Action":"*","Resource":[]})"),
       "Policy statement must contain resources."},
      {with_statement(R"({"Effect":"Allow","Action":"PutRecord","Resource":"*"})"), vendor},
      {with_statement(R"({"Effect":"Allow","Action":"a:b:c","Resource":"*"})"),
       "Actions/Condition can contain only one colon."},
      {with_statement(R"({"Effect":"Allow","Action":"k*:PutRecord","Resource":"*"})"),
       "Vendor k* is not valid"},
      {with_statement(R"({"Effect":"Allow","Action":"*","Resource":"orders"})"),
       "Resource orders must be in ARN format or \"*\"."},
      {with_statement(
           R"({"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringLike":{"user":"c"}}})"),
       vendor},
      {with_statement(R"({"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"})"),
       "Policy document should not specify a principal."},
      {with_statement(
           R"([{"Sid":"a","Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"a","Effect":"Deny",
"Action":"*","Resource":"*"}])"),
       "Statement IDs (SID) in a single policy must be unique."},
  };
  for (const Case& one : cases) EXPECT_EQ(error_of(one.text), one.error) << one.text;
}

TEST(PolicyDocument, PoliciesOfResourcesAndRolesNameTheirPrincipals) {
  struct KindCase {
    DocumentKind kind;
    std::string statement;
    std::string error;
  };
  const std::vector<KindCase> cases{
      {DocumentKind::resource,
       R"({"Effect":"Allow","Principal":"*","Action":"kinesis:*","Resource":"*"})", ""},
      {DocumentKind::resource,
       R"({"Effect":"Allow","Principal":{"AWS":["111122223333","arn:aws:iam::111122223333:role/r"],
"Service":"lambda.amazonaws.com"},"Action":"kinesis:*","Resource":"*"})",
       ""},
      {DocumentKind::resource, R"({"Effect":"Allow","Action":"kinesis:*","Resource":"*"})",
       "Missing required field Principal"},
      {DocumentKind::resource,
       R"({"Effect":"Allow","Principal":{"AWS":"alice"},"Action":"kinesis:*","Resource":"*"})",
       "Invalid principal in policy: \"AWS\":\"alice\""},
      {DocumentKind::resource,
       R"({"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/*"},"Action":"kinesis:*",
"Resource":"*"})",
       "Invalid principal in policy: \"AWS\":\"arn:aws:iam::111122223333:user/*\""},
      {DocumentKind::resource,
       R"({"Effect":"Allow","Principal":{"Nobody":"x"},"Action":"kinesis:*","Resource":"*"})",
       "Syntax errors in policy."},
      {DocumentKind::resource,
       R"({"Effect":"Allow","Principal":"alice","Action":"kinesis:*","Resource":"*"})",
       "Syntax errors in policy."},
      {DocumentKind::trust, R"({"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"})", ""},
      {DocumentKind::trust,
       R"({"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"})",
       "Has prohibited field Resource"},
  };
  for (const KindCase& one : cases) {
    EXPECT_EQ(error_of(with_statement(one.statement), one.kind), one.error) << one.statement;
  }
  // Policies of resources may leave the version out.
  EXPECT_EQ(
      error_of(R"({"Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}})",
               DocumentKind::resource),
      "");
}

TEST(PolicyDocument, SizesAreBounded) {
  const std::string valid = with_statement(R"({"Effect":"Allow","Action":"*","Resource":"*"})");
  EXPECT_EQ(error_of(valid + std::string(document_bytes_max - valid.size(), ' ')), "");
  EXPECT_EQ(error_of(valid + std::string(document_bytes_max - valid.size() + 1, ' ')),
            "The policy has 131073 bytes; 131072 are allowed.");
  std::string many = "[";
  for (std::size_t count = 0; count <= statements_max; ++count) {
    if (count > 0) many += ',';
    many += R"({"Effect":"Allow","Action":"*","Resource":"*"})";
  }
  EXPECT_EQ(error_of(with_statement(many + "]")), "Syntax errors in policy.");
  // Deeper than any policy is.
  EXPECT_EQ(error_of(std::string(100'000, '[')), "Syntax errors in policy.");
}

}  // namespace
}  // namespace weir::aws::policy
