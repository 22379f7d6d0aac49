// The one exception of the house. Expected outcomes are values; an Error is a broken promise that
// ends the command (or one source, row or message). It is caught once, in cli/run.cpp, and printed
// as "execassist: message" and "hint: ..."; `kind` decides the exit code in one table
// (cli/exit_codes). `message` reads "what: why" on one line, without secrets and without text of a
// remote page.
#pragma once

#include <stdexcept>
#include <string>

namespace execassist {

enum class ErrorKind {
  failed,          // 1: the store is corrupt, newer, read-only, full; anything unexpected
  usage,           // 2
  partial,         // 3: some users, sources, rows or messages failed
  sign_in_needed,  // 4
  refused,         // 5: a rule of the domain
  not_found,       // 6
  try_again,       // 75: a lock, a busy store, the network
  configuration,   // 78: configuration, rules, file modes
  interrupted,     // 130: SIGINT
  terminated,      // 143: SIGTERM
};

class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message, std::string hint = {})
      : std::runtime_error(message), kind_(kind), hint_(std::move(hint)) {}

  ErrorKind kind() const { return kind_; }
  std::string message() const { return what(); }
  const std::string& hint() const { return hint_; }  // what to do next; empty when nothing helps

 private:
  ErrorKind kind_;
  std::string hint_;
};

}  // namespace execassist
