// A program as context: what it prints is what it says. No shell; placeholders stand for themselves
// within an argument, whatever they hold.
#pragma once

#include <execassist/ports/command_runner.hpp>
#include <execassist/ports/context_source.hpp>
#include <execassist/settings/settings.hpp>

#include <string>

namespace execassist::context {

class CommandSource final : public ContextSource {
 public:
  // `runner` is lent. `folder`: where it runs, the configuration's.
  CommandSource(ContextSettings settings, CommandRunner& runner, std::string folder);

  bool depends_on_meeting() const override;
  ContextItem fetch(const ContextRequest& request) override;

 private:
  const ContextSettings settings_;
  CommandRunner& runner_;
  const std::string folder_;
};

}  // namespace execassist::context
