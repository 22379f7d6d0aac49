#include "cli/invocation.hpp"

#include <execassist/base/error.hpp>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace execassist::cli {
namespace {

std::optional<long long> to_integer(const std::string& text) {
  long long number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

}  // namespace

const std::vector<std::string>* Invocation::find(std::string_view name) const {
  const auto named = [name](const auto& described) { return described.name == name; };
  if (std::none_of(command.options.begin(), command.options.end(), named) &&
      std::none_of(command.arguments.begin(), command.arguments.end(), named)) {
    throw std::logic_error(full_name(command) + " does not describe " + std::string(name));
  }
  const auto found = given_.find(name);
  return found == given_.end() || found->second.empty() ? nullptr : &found->second;
}

bool Invocation::flag(std::string_view option) const { return find(option) != nullptr; }

std::optional<std::string> Invocation::value(std::string_view option) const {
  const auto* found = find(option);
  if (found == nullptr) return std::nullopt;
  return found->front();
}

std::vector<std::string> Invocation::values(std::string_view option) const {
  const auto* found = find(option);
  return found == nullptr ? std::vector<std::string>{} : *found;
}

std::optional<long long> Invocation::integer(std::string_view option, long long low,
                                             long long high) const {
  const auto text = value(option);
  if (!text) return std::nullopt;
  const auto number = to_integer(*text);
  if (!number || *number < low || *number > high) {
    usage_error(std::string(option) + ": '" + *text + "' is not a whole number from " +
                std::to_string(low) + " to " + std::to_string(high));
  }
  return number;
}

std::optional<Seconds> Invocation::duration(std::string_view option) const {
  const auto text = value(option);
  if (!text) return std::nullopt;
  const auto length = parse_duration(*text);
  if (!length || *length <= Seconds(0)) {
    usage_error(std::string(option) + ": '" + *text +
                "' is not a duration such as 90s, 30m, 2h, 1d or 1w");
  }
  return length;
}

std::optional<Instant> Invocation::time(std::string_view option, const Zone& zone) const {
  const auto text = value(option);
  if (!text) return std::nullopt;
  if (const auto instant = parse_rfc3339(*text)) return instant;
  if (const auto local = parse_local_time(*text)) return zone.to_instant(*local);
  usage_error(std::string(option) + ": '" + *text +
              "' is not a time such as 2026-11-21T14:30:00Z or \"2026-11-21 14:30\"");
}

std::optional<std::string> Invocation::argument(std::string_view name) const { return value(name); }

std::vector<std::string> Invocation::arguments(std::string_view name) const { return values(name); }

void Invocation::usage_error(const std::string& message) const {
  throw Error(ErrorKind::usage, message, "see " + full_name(command) + " --help");
}

}  // namespace execassist::cli
