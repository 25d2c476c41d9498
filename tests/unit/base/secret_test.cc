#include "module/base/secret.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <type_traits>
#include <utility>

#include "module/base/json.h"

namespace registrar {
namespace {

template <typename T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};

static_assert(Printable<std::string>);
static_assert(!Printable<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);
static_assert(!std::is_constructible_v<std::string, Secret>);
static_assert(!std::is_constructible_v<Json, Secret>);
static_assert(!std::is_convertible_v<std::string, Secret>);

TEST(Secret, ExposesItsText) {
  EXPECT_EQ(Secret("hidden").Expose(), "hidden");
  EXPECT_TRUE(Secret().empty());
  EXPECT_FALSE(Secret("hidden").empty());
}

TEST(Secret, ComparesByText) {
  EXPECT_TRUE(Secret("a") == Secret("a"));
  EXPECT_FALSE(Secret("a") == Secret("b"));
}

TEST(Secret, IsCopiedAndMoved) {
  Secret first("hidden");
  Secret copy = first;
  EXPECT_EQ(copy.Expose(), "hidden");
  const Secret moved = std::move(first);
  EXPECT_EQ(moved.Expose(), "hidden");
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): emptied by contract
  copy = Secret("other");
  EXPECT_EQ(copy.Expose(), "other");
  const Secret& itself = copy;
  copy = itself;
  EXPECT_EQ(copy.Expose(), "other");
}

TEST(ClearMemory, OverwritesWhatWasThere) {
  for (const size_t length : {size_t{5}, size_t{200}}) {
    std::string text(length, 'x');
    const char* const memory = text.data();
    ClearMemory(text);
    EXPECT_TRUE(text.empty());
    // The string still owns the memory, so that it can be looked at.
    ASSERT_EQ(text.data(), memory);
    EXPECT_EQ(std::count(memory, memory + length, 'x'), 0);
  }
}

TEST(ClearMemory, OverwritesTheSpareCapacity) {
  std::string text(200, 'x');
  const char* const memory = text.data();
  text.resize(20);
  ClearMemory(text);
  ASSERT_EQ(text.data(), memory);
  EXPECT_EQ(std::count(memory + 1, memory + 200, 'x'), 0);
}

TEST(Sha256Hex, IsTheKnownDigest) {
  EXPECT_EQ(Sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Secret, IsComparedAsAWhole) {
  EXPECT_TRUE(SameInConstantTime(Secret("state-1"), Secret("state-1")));
  EXPECT_FALSE(SameInConstantTime(Secret("state-1"), Secret("state-2")));
  EXPECT_FALSE(SameInConstantTime(Secret("state-1"), Secret("state-")));
  EXPECT_FALSE(SameInConstantTime(Secret("state-1"), Secret()));
  EXPECT_TRUE(SameInConstantTime(Secret(), Secret()));
}

TEST(Secret, IsMadeByChance) {
  const Secret first = RandomSecret(16);
  EXPECT_EQ(first.Expose().size(), 32U);
  EXPECT_EQ(first.Expose().find_first_not_of("0123456789abcdef"), std::string_view::npos);
  EXPECT_FALSE(first == RandomSecret(16));
}

}  // namespace
}  // namespace registrar
