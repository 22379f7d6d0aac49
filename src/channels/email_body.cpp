#include "channels/email_body.hpp"

#include "render/html_text.hpp"

#include <execassist/base/text.hpp>

#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

namespace execassist::channels {
namespace {

using render::html_lines;
using render::html_text;

// In characters. No text of ours comes near; what a calendar holds may.
constexpr std::size_t kLongestSubject = 150;
constexpr std::size_t kLongestPiece = 2000;
constexpr std::size_t kLongestText = 50'000;

constexpr const char* kSubjectWithoutWords = "execassist";
constexpr char32_t kEllipsis = 0x2026;

std::string cut(std::string_view text, std::size_t most) {
  std::size_t count = 0;
  std::size_t kept = 0;  // bytes that leave room for the ellipsis
  for (std::size_t at = 0; at < text.size(); ++count) {
    if (count + 1 == most) kept = at;
    if (count == most) {
      std::string out(text.substr(0, kept));
      append_character(out, kEllipsis);
      return out;
    }
    at += decode_character(text, at).size;
  }
  return std::string(text);
}

std::string piece(const std::string& text) { return cut(one_line(text), kLongestPiece); }

// Runs are kept apart by the blanks at their ends, which one_line would take.
TextRun safe_run(const TextRun& run) {
  std::string text = piece(run.text);
  if (text.empty()) return {};
  if (run.text.starts_with(' ')) text.insert(0, 1, ' ');
  if (run.text.ends_with(' ')) text += ' ';
  return {std::move(text), run.strong, run.code};
}

std::vector<std::string> safe_pieces(const std::vector<std::string>& texts) {
  std::vector<std::string> out;
  for (const std::string& text : texts) {
    if (std::string safe = piece(text); !safe.empty()) out.push_back(std::move(safe));
  }
  return out;
}

MessageSection safe_section(const MessageSection& section) {
  MessageSection out;
  for (const TextLine& line : section.lines) {
    TextLine safe;
    for (const TextRun& run : line) {
      if (TextRun each = safe_run(run); !each.text.empty()) safe.push_back(std::move(each));
    }
    if (!safe.empty()) out.lines.push_back(std::move(safe));
  }
  out.bullets = safe_pieces(section.bullets);
  return out;
}

// One target of the template below. What it is given is safe and not empty, but not escaped.
class EmailWriter {
 public:
  virtual ~EmailWriter() = default;
  virtual void headline(const std::string& text) = 0;
  virtual void section(const MessageSection& section) = 0;
  virtual void small_print(const std::vector<std::string>& lines) = 0;
};

// False when there was nothing to write.
bool write(const MessageContent& content, std::initializer_list<EmailWriter*> targets) {
  bool written = false;
  const auto each = [&](auto call) {
    for (EmailWriter* target : targets) call(*target);
    written = true;
  };
  const std::string headline = piece(content.headline);
  if (!headline.empty()) each([&](EmailWriter& to) { to.headline(headline); });
  for (const MessageSection& part : content.sections) {
    const MessageSection section = safe_section(part);
    if (section.lines.empty() && section.bullets.empty()) continue;
    each([&](EmailWriter& to) { to.section(section); });
  }
  const std::vector<std::string> footer = safe_pieces(content.footer);
  if (written && !footer.empty()) each([&](EmailWriter& to) { to.small_print(footer); });
  return written;
}

class TextWriter final : public EmailWriter {
 public:
  void headline(const std::string& text) override { add(text); }

  void section(const MessageSection& section) override {
    separate();
    for (const TextLine& line : section.lines) {
      std::string text;
      for (const TextRun& run : line) text += run.text;
      add(one_line(text));
    }
    for (const std::string& bullet : section.bullets) add("  - " + bullet);
  }

  void small_print(const std::vector<std::string>& lines) override {
    separate();
    for (const std::string& line : lines) add(line);
  }

  std::string take() { return std::move(text_); }

 private:
  void separate() {
    if (!text_.empty()) text_ += '\n';
  }
  void add(const std::string& line) { text_ += line + "\n"; }

