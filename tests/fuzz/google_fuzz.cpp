// A page of Google's events.list → meetings and what is gone; and JSON itself, which must come out
// of the writer as it went in.
#include "calendar/google_event_list.hpp"
#include "calendar/google_events.hpp"
#include "invariants.hpp"
#include "wire/json.hpp"

#include <algorithm>
#include <cstdint>

namespace execassist::fuzz {
namespace {

void demand_sound_page(const calendar::GoogleEventPage& page) {
  demand(page.unreadable <= page.items, "no more is unreadable than there is");
  demand(page.meetings.size() + page.removed.size() + page.unreadable == page.items,
         "every item is a meeting, gone, or unreadable");
  demand(page.unreadable_ids.size() <= page.unreadable, "ids of what is unreadable");
  demand(page.warnings.size() == page.unreadable, "what is unreadable is told");
  for (const MeetingFacts& facts : page.meetings) demand_sound(facts, a_request());
}

void read_pages(const wire::Json& json) {
  const calendar::GoogleEventReader reader{"ada@example.com", a_request().user_zone};
  const auto page = reader.read(json);
  if (!page) return;
  demand_sound_page(*page);
  calendar::GoogleEventList once(a_request());
  once.add(*page);
  const FetchResult first = once.finish();
  demand_sound(first, a_request());
  for (const std::string& id : first.removed) {
    demand_safe_line(id, 1024, "the id of what is gone");
    demand(std::none_of(first.meetings.begin(), first.meetings.end(),
                        [&](const MeetingFacts& facts) { return facts.external_id == id; }),
           "what is gone is no meeting");
  }
  calendar::GoogleEventList twice(a_request());
  twice.add(*page);
  twice.add(*page);
  const FetchResult again = twice.finish();
  demand(first.meetings == again.meetings && first.removed == again.removed,
         "a page that comes twice changes nothing");
}

void run(std::string_view bytes) {
  std::string why;
  const auto json = wire::parse_json(bytes, &why);
  if (!json) {
    demand(!why.empty(), "refused JSON has a reason");
    demand_safe_line(why, 4096, "the reason for refused JSON");
    return;
  }
  for (const int indent : {-1, 2}) {
    const auto again = wire::parse_json(json->dump(indent));
    demand(again && *again == *json, "JSON comes out as it went in");
  }
  read_pages(*json);
}

}  // namespace
}  // namespace execassist::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  execassist::fuzz::run({reinterpret_cast<const char*>(data), size});
  return 0;
}
