// An iCalendar file or feed → meetings, and → titles for `classify --input`.
#include "calendar/ics_calendar.hpp"
#include "calendar/ics_titles.hpp"
#include "invariants.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

namespace execassist::fuzz {
namespace {

struct Reading {
  std::optional<FetchResult> result;
  std::string refusal;
};

// `next_size` says how long the chunk is that comes next, given what has been read.
template <class NextSize>
Reading read(std::string_view bytes, NextSize next_size) {
  Reading out;
  out.refusal = refusal_of(ErrorKind::failed, [&] {
    calendar::IcsCalendar calendar("fuzz.ics", "ada@example.com", a_request());
    for (std::size_t at = 0; at < bytes.size();) {
      const std::size_t size = std::clamp<std::size_t>(next_size(at), 1, bytes.size() - at);
      calendar.add_bytes(bytes.substr(at, size));
      at += size;
    }
    out.result = calendar.finish();
  });
  return out;
}

void demand_same(const Reading& a, const Reading& b) {
  demand(a.refusal == b.refusal, "chunks do not matter to what is refused");
  demand(a.result.has_value() == b.result.has_value(), "chunks do not matter to whether");
  if (!a.result) return;
  demand(a.result->meetings == b.result->meetings, "chunks do not matter to meetings");
  demand(a.result->warnings == b.result->warnings, "chunks do not matter to warnings");
}

using Titles = std::vector<std::tuple<std::string, std::string, std::optional<int>>>;

// As `classify --input` reads: line by line, without the line feeds.
void read_titles(std::string_view bytes, bool readable) {
  Titles titles;
  const std::string refusal = refusal_of(ErrorKind::failed, [&] {
    calendar::IcsTitles reader("fuzz.ics", [&](const calendar::IcsTitle& each) {
      demand_safe_line(each.title, 4096, "a title");
      demand_safe_line(each.uid, std::string::npos, "a UID");
      demand(each.line > 0, "an event begins at a line");
      titles.emplace_back(each.title, each.description, each.attendee_count);
    });
    while (!bytes.empty()) {
      const std::size_t stop = bytes.find('\n');
      reader.add_line(bytes.substr(0, stop));
      bytes.remove_prefix(stop == std::string_view::npos ? bytes.size() : stop + 1);
    }
    reader.finish();
  });
  demand(!readable || refusal.empty(), "what is a calendar has titles");
}

void run(std::string_view bytes) {
  const Reading whole = read(bytes, [&](std::size_t) { return bytes.size(); });
  demand_same(whole, read(bytes, [](std::size_t at) { return 1 + at * 7 % 23; }));
  if (whole.result) {
    demand(whole.result->complete, "a file is a complete listing");
    demand_sound(*whole.result, a_request());
  }
  read_titles(bytes, whole.result.has_value());
}

}  // namespace
}  // namespace execassist::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  execassist::fuzz::run({reinterpret_cast<const char*>(data), size});
  return 0;
}
