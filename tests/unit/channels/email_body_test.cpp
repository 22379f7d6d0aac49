#include "channels/email_body.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::channels {
namespace {

OutgoingMessage saying(MessageContent content) {
  OutgoingMessage message;
  message.subject = "Prepare: Sync";
  message.text = "the plain text\n";
  message.content = std::move(content);
  return message;
}

MessageContent prep() {
  return {"Meeting Prep Reminder",
          {{{{{"You have a "}, {"Leadership Meeting", true}, {" coming up:"}},
             {{"Leadership sync", true}},
             {{"Type "}, {"prep start m1", false, true}, {" to begin"}}},
            {}},
           {{{{"What can be prepared:"}}}, {"a customized agenda", "a question bank"}}},
          {{"start_prep", "Start Prep Session", "m1", true}},
          {"Calendar read at 2024-01-12 13:55 GMT.", "Start now: execassist prep start m1"}};
}

MessageContent titled(const std::string& title) {
  MessageContent content = prep();
  content.sections[0].lines[1][0].text = title;
  return content;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

// What stands in the part of the document that is shown.
std::string shown(const std::string& html) {
  const auto start = html.find("<div");
  const auto begin = html.find('\n', start) + 1;
  return html.substr(begin, html.find("</div>") - begin);
}

std::size_t characters(const std::string& text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) at += decode_character(text, at).size;
  return count;
}

// The tags of the document with what stands in them, in their order.
std::vector<std::string> tags(const std::string& html) {
  std::vector<std::string> found;
  for (auto at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
    const auto end = html.find('>', at);
    REQUIRE(end != std::string::npos);
    found.push_back(html.substr(at + 1, end - at - 1));
  }
  return found;
}

std::string name_of_tag(const std::string& tag) { return tag.substr(0, tag.find(' ')); }

// Every element is closed in its order, and none is one that fetches, runs or leads away.
void check_document(const std::string& html) {
  static const std::vector<std::string> kKnown{"html", "head", "title", "body", "div",   "h1",
                                               "p",    "ul",   "li",    "code", "strong"};
  static const std::vector<std::string> kBare{"!DOCTYPE", "meta", "br", "hr"};
  const auto is_in = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  std::vector<std::string> open;
  for (const std::string& tag : tags(html)) {
    CAPTURE(tag);
    const std::string name = name_of_tag(tag);
    if (name.starts_with("/")) {
      REQUIRE_FALSE(open.empty());
      CHECK("/" + open.back() == name);
      open.pop_back();
    } else if (!is_in(kBare, name)) {
      CHECK(is_in(kKnown, name));
      open.push_back(name);
    }
    CHECK_FALSE(has(tag, "href"));
    CHECK_FALSE(has(tag, "url("));
  }
  CHECK(open.empty());
  CHECK(html.starts_with("<!DOCTYPE html>\n"));
  CHECK(html.ends_with("</html>\n"));
  CHECK(has(html, "<meta charset=\"utf-8\">"));
  CHECK(has(html, "color-scheme"));
  CHECK(to_valid_utf8(html) == html);
}

TEST_CASE("email body: the announcement, in both forms") {
  const EmailBody body = email_body(saying(prep()));
  CHECK(body.subject == "Prepare: Sync");
  CHECK(body.text ==
        "Meeting Prep Reminder\n"
        "\n"
        "You have a Leadership Meeting coming up:\n"
        "Leadership sync\n"
        "Type prep start m1 to begin\n"
        "\n"
        "What can be prepared:\n"
        "  - a customized agenda\n"
        "  - a question bank\n"
        "\n"
        "Calendar read at 2024-01-12 13:55 GMT.\n"
        "Start now: execassist prep start m1\n");
  check_document(body.html);
  CHECK(has(body.html, "<title>Prepare: Sync</title>"));
  CHECK(shown(body.html) ==
        "<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Meeting Prep Reminder</h1>\n"
        "<p style=\"margin:0 0 16px\">You have a <strong>Leadership Meeting</strong> coming up:"
        "<br>\n<strong>Leadership sync</strong><br>\n"
        "Type <code>prep start m1</code> to begin</p>\n"
        "<p style=\"margin:0 0 16px\">What can be prepared:</p>\n"
        "<ul style=\"margin:0 0 16px;padding-left:24px\">\n"
        "<li>a customized agenda</li>\n"
        "<li>a question bank</li>\n"
        "</ul>\n"
        "<hr style=\"border:0;border-top:1px solid #888888;margin:24px 0 12px\">\n"
        "<p style=\"font-size:13px;opacity:0.8;margin:0\">Calendar read at 2024-01-12 13:55 GMT."
        "<br>\nStart now: execassist prep start m1</p>\n");
}

TEST_CASE("email body: buttons are left out") {
  const EmailBody body = email_body(saying(prep()));
  for (const std::string& part : {body.text, body.html}) {
    CHECK_FALSE(has(part, "Start Prep Session"));
    CHECK_FALSE(has(part, "start_prep"));
  }
}

TEST_CASE("email body: text from outside stays text") {
  struct Case {
    std::string title;
    std::string html;
    std::string text;
  };
  for (const auto& [title, html, text] : {
           Case{"<script>x</script>", "&lt;script&gt;x&lt;/script&gt;", "<script>x</script>"},
           Case{"</strong></p></div></body>", "&lt;/strong&gt;&lt;/p&gt;&lt;/div&gt;&lt;/body&gt;",
                "</strong></p></div></body>"},
           Case{"<a href=\"https://evil.example\">x</a>",
                "&lt;a href=&quot;https://evil.example&quot;&gt;x&lt;/a&gt;",
                "<a href=\"https://evil.example\">x</a>"},
           Case{"R&D &lt;b&gt;", "R&amp;D &amp;lt;b&amp;gt;", "R&D &lt;b&gt;"},
           Case{"a\r\n\r\nStart now: rm -rf /", "a Start now: rm -rf /", "a Start now: rm -rf /"},
           Case{"\u202Egnp.exe\u2066", "gnp.exe", "gnp.exe"},
           Case{"\x1b[31mred\x1b[0m\x07", "red", "red"},
           Case{"Größe 漢字 😀 שלום", "Größe 漢字 😀 שלום", "Größe 漢字 😀 שלום"},
           Case{"bad\xFF", "bad\uFFFD", "bad\uFFFD"},
       }) {
    CAPTURE(title);
    MessageContent content = titled(title);
    content.sections[1].bullets[0] = title;
    content.footer[0] = title;
    OutgoingMessage message = saying(content);
    message.subject = title;
    const EmailBody body = email_body(message);
    check_document(body.html);
    CHECK(body.subject == text);
    CHECK(has(body.html, "<title>" + html + "</title>"));
    CHECK(has(body.html, "<strong>" + html + "</strong>"));
    CHECK(has(body.html, "<li>" + html + "</li>"));
    CHECK(has(body.html, "\">" + html + "<br>\nStart now"));
    CHECK(has(body.text, "\n" + text + "\n"));
    CHECK(has(body.text, "\n  - " + text + "\n"));
  }
}

TEST_CASE("email body: what holds no words is left out") {
  MessageContent content;
  content.headline = "Head";
  content.sections = {{{{{"\u200B"}}, {}}, {" "}}, {{{{"a "}, {"\t"}, {" b"}}}, {"", "c"}}, {}};
  content.footer = {"", "\u202E"};
  const EmailBody body = email_body(saying(content));
  CHECK(body.text == "Head\n\na b\n  - c\n");
  check_document(body.html);
  CHECK_FALSE(has(body.html, "<hr"));
  CHECK(tags(shown(body.html)).size() == 8);  // h1, p, ul and li, each closed
}

TEST_CASE("email body: without a form the text is shown, and without a text the subject") {
  struct Case {
    std::string subject;
    std::string text;
    std::string plain;
    std::string html;
  };
  const auto paragraph = [](const std::string& inner) {
    return "<p style=\"margin:0 0 16px\">" + inner + "</p>\n";
  };
  for (const auto& [subject, text, plain, html] : {
           Case{"S", "one\n  two & <b>\n\n\nthree\n", "one\n  two & <b>\n\n\nthree\n",
                paragraph("one<br>\ntwo &amp; &lt;b&gt;") + paragraph("three")},
           Case{"S", "no end", "no end\n", paragraph("no end")},
           Case{"S", "a\r\nb\x1b[2Jc\u202E", "a\nbc\n", paragraph("a<br>\nbc")},
           Case{"S", " \n\t\n", "S\n", paragraph("S")},
           Case{"S <i>", "", "S <i>\n", paragraph("S &lt;i&gt;")},
           Case{"", "", "execassist\n", paragraph("execassist")},
       }) {
    CAPTURE(text);
    for (const bool hollow : {false, true}) {
      OutgoingMessage message;
      message.subject = subject;
      message.text = text;
      if (hollow) message.content.headline = "\u200B";
      if (hollow) message.content.footer = {"small print alone"};
      const EmailBody body = email_body(message);
      CHECK(body.text == plain);
      CHECK(shown(body.html) == html);
      check_document(body.html);
    }
  }
}

TEST_CASE("email body: the subject is one line that fits") {
  struct Case {
    std::string subject;
    std::string expected;
  };
  for (const auto& [subject, expected] : {
           Case{"", "execassist"},
           Case{"\r\n", "execassist"},
           Case{"\u202E", "execassist"},
           Case{"Prepare: x\r\nBcc: bob@example.com", "Prepare: x Bcc: bob@example.com"},
           Case{repeated("a", 150), repeated("a", 150)},
           Case{repeated("a", 151), repeated("a", 149) + "…"},
           Case{repeated("漢", 151), repeated("漢", 149) + "…"},
           Case{repeated("😀", 200), repeated("😀", 149) + "…"},
       }) {
    CAPTURE(subject);
    OutgoingMessage message;
    message.subject = subject;
    CHECK(email_body(message).subject == expected);
  }
}

TEST_CASE("email body: no piece of a calendar makes a mail of any size") {
  const EmailBody body = email_body(saying(titled(repeated("漢&", 500'000))));
  CHECK(characters(body.text) < 3000);
  CHECK(body.html.size() < 20'000);
  CHECK(has(body.text, "…\n"));
  check_document(body.html);
  OutgoingMessage message;
  message.text = repeated("漢字 ", 500'000);
  CHECK(characters(email_body(message).text) <= 50'001);
}

}  // namespace
}  // namespace execassist::channels
