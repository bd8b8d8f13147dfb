#include "aws/policy/evaluator.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "aws/policy/managed_policies.h"

namespace weir::aws::policy {
namespace {

constexpr std::string_view own_account = "111122223333";
constexpr std::string_view other_account = "444455556666";
constexpr std::string_view alice_arn = "arn:aws:iam::111122223333:user/alice";
constexpr std::string_view role_arn = "arn:aws:iam::111122223333:role/reader";
constexpr std::string_view session_arn = "arn:aws:sts::111122223333:assumed-role/reader/job";

DocumentPointer document(const std::string& statements, DocumentKind kind) {
  auto parsed = parse_document(R"({"Version":"2012-10-17","Statement":)" + statements + "}", kind);
  EXPECT_TRUE(parsed) << statements;
  return std::make_shared<const Document>(parsed ? *std::move(parsed) : Document{});
}

DocumentPointer own(const std::string& statements) {
  return document(statements, DocumentKind::identity);
}

DocumentPointer of_resource(const std::string& statements) {
  return document(statements, DocumentKind::resource);
}

std::string statement(const std::string& effect, const std::string& action,
                      const std::string& more = "") {
  return R"({"Effect":")" + effect + R"(","Action":")" + action + R"(","Resource":"*")" + more +
         "}";
}

std::string for_principal(const std::string& effect, std::string_view principal) {
  return statement(effect, "kinesis:PutRecord",
                   R"(,"Principal":{"AWS":")" + std::string(principal) + R"("})");
}

Identity alice() {
  Identity identity;
  identity.principal = {.type = PrincipalType::user,
                        .account_id = std::string(own_account),
                        .arn = std::string(alice_arn),
                        .principal_arn = std::string(alice_arn),
                        .user_id = "AIDAALICE",
                        .user_name = "alice"};
  return identity;
}

Identity session() {
  Identity identity;
  identity.principal = {.type = PrincipalType::assumed_role,
                        .account_id = std::string(own_account),
                        .arn = std::string(session_arn),
                        .principal_arn = std::string(role_arn),
                        .user_id = "AROA:job",
                        .user_name = ""};
  return identity;
}

Request put(const Identity& identity, std::string_view resource_account = own_account) {
  return {.principal = identity.principal,
          .action = "kinesis:PutRecord",
          .resource = resource_account == own_account
                          ? "arn:aws:kinesis:us-east-1:111122223333:stream/orders"
                          : "arn:aws:kinesis:us-east-1:444455556666:stream/orders",
          .resource_account = resource_account};
}

const std::string allow = statement("Allow", "kinesis:PutRecord");
const std::string allow_other = statement("Allow", "kinesis:GetRecords");
const std::string deny = statement("Deny", "kinesis:Put*");

TEST(Evaluator, NothingIsAllowedUntilAPolicySaysSo) {
  Identity identity = alice();
  EXPECT_EQ(decide(identity, nullptr, put(identity)), Denial::no_identity);
  identity.policies = {own(allow_other)};
  EXPECT_EQ(decide(identity, nullptr, put(identity)), Denial::no_identity);
  identity.policies.push_back(own(allow));
  EXPECT_EQ(decide(identity, nullptr, put(identity)), Denial::none);
}

TEST(Evaluator, ADenyAnywhereEndsIt) {
  Identity identity = alice();
  identity.policies = {own(allow), own(deny)};
  EXPECT_EQ(decide(identity, nullptr, put(identity)), Denial::explicit_identity);
  identity.policies = {own("[" + deny + "," + allow + "]")};
  EXPECT_EQ(decide(identity, nullptr, put(identity)), Denial::explicit_identity);
  identity.policies = {own(allow)};
  const DocumentPointer denying = of_resource(for_principal("Deny", alice_arn));
  EXPECT_EQ(decide(identity, denying.get(), put(identity)), Denial::explicit_resource);
  const DocumentPointer denying_account = of_resource(for_principal("Deny", own_account));
  EXPECT_EQ(decide(identity, denying_account.get(), put(identity)), Denial::explicit_resource);
  identity.boundary = own(deny);
  EXPECT_EQ(decide(identity, nullptr, put(identity)), Denial::explicit_boundary);
  identity.boundary = nullptr;
  identity.session_policies = std::vector{own(deny)};
  EXPECT_EQ(decide(identity, nullptr, put(identity)), Denial::explicit_session);
}

TEST(Evaluator, WithinAnAccountEitherPolicyIsEnough) {
  Identity identity = alice();
  struct Case {
    std::string_view principal;
    Denial denial;
  };
  // The account alone leaves it to the account's own policies.
  for (const Case& one : {Case{alice_arn, Denial::none}, Case{"*", Denial::none},
                          Case{own_account, Denial::no_identity},
                          Case{"arn:aws:iam::111122223333:root", Denial::no_identity},
                          Case{"arn:aws:iam::111122223333:user/bob", Denial::no_identity},
                          Case{other_account, Denial::no_identity}}) {
    const DocumentPointer policy = of_resource(for_principal("Allow", one.principal));
    EXPECT_EQ(decide(identity, policy.get(), put(identity)), one.denial) << one.principal;
  }
}

TEST(Evaluator, AcrossAccountsBothPoliciesAreNeeded) {
  Identity identity = alice();
  const Request request = put(identity, other_account);
  const DocumentPointer names_user = of_resource(for_principal("Allow", alice_arn));
  const DocumentPointer names_account = of_resource(for_principal("Allow", own_account));
  const DocumentPointer names_another = of_resource(for_principal("Allow", other_account));
  EXPECT_EQ(decide(identity, names_user.get(), request), Denial::no_identity);
  identity.policies = {own(allow)};
  EXPECT_EQ(decide(identity, nullptr, request), Denial::no_resource);
  EXPECT_EQ(decide(identity, names_another.get(), request), Denial::no_resource);
  EXPECT_EQ(decide(identity, names_user.get(), request), Denial::none);
  EXPECT_EQ(decide(identity, names_account.get(), request), Denial::none);
}

TEST(Evaluator, BoundariesAndSessionPoliciesOnlyTakeAway) {
  Identity identity = session();
  identity.policies = {own(allow)};
  identity.session_policies = std::vector{own(allow_other)};
  EXPECT_EQ(decide(identity, nullptr, put(identity)), Denial::no_session);
  identity.session_policies = std::vector{own(allow_other), own(allow)};
  EXPECT_EQ(decide(identity, nullptr, put(identity)), Denial::none);
  identity.boundary = own(allow_other);
  EXPECT_EQ(decide(identity, nullptr, put(identity)), Denial::no_boundary);
  identity.policies.clear();
  identity.boundary = own(allow);
  EXPECT_EQ(decide(identity, nullptr, put(identity)), Denial::no_identity);
}

TEST(Evaluator, ARoleThatAResourceNamesIsLimitedByItsSession) {
  Identity identity = session();
  identity.session_policies = std::vector{own(allow_other)};
  const DocumentPointer names_role = of_resource(for_principal("Allow", role_arn));
  const DocumentPointer names_session = of_resource(for_principal("Allow", session_arn));
  EXPECT_EQ(decide(identity, names_role.get(), put(identity)), Denial::no_session);
  EXPECT_EQ(decide(identity, names_session.get(), put(identity)), Denial::none);
  identity.session_policies.reset();
  EXPECT_EQ(decide(identity, names_role.get(), put(identity)), Denial::none);
}

TEST(Evaluator, EveryoneButThoseWhomNotPrincipalNames) {
  const DocumentPointer policy = of_resource(
      R"({"Effect":"Deny","NotPrincipal":{"AWS":["111122223333","arn:aws:iam::111122223333:user/alice"]},
"Action":"*","Resource":"*"})");
  Identity identity = alice();
  identity.policies = {own(allow)};
  EXPECT_EQ(decide(identity, policy.get(), put(identity)), Denial::none);
  identity.principal.account_id = other_account;
  identity.principal.arn = identity.principal.principal_arn = "arn:aws:iam::444455556666:user/eve";
  EXPECT_EQ(decide(identity, policy.get(), put(identity, other_account)),
            Denial::explicit_resource);
}

TEST(Evaluator, NamesOfActionsIgnoreCaseAndResourcesDoNot) {
  Identity identity = alice();
  identity.policies = {own(statement("Allow", "KINESIS:putrec*"))};
  EXPECT_EQ(decide(identity, nullptr, put(identity)), Denial::none);
  const auto with_resource = [&](const std::string& resource) {
    identity.policies = {
        own(R"({"Effect":"Allow","Action":"*","Resource":")" + resource + R"("})")};
    return decide(identity, nullptr, put(identity));
  };
  EXPECT_EQ(with_resource("arn:aws:kinesis:*:111122223333:stream/ord*"), Denial::none);
  EXPECT_EQ(with_resource("arn:aws:kinesis:*:111122223333:stream/ORD*"), Denial::no_identity);
  EXPECT_EQ(with_resource("arn:aws:kinesis:*:111122223333:stream/${aws:username}"),
            Denial::no_identity);
  EXPECT_EQ(with_resource("arn:aws:kinesis:*:${aws:PrincipalAccount}:stream/orders"), Denial::none);
}

TEST(Evaluator, NotActionAndNotResourceMeanAllOthers) {
  Identity identity = alice();
  identity.policies = {own(R"({"Effect":"Allow","NotAction":"kinesis:Get*","Resource":"*"})")};
  EXPECT_EQ(decide(identity, nullptr, put(identity)), Denial::none);
  identity.policies = {own(R"({"Effect":"Allow","NotAction":"kinesis:Put*","Resource":"*"})")};
  EXPECT_EQ(decide(identity, nullptr, put(identity)), Denial::no_identity);
  identity.policies = {
      own(R"({"Effect":"Allow","Action":"*","NotResource":"arn:aws:kinesis:*:*:stream/secret"})")};
  EXPECT_EQ(decide(identity, nullptr, put(identity)), Denial::none);
  identity.policies = {
      own(R"({"Effect":"Allow","Action":"*","NotResource":"arn:aws:kinesis:*:*:stream/orders"})")};
  EXPECT_EQ(decide(identity, nullptr, put(identity)), Denial::no_identity);
}

TEST(Evaluator, TheRootOfAnAccountMayDoEverythingInIt) {
  Identity root;
  root.principal.account_id = own_account;
  root.principal.arn = root.principal.principal_arn = "arn:aws:iam::111122223333:root";
  EXPECT_EQ(decide(root, nullptr, put(root)), Denial::none);
  EXPECT_EQ(decide(root, nullptr, put(root, other_account)), Denial::no_resource);
  const DocumentPointer names_account = of_resource(for_principal("Allow", own_account));
  EXPECT_EQ(decide(root, names_account.get(), put(root, other_account)), Denial::none);
}

TEST(Evaluator, OnlyWhoIsRefusedNothingIsUnrestricted) {
  const DocumentPointer everything = own(R"({"Effect":"Allow","Action":"*","Resource":"*"})");
  const auto unrestricted = [](Identity identity) {
    summarise(identity);
    return identity.is_unrestricted;
  };
  Identity identity = alice();
  EXPECT_FALSE(unrestricted(identity));
  identity.policies = {own(allow_other), everything};
  EXPECT_TRUE(unrestricted(identity));
  identity.policies.push_back(own(deny));
  EXPECT_FALSE(unrestricted(identity));
  identity.policies.pop_back();
  identity.boundary = everything;
  EXPECT_FALSE(unrestricted(identity));
  identity.boundary = nullptr;
  identity.session_policies.emplace();
  EXPECT_FALSE(unrestricted(identity));
  identity.session_policies.reset();
  for (const std::string limited :
       {R"({"Effect":"Allow","Action":"kinesis:*","Resource":"*"})",
        R"({"Effect":"Allow","Action":"*","Resource":"arn:aws:kinesis:*"})",
        R"({"Effect":"Allow","NotAction":"*","Resource":"*"})",
        R"({"Effect":"Allow","Action":"*","Resource":"*",
"Condition":{"Bool":{"aws:SecureTransport":"true"}}})"}) {
    identity.policies = {own(limited)};
    EXPECT_FALSE(unrestricted(identity)) << limited;
  }
}

