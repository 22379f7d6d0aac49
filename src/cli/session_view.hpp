// A prep session as people and scripts read it.
#pragma once

#include "cli/output.hpp"
#include "wire/json.hpp"

#include <execassist/base/zone.hpp>
#include <execassist/model/prep_session.hpp>

#include <optional>
#include <string>

namespace execassist::cli {

// Null without one.
wire::Json session_json(const std::optional<PrepSession>& session);

// "question 2 of 4 waits in the terminal, 1 answered".
std::string session_in_words(const PrepSession& session);

// Its state, then every question with its answer.
void print_session(Output& out, const PrepSession& session);

// The question that waits, in one line: "question 2 of 4: What should come of it?".
std::string waiting_question(const PrepSession& session);

}  // namespace execassist::cli
