#include "context/source_item.hpp"

#include "context/line_collector.hpp"

#include <execassist/base/instant.hpp>

#include <algorithm>
#include <system_error>

namespace execassist::context {
namespace {

std::string last_part(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return std::string(path.substr(path.rfind('/') + 1));
}

std::string origin_of(const ContextSettings& settings) {
  if (settings.kind == ContextKind::file) return last_part(settings.path);
  if (settings.kind == ContextKind::command) {
    return settings.argv.empty() ? std::string() : last_part(settings.argv.front());
  }
  const std::size_t host = settings.url.find("://");
  if (host == std::string::npos) return {};
  std::string origin = settings.url.substr(0, settings.url.find_first_of("/?#", host + 3));
  // A password is refused by the settings; it would not be shown here either.
  if (const auto at = origin.rfind('@'); at != std::string::npos)
    origin.erase(host + 3, at - host - 2);
  return origin;
}

}  // namespace

ContextItem empty_item(const ContextSettings& settings) {
  ContextItem item;
  item.source = settings.name;
  item.label = safe_line(settings.label);
  item.origin = safe_line(origin_of(settings));
  return item;
}

std::string placeholder_value(const ContextRequest& request, std::string_view name) {
  if (name == "meeting_id") return request.meeting_id;
  if (name == "meeting_type") return request.meeting_type;
  if (name == "user_id") return request.user_id;
  if (name == "start_time") return format_rfc3339(request.start);
  return format_rfc3339(request.end);
}

std::string system_reason(int error) {
  std::string text = std::generic_category().message(error);
  const bool word = text.size() > 1 && text[1] >= 'a' && text[1] <= 'z';
  if (word && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

}  // namespace execassist::context