TEST(Evaluator, ATrustPolicyDecidesWhoMayAssumeARole) {
  const auto trusting = [](std::string_view principal) {
    return document(R"({"Effect":"Allow","Principal":{"AWS":")" + std::string(principal) +
                        R"("},"Action":"sts:AssumeRole"})",
                    DocumentKind::trust);
  };
  Identity identity = alice();
  Request request = put(identity);
  request.action = "sts:AssumeRole";
  request.resource = role_arn;
  EXPECT_EQ(decide_trust(identity, *trusting(alice_arn), request), Denial::none);
  EXPECT_EQ(decide_trust(identity, *trusting("*"), request), Denial::none);
  EXPECT_EQ(decide_trust(identity, *trusting(other_account), request), Denial::no_resource);
  EXPECT_EQ(decide_trust(identity, *trusting(own_account), request), Denial::no_identity);
  request.resource_account = other_account;
  EXPECT_EQ(decide_trust(identity, *trusting(alice_arn), request), Denial::no_identity);
  identity.policies = {own(statement("Allow", "sts:*"))};
  EXPECT_EQ(decide_trust(identity, *trusting(alice_arn), request), Denial::none);
  EXPECT_EQ(decide_trust(identity, *trusting(other_account), request), Denial::no_resource);
  identity.policies.push_back(own(statement("Deny", "sts:AssumeRole")));
  EXPECT_EQ(decide_trust(identity, *trusting(alice_arn), request), Denial::explicit_identity);
}

