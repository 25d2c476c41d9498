// Feeds the kept inputs of the fuzzers, so that what was found once stays mended.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/fuzz/targets.h"

namespace registrar {
namespace {

std::string ContentOf(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

TEST(Fuzz, EveryTargetTakesItsKeptInputs) {
  for (const FuzzTarget& target : FuzzTargets()) {
    const std::filesystem::path folder =
        std::filesystem::path(REGISTRAR_FUZZ_CORPUS) / std::string(target.name);
    ASSERT_TRUE(std::filesystem::is_directory(folder)) << folder;
    size_t inputs = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      SCOPED_TRACE(entry.path().string());
      target.feed(ContentOf(entry.path()));
      ++inputs;
    }
    EXPECT_GT(inputs, 0U) << folder;
  }
}

TEST(Fuzz, EveryTargetTakesNothing) {
  for (const FuzzTarget& target : FuzzTargets()) target.feed({});
}

}  // namespace
}  // namespace registrar
