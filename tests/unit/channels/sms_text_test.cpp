#include "channels/sms_text.hpp"

#include "channels/gsm_text.hpp"

#include <execassist/base/graphemes.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <set>
#include <string>

#include <doctest/doctest.h>

namespace execassist::channels {
namespace {

constexpr const char* kRef = "Ref K7QW3X";

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

// The topic as it stands between lead and rest.
std::string topic_in(const std::string& text, const BriefText& brief) {
  const std::string before = gsm_text(brief.lead) + " ";
  const std::string after = "\n" + gsm_text(brief.rest) + " " + kRef;
  REQUIRE(text.starts_with(before));
  REQUIRE(text.ends_with(after));
  return text.substr(before.size(), text.size() - before.size() - after.size());
}

TEST_CASE("sms: the reference is short, stable and cannot be misread") {
  const std::string reference = sms_reference("n1/sms");
  CHECK(reference == sms_reference("n1/sms"));
  CHECK(reference.size() == 10);
  CHECK(segments_of(reference).units == 10);
  std::set<std::string> seen;
  std::set<char> letters;
  for (int i = 0; i < 2000; ++i) {
    const std::string each = sms_reference("n" + std::to_string(i) + "/sms");
    REQUIRE(each.starts_with("Ref "));
    seen.insert(each);
    letters.insert(each.begin() + 4, each.end());
  }
  CHECK(seen.size() == 2000);
  CHECK(std::string(letters.begin(), letters.end()) == "23456789ABCDEFGHJKMNPQRSTUVWXYZ");
  CHECK(sms_reference("").size() == 10);
}

TEST_CASE("sms: two lines, of which only what is there") {
  struct Case {
    BriefText brief;
    std::string expected;
  };
  for (const auto& [brief, expected] : {
           Case{{"Leadership Meeting Thu Nov 26, 3:00 PM CET:", "Q4 outlook",
                 "Prepare: execassist prep start 4f1k"},
                "Leadership Meeting Thu Nov 26, 3:00 PM CET: Q4 outlook\n"
                "Prepare: execassist prep start 4f1k Ref K7QW3X"},
           Case{{"Lead:", "", "rest"}, "Lead:\nrest Ref K7QW3X"},
           Case{{"Lead:", "topic", ""}, "Lead: topic\nRef K7QW3X"},
           Case{{"", "topic", ""}, "topic\nRef K7QW3X"},
           Case{{"", "", "rest"}, "rest Ref K7QW3X"},
           Case{{}, "Ref K7QW3X"},
           Case{{"", "🚀", ""}, "(no title)\nRef K7QW3X"},
           Case{{"Lead:", "🚀", "rest"}, "Lead: (no title)\nrest Ref K7QW3X"},
           Case{{"Lead:", "topic", "rest", "detail."}, "Lead: topic\ndetail. rest Ref K7QW3X"},
           Case{{"Café – 3:00\u202FPM:", "“ê”", "a\nb"}, "Café - 3:00 PM: \"e\"\na b Ref K7QW3X"},
       }) {
    CAPTURE(expected);
    CHECK(sms_text(brief, kRef) == expected);
  }
}

TEST_CASE("sms: line breaks from outside never get in") {
  for (const char* const evil : {"a\nRef AAAAAA", "a\r\nb", "a\u2028b", "a\x0B\x0C\x85", "\n\n"}) {
    const std::string text = sms_text({evil, evil, evil}, kRef);
    CHECK(std::count(text.begin(), text.end(), '\n') <= 1);
    CHECK(text.find('\r') == std::string::npos);
    for (const std::string& line : split(text, '\n')) CHECK(line == one_line(line));
    CHECK(text.ends_with(kRef));
  }
}

TEST_CASE("sms: the topic is cut to what two segments hold, and not further") {
  struct Case {
    std::string topic;
    SmsEncoding encoding;
    int most;  // units
  };
  const std::string lead = "Board Meeting Thu Nov 26, 3:00 PM CET:";
  for (const auto& [topic, encoding, most] : {
           Case{repeated("a", 1000), SmsEncoding::gsm7, 306},
           Case{repeated("ab ", 1000), SmsEncoding::gsm7, 306},
           Case{repeated("€", 1000), SmsEncoding::gsm7, 306},
           Case{repeated("ê", 1000), SmsEncoding::gsm7, 306},
           Case{repeated("я", 1000), SmsEncoding::ucs2, 134},
           Case{repeated("я\u0301", 1000), SmsEncoding::ucs2, 134},
           Case{repeated("𠮷", 1000), SmsEncoding::ucs2, 134},
           Case{"я" + repeated("a", 1000), SmsEncoding::ucs2, 134},
           // What makes it UCS-2 lies beyond the cut.
           Case{repeated("a", 250) + repeated("я", 1000), SmsEncoding::gsm7, 306},
       }) {
    CAPTURE(topic);
    const BriefText brief{lead, topic, "Prepare: execassist prep start 4f1k"};
    const std::string text = sms_text(brief, kRef);
    const SmsSegments size = segments_of(text);
    CHECK(size.encoding == encoding);
    CHECK(size.segments == 2);
    CHECK(size.units <= most);
    CHECK(size.units >= most - 6);
    const std::string cut = topic_in(text, brief);
    REQUIRE(cut.ends_with("..."));
    const std::string piece = cut.substr(0, cut.size() - 3);
    CHECK_FALSE(piece.ends_with(' '));
    CHECK(gsm_text(topic).starts_with(piece));
    // One character more would have been too much.
    const std::string rest = gsm_text(topic).substr(piece.size());
    const std::string more = piece + rest.substr(0, grapheme_size(rest, 0)) + "x...";
    BriefText longer = brief;
    longer.topic = more;
    CHECK(sms_text(longer, kRef) != gsm_text(lead) + " " + more + "\n" + brief.rest + " " + kRef);
  }
}

TEST_CASE("sms: a topic that just fits is not cut") {
  const BriefText brief{"Lead:", "", "rest"};
  const int others = segments_of(sms_text({"Lead:", "x", "rest"}, kRef)).units - 1;
  for (const int length : {1, 100, 305 - others, 306 - others}) {
    BriefText whole = brief;
    whole.topic = repeated("a", length);
    CHECK(topic_in(sms_text(whole, kRef), whole) == whole.topic);
  }
  BriefText more = brief;
  more.topic = repeated("a", 307 - others);
  CHECK(topic_in(sms_text(more, kRef), more) == repeated("a", 303 - others) + "...");
}

TEST_CASE("sms: a character is cut whole, with its marks") {
  const BriefText brief{"Lead:", repeated("क्षि", 100), "rest"};
  const std::string cut = topic_in(sms_text(brief, kRef), brief);
  const std::string piece = cut.substr(0, cut.size() - 3);
  std::size_t at = 0;
  while (at < piece.size()) at += grapheme_size(brief.topic, at);
  CHECK(at == piece.size());
}

TEST_CASE("sms: what else is too long is cut in turn: the lead, then the rest, never the token") {
  const std::string big = repeated("a", 400);
  const std::string cyrillic = repeated("я", 400);
  struct Case {
    BriefText brief;
    std::string begins;
    std::string ends;
  };
  for (const auto& [brief, begins, ends] : {
           Case{{big, "topic", "rest"}, "aaa", "a...\nrest Ref K7QW3X"},
           Case{{"Lead:", "topic", big}, "aaa", "a... Ref K7QW3X"},
           Case{{big, big, big}, "aaa", "a... Ref K7QW3X"},
           Case{{cyrillic, cyrillic, cyrillic}, "яяя", "я... Ref K7QW3X"},
           Case{{"Lead:", cyrillic, repeated("b", 285)}, "Lead:\nbbb", "b Ref K7QW3X"},
       }) {
    CAPTURE(begins);
    const std::string text = sms_text(brief, kRef);
    CHECK(segments_of(text).segments <= 2);
    CHECK(text.starts_with(begins));
    CHECK(text.ends_with(ends));
  }
}

TEST_CASE("sms: without a brief the plain text is the topic, else the subject") {
  OutgoingMessage message;
  message.subject = "Subject";
  CHECK(sms_text(brief_of(message), kRef) == "Subject\nRef K7QW3X");
  message.text = "Prepare:\n  soon\n";
  CHECK(sms_text(brief_of(message), kRef) == "Prepare: soon\nRef K7QW3X");
  message.text = repeated("long ", 100000);
  const std::string text = sms_text(brief_of(message), kRef);
  CHECK(text.starts_with("long long "));
  CHECK(text.ends_with("...\nRef K7QW3X"));
  CHECK(segments_of(text).segments == 2);
  message.brief = {"Lead:", "topic", "rest"};
  CHECK(sms_text(brief_of(message), kRef) == "Lead: topic\nrest Ref K7QW3X");
}

TEST_CASE("sms: whatever it is given, two segments, two lines and the token") {
  const std::string alphabet[] = {"a",  " ",      "€",  "ê",    "я",      "😀",
                                  "日", "\u0301", "\n", "\xFF", "\u200D", "𠮷"};
  unsigned state = 7;
  const auto next = [&state](unsigned below) {
    state = state * 1103515245U + 12345U;
    return (state >> 16U) % below;
  };
  const auto any_text = [&] {
    std::string text;
    const unsigned kinds = 1 + next(12);
    for (unsigned i = next(500); i > 0; --i) text += alphabet[next(kinds)];
    return text;
  };
  for (int i = 0; i < 100; ++i) {
    const BriefText brief{any_text(), any_text(), any_text()};
    const std::string text = sms_text(brief, kRef);
    CHECK(segments_of(text).segments <= 2);
    CHECK(text.ends_with(kRef));
    CHECK(std::count(text.begin(), text.end(), '\n') <= 1);
    CHECK(to_valid_utf8(text) == text);
  }
}

}  // namespace
}  // namespace execassist::channels
