#include "render/shell_word.hpp"

#include <doctest/doctest.h>

namespace execassist::render {
namespace {

TEST_CASE("words that a shell would change stand in quotes") {
  CHECK(shell_word("/home/ada/.config/execassist/config.yaml") ==
        "/home/ada/.config/execassist/config.yaml");
  CHECK(shell_word("my config.yaml") == "'my config.yaml'");
  CHECK(shell_word("ada's") == "'ada'\\''s'");
  CHECK(shell_word("$(rm -rf x)") == "'$(rm -rf x)'");
  CHECK(shell_word("~/x") == "'~/x'");
  CHECK(shell_word("") == "''");
  CHECK(shell_word("grüße") == "'grüße'");
  CHECK(shell_word("a`b'c\\d\n") == R"($'a\140b\'c\\d\012')");
}

}  // namespace
}  // namespace execassist::render
