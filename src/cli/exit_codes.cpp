#include "cli/exit_codes.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

namespace execassist::cli {
namespace {

constexpr std::array<ExitStatus, 11> kTable = {{
    {kExitDone, "", "done, also when there was nothing to do"},
    {kExitFailed, "failed",
     "failed; or the store is newer than the program, corrupt, read-only or full"},
    {kExitUsage, "usage",
     "usage: an unknown option, a missing or malformed argument, an ambiguous prefix"},
    {kExitPartial, "partial",
     "partly done: some users, sources, rows or messages failed; what worked is stored"},
    {kExitSignInNeeded, "sign_in_needed",
     "sign-in needed: every failure is a sign-in and nothing succeeded"},
    {kExitRefused, "refused",
     "refused by a rule of the domain: the slot is taken, or the state does not allow it"},
    {kExitNotFound, "not_found", "not found: no such user, meeting, notification or reminder"},
    {kExitTryAgain, "try_again",
     "try again later: another run holds the lock, the store is busy, or the network is down"},
    {kExitConfiguration, "configuration",
     "the configuration or the rules are wrong, or a file may be read or written by too many"},
    {kExitInterrupted, "interrupted", "interrupted"},
    {kExitTerminated, "terminated", "terminated"},
}};

}  // namespace

std::span<const ExitStatus> exit_table() { return kTable; }

const ExitStatus& exit_status(int code) {
  const auto* found = std::find_if(kTable.begin(), kTable.end(), [code](const ExitStatus& status) {
    return status.code == code;
  });
  if (found == kTable.end()) {
    throw std::logic_error("exit code " + std::to_string(code) + " is not in the table");
  }
  return *found;
}

int exit_code(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::failed:
      return kExitFailed;
    case ErrorKind::usage:
      return kExitUsage;
    case ErrorKind::partial:
      return kExitPartial;
    case ErrorKind::sign_in_needed:
      return kExitSignInNeeded;
    case ErrorKind::refused:
      return kExitRefused;
    case ErrorKind::not_found:
      return kExitNotFound;
    case ErrorKind::try_again:
      return kExitTryAgain;
    case ErrorKind::configuration:
      return kExitConfiguration;
    case ErrorKind::interrupted:
      return kExitInterrupted;
    case ErrorKind::terminated:
      return kExitTerminated;
  }
  return kExitFailed;
}

std::string_view kind_name(ErrorKind kind) { return exit_status(exit_code(kind)).kind; }

}  // namespace execassist::cli
