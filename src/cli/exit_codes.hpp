// What the program's exit status means: the one table that maps an ErrorKind to a number, to its
// name in JSON, and to the words of help and man pages. Scripts rely on the numbers.
#pragma once

#include <execassist/base/error.hpp>

#include <span>
#include <string_view>

namespace execassist::cli {

inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitPartial = 3;
inline constexpr int kExitSignInNeeded = 4;
inline constexpr int kExitRefused = 5;
inline constexpr int kExitNotFound = 6;
inline constexpr int kExitTryAgain = 75;
inline constexpr int kExitConfiguration = 78;
inline constexpr int kExitInterrupted = 130;
inline constexpr int kExitTerminated = 143;

struct ExitStatus {
  int code;
  std::string_view kind;  // in JSON; empty for 0
  std::string_view meaning;
};

std::span<const ExitStatus> exit_table();
const ExitStatus& exit_status(int code);  // REQUIRES: a code of the table

int exit_code(ErrorKind kind);
std::string_view kind_name(ErrorKind kind);

}  // namespace execassist::cli
