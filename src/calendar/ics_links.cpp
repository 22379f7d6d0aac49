#include "calendar/ics_links.hpp"

#include "calendar/content_line.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <array>

namespace execassist::calendar {
namespace {

constexpr std::size_t kLongestAddress = 2048;

constexpr std::array<std::string_view, 14> kMeetingHosts{
    "zoom.us",   "zoomgov.com", "teams.microsoft.com",   "teams.live.com", "meet.google.com",
    "webex.com", "whereby.com", "gotomeeting.com",       "meet.goto.com",  "bluejeans.com",
    "chime.aws", "meet.jit.si", "teams.cloud.microsoft", "ringcentral.com"};

bool ends_address(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= 0x20 || byte == 0x7f || byte >= 0x80 || c == '<' || c == '>' || c == '"' ||
         c == '\'' || c == '`' || c == '\\' || c == ']' || c == ')' || c == '|';
}

std::string host_of(std::string_view address) {
  const std::size_t begin = address.find("://") + 3;
  std::string_view host = address.substr(begin, address.find_first_of("/?#", begin) - begin);
  // "https://zoom.us@evil.example" goes to evil.example.
  if (const auto at = host.rfind('@'); at != std::string_view::npos) host.remove_prefix(at + 1);
  return lower_ascii(host.substr(0, host.find(':')));
}

bool is_meeting_host(std::string_view host) {
  return std::any_of(kMeetingHosts.begin(), kMeetingHosts.end(), [&](std::string_view known) {
    return host == known || (host.size() > known.size() && host.ends_with(known) &&
                             host[host.size() - known.size() - 1] == '.');
  });
}

}  // namespace

std::string web_address(std::string_view text) {
  text = trim(text);
  const std::string start = lower_ascii(text.substr(0, 8));
  if (!start.starts_with("https://") && !start.starts_with("http://")) return {};
  if (text.size() > kLongestAddress) return {};
  if (std::any_of(text.begin(), text.end(), ends_address)) return {};
  return host_of(text).empty() ? std::string() : std::string(text);
}

std::string find_meeting_link(std::string_view text) {
  const std::string folded = lower_ascii(text);
  for (std::size_t at = folded.find("https://"); at != std::string::npos;
       at = folded.find("https://", at + 1)) {
    std::string_view address = text.substr(at, kLongestAddress + 1);
    const auto stop = std::find_if(address.begin(), address.end(), ends_address);
    address = address.substr(0, static_cast<std::size_t>(stop - address.begin()));
    while (!address.empty() &&
           std::string_view(".,;:!?").find(address.back()) != std::string::npos) {
      address.remove_suffix(1);
    }
    if (address.size() <= kLongestAddress && is_meeting_host(host_of(address))) {
      return std::string(address);
    }
  }
  return {};
}

}  // namespace execassist::calendar
