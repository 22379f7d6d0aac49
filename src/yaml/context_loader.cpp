#include "yaml/context_loader.hpp"

#include "yaml/section.hpp"

#include <execassist/base/text.hpp>
#include <execassist/settings/placeholders.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace execassist::yaml {
namespace {

constexpr std::size_t kMostSources = 50;
constexpr std::size_t kMostArguments = 64;
constexpr std::size_t kKibibyte = 1024;
constexpr std::size_t kSmallestLimit = kKibibyte;
constexpr std::size_t kLargestLimit = 8 * kKibibyte * kKibibyte;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_source_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && is_lower(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
}

// "256 KiB", "1 MiB" or a number of bytes.
std::optional<std::size_t> parse_size(std::string_view text) {
  std::size_t count = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, count);
  if (error != std::errc{}) return std::nullopt;
  const std::string_view unit = trim({end, static_cast<std::size_t>(last - end)});
  const std::size_t factor = unit.empty()    ? 1
                             : unit == "KiB" ? kKibibyte
                             : unit == "MiB" ? kKibibyte * kKibibyte
                                             : 0;
  if (factor == 0 || count > kLargestLimit) return std::nullopt;
  return count * factor;
}

void check_placeholders(const Cursor& value, const std::string& text) {
  const auto unknown = unknown_placeholder(text);
  if (!unknown) return;
  std::vector<std::string> known;
  for (const std::string& name : placeholder_names()) known.push_back('{' + name + '}');
  const std::string written = '{' + *unknown + '}';
  value.fail("unknown placeholder " + quoted(written), suggestion(written, known));
}

void load_command(const Cursor& value, const References& references, ContextSettings& source) {
  if (!value.is_list()) {
    value.fail("must be a list of a program and its arguments, for there is no shell",
               "for example [./incidents, --days, \"30\"]");
  }
  const std::vector<Cursor> words = value.list();
  if (words.empty()) value.fail("needs a program", "for example [./incidents, --days, \"30\"]");
  if (words.size() > kMostArguments) value.fail("has more than 64 words");
  for (const Cursor& word : words) {
    const bool program = source.argv.empty();
    // An argument may be empty.
    std::string text = !program && word.text().empty() ? std::string() : read_line(word);
    check_placeholders(word, text);
    if (program && has_placeholder(text)) {
      word.fail("the program is always the same one", "placeholders are for its arguments");
    }
    if (program && text.starts_with('~')) text = references.path(word);
    source.argv.push_back(std::move(text));
  }
}

void load_url(const Cursor& value, ContextSettings& source) {
  source.url = read_address(value);
  const std::string& url = source.url;
  if (std::any_of(url.begin(), url.end(),
                  [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
    value.fail("holds characters that no address may", "write them percent-encoded: %C3%A9");
  }
  if (url.find('#') != std::string::npos) {
    value.fail("has a part after \"#\", which is never sent", "write \"%23\" for a \"#\"");
  }
  check_placeholders(value, url);
  const std::size_t host = url.find("://") + 3;
  if (has_placeholder(url.substr(0, url.find_first_of("/?", host)))) {
    value.fail("the host is always the same one", "placeholders are for the path and the query");
  }
}

// Names that the client sets itself.
bool is_reserved_header(std::string_view name) {
  static constexpr std::array<std::string_view, 9> kReserved = {
      "accept", "connection",          "content-length",    "content-type", "expect",
      "host",   "proxy-authorization", "transfer-encoding", "user-agent"};
  const std::string lower = fold_case(name);
  return std::find(kReserved.begin(), kReserved.end(), lower) != kReserved.end();
}

void load_header(const Cursor& value, const References& references, ContextSettings& source) {
  const MapCursor map = value.map({"name", "value"});
  const Cursor name = map.need("name");
  source.header = read_line(name);
  const auto plain = [](char c) {
    return is_lower(c) || is_digit(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  };
  if (!std::all_of(source.header.begin(), source.header.end(), plain)) {
    name.fail("not the name of a header: " + quoted(source.header), "for example X-Api-Key");
  }
  if (is_reserved_header(source.header)) {
    name.fail("the header " + source.header + " cannot be set", "for example X-Api-Key");
  }
  source.secret = references.secret(map.need("value"));
}

// The key that says what kind of source it is.
std::string only_kind(const MapCursor& map, const Cursor& whole) {
  std::vector<std::string> found;
  for (const char* const key : {"path", "command", "url"}) {
    if (map.find(key)) found.emplace_back(key);
  }
  if (found.empty()) {
    whole.fail("needs `path` (a file), `command` (a program) or `url` (an address)",
               "a source has exactly one of the three");
  }
  if (found.size() > 1) {
    whole.fail("has both `" + found[0] + "` and `" + found[1] + "`",
               "a source has exactly one of path, command and url");
  }
  return found.front();
}

ContextSettings load_source(const MapCursor::Entry& entry, const References& references) {
  const Cursor& value = entry.value;
  const std::vector<std::string> keys{"label",  "path",   "command", "url",
                                      "header", "format", "timeout", "largest"};
  const MapCursor map = value.map(keys);
  const Section section(value, references, keys);
  ContextSettings source;
  source.name = entry.key.name;
  source.position = entry.key.position;
  const auto label = map.find("label");
  source.label = label ? one_line(read_line(*label)) : label_from_name(source.name);
  const std::string kind = only_kind(map, value);
  const Cursor place = map.need(kind);
  if (kind == "path") {
    source.kind = ContextKind::file;
    source.path = references.path(place);
    if (const auto timeout = map.find("timeout")) timeout->fail("is for a command or a url only");
  } else if (kind == "command") {
    source.kind = ContextKind::command;
    load_command(place, references, source);
  } else {
    source.kind = ContextKind::url;
    load_url(place, source);
  }
  if (const auto header = map.find("header")) {
    if (kind != "url") header->fail("is for a url only");
    load_header(*header, references, source);
  }
  if (const auto format = map.find("format")) {
    source.format = format->choice({"csv", "yaml", "json", "text"});
  }
  section.duration("timeout", Seconds{1}, minutes{1}, source.timeout);
  if (const auto largest = map.find("largest")) {
    const auto size = parse_size(largest->line());
    if (!size || *size < kSmallestLimit || *size > kLargestLimit) {
      largest->fail("not a size between 1 KiB and 8 MiB", "write it as 256 KiB or 1 MiB");
    }
    source.largest = *size;
  }
  return source;
}

}  // namespace

std::vector<ContextSettings> load_context(const Cursor& map, const References& references) {
  std::vector<ContextSettings> sources;
  const MapCursor entries = map.map_of_any();
  for (const MapCursor::Entry& entry : entries.entries()) {
    if (!is_source_name(entry.key.name)) {
      entries.fail_key(entry,
                       "a name has lower-case letters (a-z) first, then also digits and \"_\"",
                       "for example big_rocks; how people read it goes under `label:`");
    }
    if (sources.size() == kMostSources) entries.fail_key(entry, "more than 50 sources");
    sources.push_back(load_source(entry, references));
  }
  return sources;
}

}  // namespace execassist::yaml
