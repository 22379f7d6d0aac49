// Makes the other ports, lazily, so that `--version` opens nothing. wiring/ implements it; tests
// bring their own. Everything returned lives as long as the Edges.
#pragma once

#include <execassist/ports/calendar_source.hpp>
#include <execassist/ports/channel.hpp>
#include <execassist/ports/clock.hpp>
#include <execassist/ports/files.hpp>
#include <execassist/ports/processes.hpp>
#include <execassist/ports/terminal.hpp>
#include <execassist/settings/settings.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace execassist {

class Edges {
 public:
  virtual ~Edges() = default;
  virtual Clock& clock() = 0;
  virtual Terminal& terminal() = 0;
  virtual Files& files() = 0;
  virtual Processes& processes() = 0;

  // An environment variable; nothing when unset or empty.
  virtual std::optional<std::string> environment(const std::string& name) = 0;

  // Throws Error{configuration} when this kind of source does not exist.
  virtual std::unique_ptr<CalendarSource> source(const UserSettings& user,
                                                 const CalendarSettings& calendar) = 0;

  // Null when this build has no such channel.
  virtual Channel* channel(const std::string& name) = 0;

  // From --now, once, before the clock is first used.
  virtual void pretend_now(Instant now) = 0;

  // With --json or --dry-run the terminal channel accepts without writing.
  virtual void mute_terminal_channel() = 0;
};

}  // namespace execassist
