#include "calendar/description_text.hpp"

#include "calendar/content_line.hpp"
#include "calendar/ics_links.hpp"
#include "wire/url.hpp"

#include <execassist/base/text.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace execassist::calendar {
namespace {

constexpr std::size_t kLongestName = 12;    // of a tag
constexpr std::size_t kLongestEntity = 10;  // between & and ;

constexpr std::array<std::string_view, 61> kTags{
    "a",      "abbr", "article", "b",      "big",   "blockquote", "body",     "br",     "center",
    "cite",   "code", "dd",      "del",    "div",   "dl",         "dt",       "em",     "font",
    "footer", "form", "h1",      "h2",     "h3",    "h4",         "h5",       "h6",     "head",
    "header", "hr",   "html",    "i",      "img",   "ins",        "label",    "li",     "link",
    "meta",   "o:p",  "ol",      "p",      "pre",   "q",          "s",        "script", "section",
    "small",  "span", "strike",  "strong", "style", "sub",        "sup",      "table",  "tbody",
    "td",     "th",   "thead",   "tr",     "u",     "ul",         "html-blob"};

constexpr std::array<std::string_view, 26> kBlocks{
    "article", "blockquote", "body", "center", "dd", "div", "dl",    "dt",     "footer",
    "form",    "h1",         "h2",   "h3",     "h4", "h5",  "h6",    "header", "hr",
    "li",      "ol",         "p",    "pre",    "ul", "tr",  "table", "section"};

struct Entity {
  std::string_view name;
  char32_t character;
};

constexpr std::array<Entity, 32> kEntities{{
    {"amp", U'&'},         {"lt", U'<'},          {"gt", U'>'},          {"quot", U'"'},
    {"apos", U'\''},       {"nbsp", U' '},        {"hellip", U'\u2026'}, {"mdash", U'\u2014'},
    {"ndash", U'\u2013'},  {"lsquo", U'\u2018'},  {"rsquo", U'\u2019'},  {"sbquo", U'\u201A'},
    {"ldquo", U'\u201C'},  {"rdquo", U'\u201D'},  {"bdquo", U'\u201E'},  {"bull", U'\u2022'},
    {"middot", U'\u00B7'}, {"copy", U'\u00A9'},   {"reg", U'\u00AE'},    {"trade", U'\u2122'},
    {"euro", U'\u20AC'},   {"pound", U'\u00A3'},  {"yen", U'\u00A5'},    {"cent", U'\u00A2'},
    {"sect", U'\u00A7'},   {"deg", U'\u00B0'},    {"times", U'\u00D7'},  {"laquo", U'\u00AB'},
    {"raquo", U'\u00BB'},  {"plusmn", U'\u00B1'}, {"rarr", U'\u2192'},   {"frac12", U'\u00BD'},
}};

// From U+00C0 on, without gaps.
constexpr std::array<std::string_view, 64> kLatinLetters{
    "Agrave", "Aacute", "Acirc",  "Atilde", "Auml",   "Aring",  "AElig", "Ccedil",
    "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave", "Iacute", "Icirc", "Iuml",
    "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",  "times",
    "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN", "szlig",
    "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",  "aelig", "ccedil",
    "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc", "iuml",
    "eth",    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",  "divide",
    "oslash", "ugrave", "uacute", "ucirc",  "uuml",   "yacute", "thorn", "yuml"};

template <std::size_t N>
bool among(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

std::optional<char32_t> numbered_character(std::string_view digits) {
  char32_t base = 10;
  if (!digits.empty() && (digits.front() == 'x' || digits.front() == 'X')) {
    base = 16;
    digits.remove_prefix(1);
  }
  if (digits.empty() || digits.size() > 7) return std::nullopt;
  char32_t out = 0;
  for (const char c : digits) {
    const char low = is_letter(c) ? static_cast<char>(c | 0x20) : c;
    char32_t value = base;
    if (is_digit(low)) value = static_cast<char32_t>(low - '0');
    if (low >= 'a' && low <= 'f') value = static_cast<char32_t>(low - 'a') + 10;
    if (value >= base) return std::nullopt;
    out = out * base + value;
  }
  return out == U'\u00A0' ? U' ' : out;
}

std::optional<char32_t> named_character(std::string_view name) {
  for (const Entity& each : kEntities) {
    if (each.name == name) return each.character;
  }
  const auto letter = std::find(kLatinLetters.begin(), kLatinLetters.end(), name);
  if (letter == kLatinLetters.end()) return std::nullopt;
  return U'\u00C0' + static_cast<char32_t>(letter - kLatinLetters.begin());
}

// Appends what stands for the entity at the front and gives its length; 0 when it is none.
std::size_t append_entity(std::string& out, std::string_view text) {
  const std::string_view inside = text.substr(1, kLongestEntity + 1);
  const std::size_t stop = inside.find(';');
  if (stop == std::string_view::npos || stop == 0) return 0;
  const std::string_view name = inside.substr(0, stop);
  const auto character =
      name.front() == '#' ? numbered_character(name.substr(1)) : named_character(name);
  if (!character) return 0;
  append_character(out, *character);
  return stop + 2;
}

std::string with_entities_resolved(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t taken = text[at] == '&' ? append_entity(out, text.substr(at)) : 0;
    if (taken == 0) out += text[at];
    at += std::max<std::size_t>(taken, 1);
  }
  return out;
}

// Google wraps the links of its own editor.
std::string unwrapped(const std::string& address) {
  if (!address.starts_with("https://www.google.com/url?")) return address;
  const auto target = wire::field(wire::decode_fields(wire::query_of(address)), "q");
  const std::string inner = target ? web_address(*target) : std::string();
  return inner.empty() ? address : inner;
}

// What a person may follow: an address of the web, or of mail without its scheme; else empty.
std::string address_in(std::string_view href) {
  const std::string value = with_entities_resolved(trim(href));
  if (lower_ascii(value.substr(0, 7)) != "mailto:") return unwrapped(web_address(value));
  const std::string mail = value.substr(7, value.find('?') - 7);
  const bool plausible = mail.find('@') != std::string::npos && mail.size() <= 320 &&
                         mail == one_line(mail) && mail.find_first_of(" <>()") == std::string::npos;
  return plausible ? mail : std::string();
}

std::string_view value_of_href(std::string_view attributes) {
  const std::string folded = lower_ascii(attributes);
  std::size_t at = folded.find("href");
  while (at != std::string::npos && at > 0 && !is_blank(folded[at - 1])) {
    at = folded.find("href", at + 1);
  }
  if (at == std::string::npos) return {};
  std::string_view rest = trim(attributes.substr(at + 4));
  if (!rest.starts_with('=')) return {};
  rest = trim(rest.substr(1));
  if (rest.starts_with('"') || rest.starts_with('\'')) {
    return rest.substr(1, rest.find(rest.front(), 1) - 1);
  }
  const auto stop = std::find_if(rest.begin(), rest.end(), is_blank);
  return rest.substr(0, static_cast<std::size_t>(stop - rest.begin()));
}

// For telling whether a link's text is its address: people leave out what does not matter.
std::string_view bare(std::string_view address) {
  address = trim(address);
  for (const std::string_view scheme : {"https://", "http://", "mailto:"}) {
    if (address.starts_with(scheme)) address.remove_prefix(scheme.size());
  }
  while (address.ends_with('/')) address.remove_suffix(1);
  return address;
}

struct Tag {
  std::string name;  // lower case; "!" for a comment or a declaration
  bool closing = false;
  std::string_view attributes;
  std::size_t end = 0;  // behind it
};

class Converter {
 public:
  explicit Converter(std::string_view html) : html_(html) {}

