// Every folder tests/golden/<area>/<case>/ against what its commands print now; golden_case.hpp
// says what it may hold. UPDATE_GOLDEN=1 writes the expected files instead.
#include "golden/golden_case.hpp"
#include "support/scratch_folder.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

namespace execassist::testing {
namespace {

namespace fs = std::filesystem;

std::string golden_root() { return std::string(EXECASSIST_SOURCE_DIR) + "/tests/golden"; }

std::vector<std::string> cases() {
  std::vector<std::string> folders;
  for (const auto& entry : fs::recursive_directory_iterator(golden_root())) {
    if (entry.path().filename() == "cmd") folders.push_back(entry.path().parent_path().string());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

// An expected file that says what its absence says is not written.
void update(const std::string& path, const std::string& content, bool absent_says_it) {
  if (absent_says_it) {
    fs::remove(path);
  } else {
    std::ofstream(path, std::ios::binary) << content;
  }
}

std::string all_zero(const std::string& rc) {
  std::string zeros;
  for (const char c : rc) zeros += c == '\n' ? "0\n" : "";
  return zeros;
}

TEST_CASE("golden cases print what they printed") {
  const auto folders = cases();
  REQUIRE(!folders.empty());
  for (const std::string& folder : folders) {
    const std::string name = fs::relative(folder, golden_root()).string();
    CAPTURE(name);
    const GoldenResult result = run_golden_case(folder);
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
      update(folder + "/out", result.out, false);
      update(folder + "/err", result.err, result.err.empty());
      update(folder + "/rc", result.rc, result.rc == all_zero(result.rc));
    }
    const std::string rc = fs::exists(folder + "/rc") ? content_of(folder + "/rc") : "";
    CHECK(result.out == content_of(folder + "/out"));
    CHECK(result.err == content_of(folder + "/err"));
    CHECK(result.rc == (rc.empty() ? all_zero(result.rc) : rc));
  }
}

TEST_CASE("a command line is split as a shell splits it") {
  using Words = std::vector<std::string>;
  const std::vector<std::pair<std::string, Words>> table = {
      {"", {}},
      {"  a  b ", {"a", "b"}},
      {"a 'b c' \"d e\"f", {"a", "b c", "d ef"}},
      {"'' \"\" ''x", {"", "", "x"}},
      {"a\\ b 'c\\d' \"e\\\"f\"", {"a b", "c\\d", "e\"f"}},
  };
  for (const auto& [line, words] : table) CHECK(shell_words(line) == words);
}

TEST_CASE("ids and folders are told apart from other words") {
  std::vector<std::string> ids;
  CHECK(without_chance("0123456789abcdef, /tmp/x/a, prep_trigger_time, abcdefghabcdefgh.", "/tmp/x",
                       ids) == "ID1, TMP/a, prep_trigger_time, ID2.");
  CHECK(without_chance("abcdefghabcdefgh 0123456789abcdef0 classificationsx", "/tmp/x", ids) ==
        "ID2 0123456789abcdef0 classificationsx");
}

TEST_CASE("times by the machine's clock are told apart from those of the case") {
  std::vector<std::string> ids;
  const std::string text =
      "{\"at\": \"2026-11-22T10:00:00Z\", \"wall_at\": \"2026-11-21T09:02:05Z\"}\n"
      "{\"wall_at\":\"2026-11-21T09:02:05Z\",\"wall_at\":null}\n"
      "2026-11-21T09:02:05Z INFO a=b | c\n2026-11-21T09:02:05Z is a time\n";
  CHECK(without_chance(text, "/tmp/x", ids) ==
        "{\"at\": \"2026-11-22T10:00:00Z\", \"wall_at\": \"WALL\"}\n"
        "{\"wall_at\":\"WALL\",\"wall_at\":null}\n"
        "WALL INFO a=b | c\n2026-11-21T09:02:05Z is a time\n");
}

}  // namespace
}  // namespace execassist::testing
