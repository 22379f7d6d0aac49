// A prep session's way, as pure decisions. Each gives the session as it is afterwards, with its
// version grown by one, or says why nothing happens.
#pragma once

#include <execassist/base/instant.hpp>
#include <execassist/model/meeting.hpp>
#include <execassist/model/prep_session.hpp>
#include <execassist/model/rules.hpp>

#include <optional>
#include <string>
#include <variant>

namespace execassist::prep {

struct SessionMove {
  PrepSession to;
  std::string outcome;  // for the log: "question 2 of 4 answered"
  bool cut = false;     // the answer was too long; `outcome` says so
};

// Nothing happened; for the person, one line: "That question is answered already."
struct NoMove {
  std::string why;
};

using SessionDecision = std::variant<SessionMove, NoMove>;

// A new one, at its first question; without questions it is finished at once.
PrepSession new_session(const Meeting& meeting, const std::vector<PrepQuestion>& questions,
                        SessionPlace place, std::string session_id, Instant now);

// With the answers of one that was abandoned before (the meeting was off for a while).
PrepSession carried_over(PrepSession session, const PrepSession& before);

// Goes on at `place`.
SessionDecision resumed(const PrepSession& session, SessionPlace place, Instant now);

// The question that waits never got to the person: asked at `place`, under a version of its own.
SessionDecision asked_again(const PrepSession& session, SessionPlace place, Instant now);

// `version`: of the session that the person saw; nothing: whatever it is now. An answer (safe text)
// may come to a paused session. After the last question the session is finished.
SessionDecision answered(const PrepSession& session, const std::string& answer, SessionPlace place,
                         std::optional<int> version, Instant now);
SessionDecision passed_over(const PrepSession& session, SessionPlace place,
                            std::optional<int> version, Instant now);
SessionDecision stepped_back(const PrepSession& session, SessionPlace place,
                             std::optional<int> version, Instant now);
SessionDecision ended_early(const PrepSession& session, SessionPlace place, Instant now);

// By the time or the meeting.
SessionDecision fell_idle(const PrepSession& session, Seconds idle, Instant now);
SessionDecision given_up(const PrepSession& session, Instant now);  // → abandoned

int answered_count(const PrepSession& session);

// "2 of 4": of the question that waits.
std::string progress_of(const PrepSession& session);

}  // namespace execassist::prep
