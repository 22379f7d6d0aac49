// One golden case: a folder tests/golden/<area>/<case>/ with
//   cmd   one command a line, without the program's name, quoted as for a shell; # begins a comment
//   out   what they print on stdout, each below its "$ command"
//   err   the same for stderr; no file: nothing
//   rc    the exit codes, one a line; no file: all 0
//   env   NAME=VALUE lines for all of them; NAME= unsets
// and any other files, which are copied to a folder where the commands run. They run in process
// with the real edges; HOME is that folder too. Where its path is printed stands TMP, and instead
// of ids stand ID1, ID2, ... in the order in which they appeared; a command names them @ID1@, and
// the folder @TMP@. Times by the machine's clock (wall_at, log lines) are shown as WALL. A command
// prefixed with "< FILE " reads that file from stdin.
#pragma once

#include <string>
#include <vector>

namespace execassist::testing {

struct GoldenResult {
  std::string out;
  std::string err;
  std::string rc;
};

GoldenResult run_golden_case(const std::string& folder);

// The words of a line, as a shell would make them: blanks, '...', "..." and \.
std::vector<std::string> shell_words(const std::string& line);

// Ids, the folder and times by the machine's clock replaced; `ids` remembers them from call to
// call.
std::string without_chance(const std::string& text, const std::string& folder,
                           std::vector<std::string>& ids);

}  // namespace execassist::testing
