#include "module/async/cancel.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <vector>

namespace registrar {
namespace {

Error Reason() { return Error(ErrorCode::kCancelled, "because"); }

TEST(CancelTest, AnEmptyTokenIsNeverCancelled) {
  const CancelToken token;
  bool called = false;
  const auto registration = token.OnCancel([&](const Error&) { called = true; });
  EXPECT_FALSE(token.cancelled());
  EXPECT_FALSE(called);
}

TEST(CancelTest, TellsItsListenersOnce) {
  CancelSource source;
  int calls = 0;
  std::string detail;
  const auto registration = source.token().OnCancel([&](const Error& why) {
    ++calls;
    detail = why.detail;
  });
  EXPECT_EQ(source.token().reason(), nullptr);
  source.Cancel(Reason());
  source.Cancel(Error(ErrorCode::kStopping));
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(detail, "because");
  EXPECT_EQ(source.token().reason()->code, ErrorCode::kCancelled);
}

TEST(CancelTest, TellsALateListenerAtOnce) {
  CancelSource source;
  source.Cancel(Reason());
  bool called = false;
  const auto registration = source.token().OnCancel([&](const Error&) { called = true; });
  EXPECT_TRUE(called);
}

TEST(CancelTest, ForgetsADroppedListener) {
  CancelSource source;
  bool called = false;
  {
    const auto registration = source.token().OnCancel([&](const Error&) { called = true; });
  }
  auto replaced = source.token().OnCancel([&](const Error&) { called = true; });
  replaced = CancelRegistration();
  auto moved_from = source.token().OnCancel([&](const Error&) { called = true; });
  auto moved_to = std::move(moved_from);
  moved_to.Reset();
  source.Cancel(Reason());
  EXPECT_FALSE(called);
}

TEST(CancelTest, OutlivesItsSource) {
  auto source = std::make_unique<CancelSource>();
  const CancelToken token = source->token();
  auto registration = token.OnCancel([](const Error&) { FAIL(); });
  source.reset();
  EXPECT_FALSE(token.cancelled());
  registration.Reset();
}

TEST(CancelTest, AListenerMayDropTheOthers) {
  CancelSource source;
  const CancelToken token = source.token();
  std::vector<std::optional<CancelRegistration>> registrations(3);
  int calls = 0;
  for (auto& registration : registrations) {
    registration.emplace(token.OnCancel([&](const Error&) {
      ++calls;
      registrations.clear();
    }));
  }
  source.Cancel(Reason());
  EXPECT_EQ(calls, 1);
}

TEST(CancelTest, AListenerMayAddAnother) {
  CancelSource source;
  const CancelToken token = source.token();
  CancelRegistration inner;
  bool called = false;
  const auto outer = token.OnCancel(
      [&](const Error&) { inner = token.OnCancel([&](const Error&) { called = true; }); });
  source.Cancel(Reason());
  EXPECT_TRUE(called);
}

TEST(CancelTest, AListenerMayDestroyTheSource) {
  auto source = std::make_unique<CancelSource>();
  int calls = 0;
  const CancelToken token = source->token();
  const auto first = token.OnCancel([&](const Error& why) {
    source.reset();
    calls += why.detail == "because" ? 1 : 0;
  });
  const auto second = token.OnCancel([&](const Error& why) {
    source.reset();
    calls += why.detail == "because" ? 1 : 0;
  });
  source->Cancel(Reason());
  EXPECT_EQ(calls, 2);
}

TEST(CancelTest, AChildIsCancelledWithItsParent) {
  CancelSource parent;
  CancelSource child(parent.token());
  CancelSource grandchild(child.token());
  parent.Cancel(Reason());
  ASSERT_TRUE(grandchild.token().cancelled());
  EXPECT_EQ(grandchild.token().reason()->detail, "because");
  const CancelSource late(parent.token());
  EXPECT_TRUE(late.token().cancelled());
}

TEST(CancelTest, AParentIsNotCancelledWithItsChild) {
  CancelSource parent;
  CancelSource child(parent.token());
  child.Cancel(Reason());
  EXPECT_FALSE(parent.token().cancelled());
}

TEST(CancelTest, AParentOutlivesItsChildren) {
  CancelSource parent;
  { const CancelSource child(parent.token()); }
  parent.Cancel(Reason());
  EXPECT_TRUE(parent.token().cancelled());
}

}  // namespace
}  // namespace registrar
