// A prep session at a terminal: one question at a time, each answer stored before the next is
// asked. Leaving, the end of the input or a kill keep it as it is; `prep start` goes on with it.
#pragma once

#include "app/prep_sessions.hpp"
#include "cli/invocation.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace execassist::cli {

class SessionDialogue {
 public:
  SessionDialogue(Invocation& call, const app::Scope& scope, const PrepSession& session);

  // Until all was asked, the person leaves, or the input ends. Gives the exit code.
  int run();

  bool finished() const { return session_.state == SessionState::finished; }

 private:
  using Act = std::function<app::SessionResult(store::Transaction&)>;

  void ask();
  bool take(std::string_view line, bool cut);  // false: that was all
  bool take_pasted(std::string_view line, bool more_waits);
  void drop_torn();
  bool obey(const std::string& command);
  bool answer(const std::string& text);
  bool act(const Act& what);
  void leave();

  Invocation& call_;
  const app::Scope& scope_;
  PrepSession session_;  // as the person sees it
  std::string begun_;    // lines of an answer that goes on
  bool pasted_ = false;  // several came at once: an empty line ends them
  bool told_ = false;    // how such an answer ends
  bool torn_ = false;    // one of them was cut by the terminal
  bool over_ = false;    // nothing to leave: it ended, or its reader is gone
  int code_ = 0;
};

}  // namespace execassist::cli