  std::string convert() {
    for (std::size_t at = 0; at < html_.size();) {
      if (html_[at] == '<') {
        if (const auto tag = tag_at(at)) {
          at = tag->end;
          apply(*tag, at);
          continue;
        }
      }
      const std::size_t taken =
          html_[at] == '&' ? append_entity(out_, html_.substr(at)) : std::size_t{0};
      if (taken == 0) out_ += html_[at];
      at += std::max<std::size_t>(taken, 1);
    }
    close_link();
    return had_tags_ ? tidied() : std::move(out_);
  }

 private:
  std::optional<Tag> tag_at(std::size_t at) {
    if (html_.substr(at).starts_with("<!--")) return comment_at(at);
    std::size_t next = at + 1;
    Tag out;
    out.closing = next < html_.size() && html_[next] == '/';
    if (out.closing) ++next;
    const std::size_t begin = next;
    const auto in_name = [](char c) { return is_letter(c) || is_digit(c) || c == ':' || c == '-'; };
    while (next < html_.size() && next - begin <= kLongestName && in_name(html_[next])) ++next;
    if (next == html_.size()) return std::nullopt;
    if (!is_blank(html_[next]) && html_[next] != '/' && html_[next] != '>') return std::nullopt;
    out.name = lower_ascii(html_.substr(begin, next - begin));
    if (!among(kTags, out.name)) return std::nullopt;
    const std::size_t end = end_of_tag(next);
    if (end == std::string_view::npos) return std::nullopt;
    out.attributes = html_.substr(next, end - next);
    out.end = end + 1;
    return out;
  }

