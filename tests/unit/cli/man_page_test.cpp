#include "cli/man_page.hpp"

#include "unit/cli/sample_tree.hpp"

#include <doctest/doctest.h>

namespace execassist::cli {
namespace {

std::string page_of(const std::vector<std::string>& path) {
  const CommandTree& tree = testing::sample_tree();
  return man_page(tree, *tree.find(path));
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("roff prints text as it is") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"a-b", "a\\-b"},
      {"c:\\x", "c:\\ex"},
      {"it's `so`", "it\\(aqs \\(gaso\\(ga"},
      {"~/x^", "\\(ti/x\\(ha"},
      {"\xe2\x86\x92", "\\[u2192]"},
      {"\xc3\xa9", "\\[u00E9]"},
      {"\xff", "\\[uFFFD]"},
  };
  for (const auto& [text, escaped] : cases) CHECK(escape_roff(text) == escaped);
}

TEST_CASE("a page has the sections that its description can fill") {
  const std::string page = page_of({"meetings", "list"});
  CHECK(contains(page, ".TH EXECASSIST\\-MEETINGS\\-LIST 1 2026-11-21 \"execassist 0.1.0\""));
  CHECK(contains(page, ".SH NAME\nexecassist\\-meetings\\-list \\- list the meetings\n"));
  CHECK(contains(page, "\\fBexecassist meetings list\\fR [OPTION]...\n"));
  CHECK(contains(page, "\n.nf\n.RS 4\n  kept   as it is\n.RE\n.fi\n"));
  CHECK(contains(page, "\n\\&.dots and it\\(aqs \\e escaped"));
  CHECK(contains(page, ".TP\n\\fB\\-\\-from\\fR \\fITIME\\fR\nThe first moment"));
  CHECK(contains(page, ".TP\n\\fB\\-u\\fR, \\fB\\-\\-user\\fR \\fIID\\fR\n"));
  CHECK(contains(page, ".SH FILES\n"));
  CHECK(contains(page, "execassist.db"));
  CHECK(contains(page,
                 ".SH \"SEE ALSO\"\n\\fBexecassist\\fR(1),\n\\fBexecassist\\-meetings\\fR(1)\n"));
  CHECK(!contains(page_of({"meetings", "show"}), ".SH FILES"));
  CHECK(contains(page_of({}), ".SH COMMANDS\n.TP\n\\fBexecassist\\-sync\\fR(1)\nfetch\n"));
  CHECK(contains(page_of({}), "\\fB143\\fR"));
}

TEST_CASE("pages are named for what man is asked") {
  const CommandTree& tree = testing::sample_tree();
  CHECK(man_page_name(tree.program()) == "execassist.1");
  CHECK(man_page_name(*tree.find({"meetings", "list"})) == "execassist-meetings-list.1");
}

}  // namespace
}  // namespace execassist::cli