  std::string text_;
};

// Colours are the reader's own, so that the mail is light or dark as everything around it.
class HtmlWriter final : public EmailWriter {
 public:
  void headline(const std::string& text) override {
    body_ += "<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">" + html_text(text) +
             "</h1>\n";
  }

  void section(const MessageSection& section) override {
    std::vector<std::string> lines;
    for (const TextLine& line : section.lines) lines.push_back(html_line(line));
    if (!lines.empty()) paragraph(join(lines, "<br>\n"));
    if (section.bullets.empty()) return;
    body_ += "<ul style=\"margin:0 0 16px;padding-left:24px\">\n";
    for (const std::string& bullet : section.bullets) {
      body_ += "<li>" + html_text(bullet) + "</li>\n";
    }
    body_ += "</ul>\n";
  }

  void small_print(const std::vector<std::string>& lines) override {
    std::vector<std::string> escaped;
    for (const std::string& line : lines) escaped.push_back(html_text(line));
    body_ +=
        "<hr style=\"border:0;border-top:1px solid #888888;margin:24px 0 12px\">\n"
        "<p style=\"font-size:13px;opacity:0.8;margin:0\">" +
        join(escaped, "<br>\n") + "</p>\n";
  }

  // A text without a form: an empty line ends a paragraph.
  void text(const std::string& block) {
    std::string lines;
    const auto flush = [&] {
      if (!lines.empty()) paragraph(html_lines(lines));
      lines.clear();
    };
    for (const std::string& line : split(block, '\n')) {
      if (line.empty()) {
        flush();
      } else {
        lines += line + "\n";
      }
    }
    flush();
  }

  std::string document(const std::string& subject) const {
    return "<!DOCTYPE html>\n"
           "<html lang=\"en\" style=\"color-scheme:light dark\">\n"
           "<head>\n"
           "<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
           "<meta name=\"color-scheme\" content=\"light dark\">\n"
           "<meta name=\"supported-color-schemes\" content=\"light dark\">\n"
           // Or some readers make links of times, numbers and addresses.
           "<meta name=\"format-detection\" content=\"telephone=no, date=no, address=no, "
           "email=no, url=no\">\n"
           "<title>" +
           html_text(subject) +
           "</title>\n"
           "</head>\n"
           "<body style=\"margin:0;padding:16px;color-scheme:light dark\">\n"
           "<div style=\"max-width:600px;margin:0 auto;font-family:-apple-system,'Segoe UI',"
           "Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;"
           "overflow-wrap:break-word\">\n" +
           body_ +
           "</div>\n"
           "</body>\n"
           "</html>\n";
  }

 private:
  void paragraph(const std::string& html) {
    body_ += "<p style=\"margin:0 0 16px\">" + html + "</p>\n";
  }

  static std::string html_line(const TextLine& line) {
    std::string out;
    for (const TextRun& run : line) {
      std::string text = html_text(run.text);
      if (run.code) text = "<code>" + text + "</code>";
      if (run.strong) text = "<strong>" + text + "</strong>";
      if (run.text.starts_with(' ')) out += ' ';
      out += text;
      if (run.text.ends_with(' ')) out += ' ';
    }
    return std::string(trim(out));
  }

  std::string body_;
};

std::string subject_of(const OutgoingMessage& message) {
  std::string subject = cut(one_line(message.subject), kLongestSubject);
  return subject.empty() ? kSubjectWithoutWords : subject;
}

// Where there is no form to be had: the plain text, or else the subject.
std::string plain_text(const OutgoingMessage& message, const std::string& subject) {
  std::string text = cut(safe_block(message.text), kLongestText);
  if (trim(text).empty()) text = subject;
  if (!text.ends_with('\n')) text += '\n';
  return text;
}

}  // namespace

EmailBody email_body(const OutgoingMessage& message) {
  std::string subject = subject_of(message);
  TextWriter text;
  HtmlWriter html;
  if (!message.content.empty() && write(message.content, {&text, &html})) {
    std::string document = html.document(subject);
    return {std::move(subject), text.take(), std::move(document)};
  }
  std::string plain = plain_text(message, subject);
  html.text(plain);
  std::string document = html.document(subject);
  return {std::move(subject), std::move(plain), std::move(document)};
}

}  // namespace execassist::channels