TEST(Evaluator, RefusalsAreWordedAsAmazonsAre) {
  const Identity identity = alice();
  const Request request = put(identity);
  const std::string beginning =
      "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: kinesis:PutRecord "
      "on resource: arn:aws:kinesis:us-east-1:111122223333:stream/orders ";
  const auto text = [&](Denial denial) { return denial_text(denial, request); };
  EXPECT_EQ(text(Denial::no_identity),
            beginning + "because no identity-based policy allows the kinesis:PutRecord action");
  EXPECT_EQ(text(Denial::no_resource),
            beginning + "because no resource-based policy allows the kinesis:PutRecord action");
  EXPECT_EQ(text(Denial::no_boundary),
            beginning + "because no permissions boundary allows the kinesis:PutRecord action");
  EXPECT_EQ(text(Denial::no_session),
            beginning + "because no session policy allows the kinesis:PutRecord action");
  EXPECT_EQ(text(Denial::explicit_identity),
            beginning + "with an explicit deny in an identity-based policy");
  EXPECT_EQ(text(Denial::explicit_resource),
            beginning + "with an explicit deny in a resource-based policy");
  EXPECT_EQ(text(Denial::explicit_boundary),
            beginning + "with an explicit deny in a permissions boundary");
  EXPECT_EQ(text(Denial::explicit_session),
            beginning + "with an explicit deny in a session policy");
}

TEST(ManagedPolicies, AllOfThemCanBeRead) {
  for (const ManagedPolicy& policy : managed_policies()) {
    EXPECT_TRUE(parse_document(policy.document, DocumentKind::identity)) << policy.name;
    const std::string arn =
        std::string(managed_arn_prefix) + std::string(policy.path) + std::string(policy.name);
    EXPECT_EQ(find_managed_policy(arn), &policy) << arn;
  }
  EXPECT_EQ(find_managed_policy("arn:aws:iam::aws:policy/Nothing"), nullptr);
  EXPECT_EQ(find_managed_policy("arn:aws:iam::111122223333:policy/AdministratorAccess"), nullptr);
}

}  // namespace
}  // namespace weir::aws::policy
