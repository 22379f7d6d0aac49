#include "context/command_source.hpp"

#include "context/formats.hpp"
#include "context/source_item.hpp"

#include <execassist/base/error.hpp>
#include <execassist/base/text.hpp>
#include <execassist/settings/placeholders.hpp>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

namespace execassist::context {
namespace {

// One word for each possible reason; what the program printed is nobody's business then.
std::string why_failed(const CommandResult& result, const ContextSettings& settings) {
  switch (result.end) {
    case CommandEnd::exited:
      return "ended with exit status " + std::to_string(result.code);
    case CommandEnd::killed:
      return "was killed by signal " + std::to_string(result.code);
    case CommandEnd::not_started:
      if (result.code == ENOENT) return "there is no such program";
      return "cannot be run: " + system_reason(result.code);
    case CommandEnd::timed_out:
      return "gave no answer within " + describe_duration(settings.timeout);
    case CommandEnd::cut_off:
    case CommandEnd::too_much_output:
      break;
  }
  return "printed more than " + size_in_words(settings.largest);
}

}  // namespace

CommandSource::CommandSource(ContextSettings settings, CommandRunner& runner, std::string folder)
    : settings_(std::move(settings)), runner_(runner), folder_(std::move(folder)) {}

bool CommandSource::depends_on_meeting() const {
  return std::any_of(settings_.argv.begin(), settings_.argv.end(),
                     [](const std::string& word) { return has_placeholder(word); });
}

ContextItem CommandSource::fetch(const ContextRequest& request) {
  ContextItem item = empty_item(settings_);
  std::vector<std::string> argv;
  for (const std::string& word : settings_.argv) {
    argv.push_back(fill_placeholders(
        word, [&](std::string_view name) { return placeholder_value(request, name); }));
  }
  const CommandResult result = runner_.run(argv, folder_, settings_.timeout, settings_.largest);
  if (result.end == CommandEnd::cut_off) {
    throw Error(ErrorKind::terminated, one_line(settings_.name) + ": was cut off");
  }
  if (!result.succeeded()) {
    item.problem = why_failed(result, settings_);
    return item;
  }
  item.as_of = request.now;
  read_as(result.output, settings_.format, item);
  if (item.problem == kIsEmpty) item.problem = "printed nothing";
  return item;
}

}  // namespace execassist::context
