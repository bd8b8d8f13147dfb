#include "aws/policy/managed_policies.h"

#include <array>

namespace weir::aws::policy {
namespace {

// What they allow is Amazon's, as far as it is about services that are here.
constexpr std::array policies{
    ManagedPolicy{"AdministratorAccess", "/", "ANPAIWMBCKSKIEE64ZLYK",
                  R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*",
"Resource":"*"}]})"},
    ManagedPolicy{"AmazonKinesisFullAccess", "/", "ANPAIVF32HAMOXCUYRAYE",
                  R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kinesis:*",
"Resource":"*"}]})"},
    ManagedPolicy{
        "AmazonKinesisReadOnlyAccess", "/", "ANPAIOCMTDT5RLKZ2CAJO",
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["kinesis:Get*",
"kinesis:List*","kinesis:Describe*"],"Resource":"*"}]})"},
    ManagedPolicy{"IAMFullAccess", "/", "ANPAI7XKCFMBPM3QQRRVQ",
                  R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*",
"Resource":"*"}]})"},
    ManagedPolicy{"IAMReadOnlyAccess", "/", "ANPAJKSO7NDY4T57MWDSQ",
                  R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:Get*",
"iam:List*"],"Resource":"*"}]})"},
    ManagedPolicy{"PowerUserAccess", "/", "ANPAJYRXTHIB4FOVS3ZXS",
                  R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":["iam:*",
"organizations:*","account:*"],"Resource":"*"},{"Effect":"Allow","Action":["iam:ListRoles"],
"Resource":"*"}]})"},
    ManagedPolicy{
        "ReadOnlyAccess", "/", "ANPAILL3HVNFSB6DCOWYQ",
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["kinesis:Get*",
"kinesis:List*","kinesis:Describe*","iam:Get*","iam:List*"],"Resource":"*"}]})"},
};

}  // namespace

std::span<const ManagedPolicy> managed_policies() { return policies; }

const ManagedPolicy* find_managed_policy(std::string_view arn) {
  if (!arn.starts_with(managed_arn_prefix)) return nullptr;
  arn.remove_prefix(managed_arn_prefix.size());
  for (const ManagedPolicy& policy : policies) {
    if (arn.starts_with(policy.path) && arn.substr(policy.path.size()) == policy.name) {
      return &policy;
    }
  }
  return nullptr;
}

}  // namespace weir::aws::policy