  std::optional<Tag> comment_at(std::size_t at) {
    if (open_comment_) return std::nullopt;
    const std::size_t end = html_.find("-->", at + 4);
    open_comment_ = end == std::string_view::npos;
    if (open_comment_) return std::nullopt;
    return Tag{"!", false, {}, end + 3};
  }

  // The closing > outside of quotes. Once the quotes of one tag were left open they count no more,
  // and once there is no > at all none is looked for: else hostile text would take quadratic time.
  std::size_t end_of_tag(std::size_t from) {
    if (no_more_ends_) return std::string_view::npos;
    char quote = 0;
    for (std::size_t i = from; quotes_count_ && i < html_.size(); ++i) {
      const char c = html_[i];
      if (quote != 0) {
        if (c == quote) quote = 0;
      } else if ((c == '"' || c == '\'') && html_[i - 1] == '=') {
        quote = c;
      } else if (c == '>') {
        return i;
      }
    }
    quotes_count_ = false;
    const std::size_t end = html_.find('>', from);
    no_more_ends_ = end == std::string_view::npos;
    return end;
  }

  void apply(const Tag& tag, std::size_t& at) {
    had_tags_ = true;
    if (tag.name == "br") {
      out_ += '\n';
    } else if (tag.name == "a") {
      close_link();
      if (!tag.closing) link_ = address_in(value_of_href(tag.attributes));
      link_start_ = out_.size();
    } else if (tag.name == "script" || tag.name == "style" || tag.name == "head") {
      if (!tag.closing) at = end_of_hidden(tag.name, at);
    } else if (tag.name == "td" || tag.name == "th") {
      if (tag.closing) out_ += ' ';
    } else if (among(kBlocks, tag.name)) {
      start_line();
      if (tag.name == "li" && !tag.closing) {
        out_ += "- ";
        bullet_end_ = out_.size();
      }
    }
  }

  std::size_t end_of_hidden(const std::string& name, std::size_t from) const {
    const std::string closing = "</" + name;
    for (std::size_t at = html_.find("</", from); at != std::string_view::npos;
         at = html_.find("</", at + 2)) {
      if (lower_ascii(html_.substr(at, closing.size())) == closing) return at;
    }
    return html_.size();
  }

  void start_line() {
    if (!out_.empty() && out_.back() != '\n' && out_.size() != bullet_end_) out_ += '\n';
  }

  void close_link() {
    if (link_.empty()) return;
    const std::string_view text = trim(std::string_view(out_).substr(link_start_));
    if (text.empty()) {
      out_ += link_;
    } else if (bare(text) != bare(link_)) {
      out_ += " (" + link_ + ")";
    }
    link_.clear();
  }

  // The markup's own line breaks add to those that its tags stand for.
  std::string tidied() const {
    std::string tidy;
    std::size_t breaks = 0;
    for (const char c : std::string_view(trim(out_))) {
      breaks = c == '\n' ? breaks + 1 : 0;
      if (breaks <= 2) tidy += c;
    }
    return tidy;
  }

  std::string_view html_;
  std::string out_;
  std::string link_;  // of the link that is open; empty: none, or not one to follow
  std::size_t link_start_ = 0;
  std::size_t bullet_end_ = 0;
  bool had_tags_ = false;
  bool quotes_count_ = true;
  bool no_more_ends_ = false;
  bool open_comment_ = false;
};

}  // namespace

std::string description_text(std::string_view html) { return Converter(html).convert(); }

}  // namespace execassist::calendar
