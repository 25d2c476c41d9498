#include "module/base/text.h"

#include <gtest/gtest.h>

namespace registrar {
namespace {

TEST(TextTest, LowersTheLettersOfAsciiAlone) {
  EXPECT_EQ(ToLower("Text/HTML; AZaz@[`{\xC3\x84"), "text/html; azaz@[`{\xC3\x84");
  EXPECT_EQ(ToLower(""), "");
}

TEST(TextTest, TrimsWhatPeoplePasteAround) {
  EXPECT_EQ(Trimmed(" \t a b\r\n"), "a b");
  EXPECT_EQ(Trimmed("ab"), "ab");
  EXPECT_EQ(Trimmed(" \n"), "");
  EXPECT_EQ(Trimmed(""), "");
}

}  // namespace
}  // namespace registrar
